import { Container, Directory, ReturnType } from "@dagger.io/dagger"
import { assemblePlan, changedLines, type ChangedLines, changedPaths, type Git, HatcheryError, isBasePrevious, parsePlanEvent, readWorkspaceFacts, type RunPlan } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { gitContainer } from "./git.ts"

/** What a run covers and why, and which lines changed since the base. */
export interface Scope {
  plan: RunPlan
  /** A base was given. */
  compares?: boolean
  changed?: ChangedLines
  /** The application as it was at the merge base; undefined without a base, and where it is not known for certain. */
  before?: Directory
}

/** Compare the caller's base with the source and decide what runs; without a base everything does. */
export async function makePlan(caller: Caller & { base?: string }, options: { app: App; event: string }): Promise<Scope> {
  const { app } = options
  const files = (await app.source.glob("**")).filter((path) => !path.endsWith("/"))
  const workspaceFacts = await readWorkspaceFacts({ files, readText: (path) => app.source.file(path).contents() })
  const event = parsePlanEvent(options.event)
  if (caller.base === undefined) return { plan: assemblePlan({ config: app.config, event, workspaceFacts, configFile: caller.config }) }
  const repository = await gitContainer(caller, app)
  if (!repository) throw new HatcheryError("BASE_INVALID", { where: `--base ${caller.base}`, what: "cannot be compared with: the source has no git history", next: "leave --base out, or call from a git repository" })
  const git = gitIn(repository)
  const changed = await changedPaths({ git, base: caller.base, baseIsPrevious: isBasePrevious(event) })
  return {
    compares: true,
    plan: assemblePlan({ config: app.config, changed, event, workspaceFacts, configFile: caller.config }),
    ...(changed.kind === "paths" ? { changed: await changedLines({ git, mergeBase: changed.mergeBase }), before: treeAt(repository, changed.mergeBase) } : {}),
  }
}

// Git ends with 128 for what it cannot do, and the engine takes 128 to 191 for a crash whatever is expected.
const command = ["sh", "-c", 'git "$@"; code=$?; [ "$code" -lt 128 ] || code=2; exit "$code"', "sh"]

/** Run git in a container as the library asks for it. */
export function gitIn(repository: Container): Git {
  return {
    run: async (args) => {
      const ran = repository.withExec([...command, ...args], { expect: ReturnType.Any })
      const [exitCode, stdout, stderr] = await Promise.all([ran.exitCode(), ran.stdout(), ran.stderr()])
      return { exitCode, stdout, stderr }
    },
  }
}

// `git archive` would leave out what .gitattributes marks as export-ignore; the folder may not exist yet at that commit.
const writeTree = `mkdir /before
if git cat-file -e "$1:./" 2>/dev/null; then
  export GIT_INDEX_FILE=/tmp/before.index
  git read-tree "$1:./" && git -C "$(git rev-parse --show-toplevel)" checkout-index --all --prefix=/before/
fi`

/** Give the application's folder as a commit has it. */
function treeAt(repository: Container, commit: string): Directory {
  return repository.withExec(["sh", "-ec", writeTree, "sh", commit]).directory("/before")
}
