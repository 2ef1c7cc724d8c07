// node library.mjs NAME OUT: makes @dagger.io/dagger for one module, its client generated from the module's schema.
import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { buildSync } from "esbuild"
import { fail } from "./fail.ts"

const [name = "", out = ""] = process.argv.slice(2)
const home = import.meta.dirname
const generated = "/tmp/generated"
execFileSync(join(home, "codegen"), ["generate-module", "--lang", "typescript", "--output", generated, "--introspection-json-path", "/schema.json", "--module-name", name, "--module-source-path", generated, "--bundle"], {
  stdio: ["ignore", "inherit", "inherit"],
})
const client = readdirSync(generated, { recursive: true }).map(String).find((file) => file.endsWith("client.gen.ts"))
if (client === undefined) fail("codegen wrote no client.gen.ts")
mkdirSync(out, { recursive: true })
cpSync(join(home, "library"), out, { recursive: true })
cpSync(join(generated, client as string), join(out, "client.gen.ts"))
buildSync({
  entryPoints: [join(out, "index.ts"), join(out, "telemetry.ts")],
  outdir: out,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  external: ["./core.js"],
  minifyWhitespace: true,
  logLevel: "error",
})
