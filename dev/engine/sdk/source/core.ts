// The part of the library that no module's schema changes: what @dagger.io/dagger exports, and what our entrypoint needs beside it.
export * from "dagger-sdk/index.js"
export { formatFailure, runFunction } from "./run-function.ts"
