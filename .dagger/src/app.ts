import type { Directory, Workspace } from "@dagger.io/dagger"
import { callPrefix, type Config, type Door, HatcheryError, parseConfig } from "../lib/pipeline.mjs"

/** Where the module finds the application: filled by the constructor. */
export interface Caller {
  ws: Workspace
  source?: Directory
  config: string
}

/** The application as functions see it. */
export interface App {
  config: Config
  /** The folder of hatchery.yaml, without what git ignores. */
  source: Directory
  /** That folder inside the workspace, absolute; undefined with --source. */
  root?: string
  door: Door
}

// What no check or image may read, whether or not a .gitignore says so.
const exclude = ["**/.git", "**/node_modules", "**/__pycache__", "**/.venv"]

/** Find, read and validate hatchery.yaml. */
export async function loadApp(caller: Caller): Promise<App> {
  const { source, root } = await locate(caller)
  const text = await source.file(caller.config).contents()
  const folders = new Set(await source.glob("**/"))
  const files = new Set(await source.glob("**"))
  const pathExists = (path: string) => path === "." || folders.has(`${path}/`) || folders.has(path) || files.has(path)
  return { config: parseConfig({ text, fileName: caller.config, pathExists }), source, root, door: await findDoor(caller, root) }
}

/** Find out what a person types before a function's name: the nearest dagger.json says whether we are adopted, and where to stand. */
async function findDoor(caller: Caller, root?: string): Promise<Door> {
  const { ws, config } = caller
  const [path, history] = await Promise.all([ws.findUp("dagger.json"), ws.findUp(".git", root ? { from: root } : {})])
  const daggerJson = path ? await readAlone(ws, path) : "{}"
  // Both folders lie on one way up; from the deeper one both files are found.
  const stand = [root ?? "", path?.slice(0, -"/dagger.json".length) ?? ""].sort((a, b) => b.length - a.length)[0]!
  const top = history?.slice(0, -"/.git".length)
  const inside = caller.source || top === undefined ? "" : stand.slice(top.length).replace(/^\//, "")
  return { call: callPrefix({ daggerJson, stand: inside, config, source: caller.source !== undefined }) }
}

/** Read one file of the workspace; `Workspace.file` would upload everything beside it, what git ignores included. */
export function readAlone(ws: Workspace, path: string): Promise<string> {
  const name = path.slice(path.lastIndexOf("/") + 1)
  return ws.directory(path.slice(0, -name.length), { include: [name] }).file(name).contents()
}

async function locate(caller: Caller): Promise<{ source: Directory; root?: string }> {
  const name = caller.config
  if (caller.source) {
    if (await caller.source.exists(name)) return { source: caller.source.filter({ exclude, gitignore: true }) }
    throw notFound(name, "in the directory given as --source")
  }
  const found = await caller.ws.findUp(name)
  if (!found) throw notFound(name, "in this folder or above it")
  const root = found.slice(0, -name.length - 1) || "/"
  return { source: caller.ws.directory(root, { exclude, gitignore: true }), root }
}

function notFound(name: string, where: string): HatcheryError {
  return new HatcheryError("CONFIG_NOT_FOUND", { where: name, what: `is not ${where}`, next: "run the function `init` for a first one, or give --config or --source" })
}
