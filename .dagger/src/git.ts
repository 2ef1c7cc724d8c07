import { dag, Container, Directory } from "@dagger.io/dagger"
import type { App, Caller } from "./app.ts"

/** What git says about the application; `sha` is undefined without a history. */
export interface GitFacts {
  sha?: string
  /** Web address of `origin`, without credentials. */
  remote?: string
  /** The branch that is checked out. */
  branch?: string
  /** Files under the application that differ from HEAD. */
  changed: string[]
  /** ISO time of the last commit that touched a folder. */
  createdAt: Record<string, string>
  /** That commit. */
  commits: Record<string, string>
}

/** Read the facts that publishing needs in one container; the history is mounted, never copied into a layer. */
export async function gitFacts(caller: Caller, options: { app: App; paths: readonly string[] }): Promise<GitFacts> {
  const repository = await gitContainer(caller, options.app)
  if (!repository) return { changed: [], createdAt: {}, commits: {} }
  const script = `
git rev-parse --verify -q HEAD 2>/dev/null; printf '\\036'
git config --get remote.origin.url; printf '\\036'
git symbolic-ref -q --short HEAD; printf '\\036'
git -c core.quotePath=false diff --name-only HEAD -- . 2>/dev/null; git -c core.quotePath=false ls-files --others --exclude-standard -- .; printf '\\036'
for path in "$@"; do git log -1 --format='%cI %H' -- "$path" 2>/dev/null; printf '\\036'; done`
  const out = await repository.withExec(["sh", "-c", script, "sh", ...options.paths]).stdout()
  const [sha = "", remote = "", branch = "", changed = "", ...last] = out.split("\x1e").map((part) => part.trim())
  return {
    sha: sha || undefined,
    remote: remote ? remote.replace(/\/\/[^/@]*@/, "//").replace(/^git@([^:]+):/, "https://$1/").replace(/\.git$/, "") : undefined,
    branch: branch || undefined,
    changed: changed ? changed.split("\n") : [],
    createdAt: Object.fromEntries(options.paths.map((path, at) => [path, last[at]?.split(" ")[0] ?? ""])),
    commits: Object.fromEntries(options.paths.flatMap((path, at) => (last[at] ? [[path, last[at].split(" ")[1]!]] : []))),
  }
}

/** Make a container that stands in the application's folder inside its repository; undefined without one. */
export async function gitContainer(caller: Caller, app: App): Promise<Container | undefined> {
  const history = await findHistory(caller, app)
  if (!history) return undefined
  const inside = history.inside ? `/repository/${history.inside}` : "/repository"
  return dag
    .container()
    .from("debian:bookworm-slim")
    .withExec(["sh", "-c", "apt-get update -qq && apt-get install -y -qq --no-install-recommends git >/dev/null && rm -rf /var/lib/apt/lists/*"])
    .withNewFile("/etc/gitconfig", "[safe]\n\tdirectory = *\n[core]\n\tfsmonitor = false\n\tquotePath = false\n")
    .withMountedDirectory("/repository", dag.directory().withDirectory(history.inside || ".", app.source).withDirectory(".git", history.git))
    .withWorkdir(inside)
}

async function findHistory(caller: Caller, app: App): Promise<{ git: Directory; inside: string } | undefined> {
  if (caller.source) {
    return (await caller.source.exists(".git")) ? { git: caller.source.directory(".git"), inside: "" } : undefined
  }
  const found = await caller.ws.findUp(".git", { from: app.root })
  if (!found) return undefined
  const top = found.slice(0, -"/.git".length)
  return { git: caller.ws.directory(found), inside: (app.root ?? "").slice(top.length).replace(/^\//, "") }
}
