import { Container, ReturnType } from "@dagger.io/dagger"
import { assemblePlan, changedLines, type ChangedLines, changedPaths, type Git, HatcheryError, parsePlanEvent, readWorkspaceFacts, type RunPlan } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { gitContainer } from "./git.ts"

/** What a run covers and why, and which lines changed since the base. */
export interface Scope {
  plan: RunPlan
  changed?: ChangedLines
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
  const changed = await changedPaths({ git, base: caller.base })
  return {
    plan: assemblePlan({ config: app.config, changed, event, workspaceFacts, configFile: caller.config }),
    ...(changed.kind === "paths" ? { changed: await changedLines({ git, mergeBase: changed.mergeBase }) } : {}),
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
