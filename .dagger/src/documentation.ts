import { againLine, changedPaths, gateDocumentation } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { again } from "./fail.ts"
import { gitContainer } from "./git.ts"
import { gitIn } from "./plan.ts"

/** Hold the change since the base to having its documentation. */
export async function checkDocumentation(caller: Caller & { base?: string }, app: App): Promise<string> {
  const repository = caller.base === undefined ? undefined : await gitContainer(caller, app)
  const changed = repository ? await changedPaths({ git: gitIn(repository), base: caller.base! }) : undefined
  const base = changed?.kind === "paths" ? changed.mergeBase : undefined
  return again(againLine({ ...app.door, base }, ["documentation"]), async () => gateDocumentation(app.config, changed))
}
