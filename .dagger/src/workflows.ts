import { Changeset, dag, Directory } from "@dagger.io/dagger"
import { findDoor, generateGitHubFiles, readWorkspaceFacts } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"

/** Generate the GitHub files of the repository that the application lies in. */
export async function makeWorkflows(caller: Caller, app: App): Promise<Changeset> {
  const top = await repositoryTop(caller, app)
  const adopted = await nearestDaggerJson(caller, { app, top })
  const { imports } = await readWorkspaceFacts({ files: (await app.source.glob("**")).filter((path) => !path.endsWith("/")), readText: (path) => app.source.file(path).contents() })
  const files = generateGitHubFiles({
    config: app.config,
    folder: relative(app.root ?? "", top),
    door: findDoor(adopted.text, adopted.folder),
    builtFrom: imports.map(({ to }) => to),
  })
  const before = caller.source ? caller.source.filter({ include: [".github/**"] }) : caller.ws.directory(top || "/", { include: [".github/**"] })
  // Ours begin with hatchery-, so that one that is no longer generated goes and nobody else's does.
  const kept = before.filter({ exclude: [".github/workflows/hatchery-*.yml"] })
  const after: Directory = Object.entries(files).reduce((directory, [path, text]) => directory.withNewFile(path, text), dag.directory().withDirectory("/", kept))
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
  return path ? { text: await caller.ws.file(path).contents(), folder: relative(path.slice(0, -"/dagger.json".length), options.top) } : { text: "{}", folder: "." }
}

function relative(path: string, top: string): string {
  return path.slice(top.length).replace(/^\/+|\/+$/g, "") || "."
}
