import { Changeset, dag, Directory } from "@dagger.io/dagger"
import { dependabotPath, findDoor, generatedLine, generateGitHubFiles, gitHubWorkflowPaths, readWorkspaceFacts } from "../lib/pipeline.mjs"
import { type App, type Caller, readAlone } from "./app.ts"

/**
 * Generate the GitHub files of the repository that the application lies in.
 *
 * @param onlyAgain Leave a repository alone that has none of them.
 */
export async function makeWorkflows(caller: Caller, options: { app: App; onlyAgain: boolean }): Promise<Changeset> {
  const { app } = options
  const top = await repositoryTop(caller, app)
  const folder = relative(app.root ?? "", top)
  const before = caller.source ? caller.source.filter({ include: [".github/**"] }) : caller.ws.directory(top || "/", { include: [".github/**"] })
  const there = new Set(await before.glob("**"))
  const ours = gitHubWorkflowPaths(folder).filter((path) => there.has(path))
  if (options.onlyAgain && ours.length === 0) return before.changes(before)
  const adopted = await nearestDaggerJson(caller, { app, top })
  const { imports } = await readWorkspaceFacts({ files: (await app.source.glob("**")).filter((path) => !path.endsWith("/")), readText: (path) => app.source.file(path).contents() })
  const files = generateGitHubFiles({ config: app.config, folder, door: findDoor(adopted.text, adopted.folder), builtFrom: imports.map(({ to }) => to) })
  const foreign = there.has(dependabotPath) && !(await before.file(dependabotPath).contents()).startsWith(generatedLine)
  const written = Object.entries(files).filter(([path]) => path !== dependabotPath || !foreign)
  const kept = before.filter({ exclude: ours })
  const after: Directory = written.reduce((directory, [path, text]) => directory.withNewFile(path, text), dag.directory().withDirectory("/", kept))
  return after.changes(before)
}

/** Folder of the repository's `.git` in the workspace, without a trailing slash. */
async function repositoryTop(caller: Caller, app: App): Promise<string> {
  const found = caller.source ? undefined : await caller.ws.findUp(".git", { from: app.root })
  return found ? found.slice(0, -"/.git".length) : ""
}

async function nearestDaggerJson(caller: Caller, options: { app: App; top: string }): Promise<{ text: string; folder: string }> {
  const { source } = caller
  if (source) return { text: (await source.exists("dagger.json")) ? await source.file("dagger.json").contents() : "{}", folder: "." }
  const path = await caller.ws.findUp("dagger.json", { from: options.app.root })
  return path ? { text: await readAlone(caller.ws, path), folder: relative(path.slice(0, -"/dagger.json".length), options.top) } : { text: "{}", folder: "." }
}

function relative(path: string, top: string): string {
  return path.slice(top.length).replace(/^\/+|\/+$/g, "") || "."
}
