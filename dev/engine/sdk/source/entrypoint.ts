// Started by the engine for each call. The engine waits for the process to end, so nothing here may be awaited at top level.
import { readFileSync } from "node:fs"
import { runFunction } from "@dagger.io/dagger/core.js"

const types = JSON.parse(readFileSync(new URL("./__dagger.types.json", import.meta.url), "utf8"))
void runFunction(types, async () => (await import(new URL("./__dagger.module.mjs", import.meta.url).href)).modules)
