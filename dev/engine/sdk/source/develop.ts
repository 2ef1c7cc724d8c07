// node develop.mjs NAME OUT: writes what `dagger develop` and `dagger init` leave in the module's folder.
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const [name = "", out = ""] = process.argv.slice(2)
const pascal = name.split(/[-_ ]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")
mkdirSync(join(out, "src"), { recursive: true })
for (const file of ["package.json", "tsconfig.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"]) if (existsSync(file)) cpSync(file, join(out, file))
if (!existsSync("tsconfig.json")) {
  const compilerOptions = { target: "ES2022", moduleResolution: "Node", experimentalDecorators: true, strict: true, skipLibCheck: true, paths: { "@dagger.io/dagger": ["./sdk/index.ts"], "@dagger.io/dagger/telemetry": ["./sdk/telemetry.ts"] } }
  writeFileSync(join(out, "tsconfig.json"), `${JSON.stringify({ compilerOptions }, null, 2)}\n`)
}
cpSync("node_modules/@dagger.io/dagger", join(out, "sdk"), { recursive: true, filter: (path) => !/\/(index|telemetry)\.js$|package\.json$/.test(path) })
if (!existsSync("src")) {
  const text = `import { object, func } from "@dagger.io/dagger"\n\n@object()\nexport class ${pascal} {\n  /** Say hello. */\n  @func()\n  hello(): string {\n    return "hello"\n  }\n}\n`
  writeFileSync(join(out, "src/index.ts"), text)
}
