// node install.mjs: brings package.json into the form that the official runtime gives it and installs what it names.
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { parse } from "./json.ts"
import { fail } from "./fail.ts"

const typescriptVersion = "5.9.3"

const readPackage = (): any => (existsSync("package.json") ? parse(readFileSync("package.json", "utf8"), "package.json") : {})

const normalise = (file: any): any => {
  const { dependencies = {}, devDependencies, ...rest } = file
  const without = (all: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(all).filter(([name]) => name !== "@dagger.io/dagger"))
  return {
    ...rest,
    type: "module",
    dependencies: { ...without(dependencies), typescript: dependencies.typescript ?? typescriptVersion },
    ...(devDependencies === undefined ? {} : { devDependencies: without(devDependencies) }),
  }
}

const managerOf = (file: any): { name: string; version: string } => {
  if (typeof file.packageManager === "string" && file.packageManager !== "") {
    const [name = "", version = ""] = file.packageManager.split("@")
    if (version === "") fail("packageManager version is missing, please add it to your package.json")
    if (!["npm", "yarn", "pnpm"].includes(name)) fail(`detected unknown package manager: ${name}`)
    return { name, version: version.split("+")[0] ?? version }
  }
  if (existsSync("package-lock.json")) return { name: "npm", version: "11.8.0" }
  if (existsSync("pnpm-lock.yaml")) return { name: "pnpm", version: "8.15.4" }
  return { name: "yarn", version: "1.22.22" }
}

const run = (program: string, args: string[]): void => {
  execFileSync(program, args, { stdio: "inherit" })
}

const file = readPackage()
const runtime = String(file.dagger?.runtime ?? "node")
if (existsSync("bun.lock") || existsSync("bun.lockb") || existsSync("deno.json") || runtime.startsWith("bun")) fail("this engine's TypeScript SDK has Node alone: bun and deno modules need an engine with internet access")
if (runtime !== "node" && !/^node@(24|lts)\b/.test(runtime)) fail(`this engine's TypeScript SDK has Node 24 alone, the module asks for ${runtime}`)
if (file.dagger?.baseImage !== undefined) fail(`this engine's TypeScript SDK has its own base image, the module asks for ${file.dagger.baseImage}`)

const normal = normalise(file)
writeFileSync("package.json", `${JSON.stringify(normal, null, 2)}\n`)
const names = Object.keys(normal.dependencies)
if (names.length > 1 || normal.dependencies.typescript !== typescriptVersion) {
  const manager = managerOf(file)
  if (manager.name === "npm") {
    if (execFileSync("npm", ["-v"], { encoding: "utf8" }).trim() !== manager.version) run("npm", ["install", "-g", `npm@${manager.version}`])
    run("npm", ["install", "--omit=dev"])
  } else if (manager.name === "pnpm") {
    run("npm", ["install", "-g", `pnpm@${manager.version}`])
    run("pnpm", ["install", "--shamefully-hoist=true", "--prod"])
  } else if (manager.version.startsWith("1.")) {
    run("yarn", ["install", "--prod"])
  } else {
    fail(`yarn ${manager.version} comes through corepack from a site that a closed network does not reach; use npm or yarn 1.22.22`)
  }
}
