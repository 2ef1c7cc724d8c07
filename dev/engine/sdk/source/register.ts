// node register.mjs TYPES.json: registers a scanned module in the engine and leaves its id where the engine looks for it.
import { readFileSync, writeFileSync } from "node:fs"
import { connection } from "dagger-sdk/connect.js"
import { Register } from "dagger-sdk/module/entrypoint/register.js"
import { thaw } from "./frozen.ts"

const [types = "", output = ""] = process.argv.slice(2)
void connection(async () => {
  const id = await new Register(thaw(JSON.parse(readFileSync(types, "utf8")))).run()
  writeFileSync(output, JSON.stringify(id))
})
