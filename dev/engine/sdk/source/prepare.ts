// node prepare.mjs NAME: scans the module in the working folder and turns its TypeScript into one file that Node loads,
// so that a call neither scans nor compiles.
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs"
import { extname, join, relative, resolve } from "node:path"
import { build } from "esbuild"
import type { Plugin } from "esbuild"
import { scan } from "dagger-sdk/module/introspector/index.js"
import { fail } from "./fail.ts"
import { freeze } from "./frozen.ts"
import { parse } from "./json.ts"

const [name = ""] = process.argv.slice(2)
const sourceFolder = resolve("src")

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return [".ts", ".mts"].includes(extname(entry.name)) ? [path] : []
  })

/** tsconfig.json as the official runtime changes it: decorators on, the library's own paths set. */
const writeTsconfig = (): void => {
  const given = existsSync("tsconfig.json")
    ? parse(readFileSync("tsconfig.json", "utf8"), "tsconfig.json")
    : { compilerOptions: { target: "ES2022", moduleResolution: "Node", strict: true, skipLibCheck: true } }
  const { paths = {}, ...options } = given.compilerOptions ?? {}
  const ours = { "@dagger.io/dagger": ["./sdk/index.ts"], "@dagger.io/dagger/telemetry": ["./sdk/telemetry.ts"] }
  writeFileSync("tsconfig.json", `${JSON.stringify({ ...given, compilerOptions: { ...options, experimentalDecorators: true, paths: { ...paths, ...ours } } }, null, 2)}\n`)
}

/** Keep out of the bundle what Node loads by itself: the library, packages, and JavaScript files, whose own place in the tree may matter to them. */
const outside: Plugin = {
  name: "outside",
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^@dagger\.io\/dagger(\/telemetry)?$/ }, ({ path }) => ({ path, external: true }))
    pluginBuild.onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
      const file = resolve(resolveDir, path)
      if (![".js", ".mjs", ".cjs", ".node"].includes(extname(file)) || !existsSync(file)) return undefined
      const fromOut = relative(sourceFolder, file)
      return { path: fromOut.startsWith(".") ? fromOut : `./${fromOut}`, external: true }
    })
  },
}

const bundle = async (files: readonly string[]): Promise<void> => {
  const imports = files.map((file, at) => `import * as module${at} from ${JSON.stringify(`./${relative(sourceFolder, file)}`)}`)
  const contents = [...imports, `import * as client from "@dagger.io/dagger"`, `export const modules = [${files.map((_, at) => `module${at}`).join(", ")}, client]`].join("\n")
  await build({
    stdin: { contents, resolveDir: sourceFolder, sourcefile: "__dagger.modules.ts", loader: "ts" },
    outfile: join(sourceFolder, "__dagger.module.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    packages: "external",
    keepNames: true,
    sourcemap: "linked",
    sourcesContent: false,
    tsconfig: "tsconfig.json",
    plugins: [outside],
    logLevel: "error",
  })
}

const main = async (): Promise<void> => {
  if (!existsSync(sourceFolder)) fail("no files to introspect found: the module has no src folder")
  const files = sources(sourceFolder)
  writeTsconfig()
  const client = "node_modules/@dagger.io/dagger/client.gen.ts"
  const module = await scan([...files.map((file) => relative(process.cwd(), file)), client], name, false)
  await bundle(files.filter((file) => !/\.d\.m?ts$/.test(file)))
  writeFileSync(join(sourceFolder, "__dagger.types.json"), JSON.stringify(freeze(module)))
  cpSync(join(import.meta.dirname, "entrypoint.mjs"), join(sourceFolder, "__dagger.entrypoint.mjs"))
}

main().catch((error: unknown) => {
  const esbuildErrors = (error as { errors?: { text: string; location?: { file: string; line: number } | null }[] }).errors
  const lines = esbuildErrors?.map(({ text, location }) => (location ? `${location.file}:${location.line}: ${text}` : text))
  fail(lines?.join("\n") ?? (error instanceof Error ? error.message : String(error)))
})
