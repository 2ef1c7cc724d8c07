import { basename } from "node:path"

export const greet = (name) => `hello ${name} from ${basename(import.meta.dirname)}/${basename(import.meta.filename)}`
