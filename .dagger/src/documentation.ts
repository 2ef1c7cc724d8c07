import { changedPaths, gateDocumentation } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { gitContainer } from "./git.ts"
import { gitIn } from "./plan.ts"

/** Hold the change since the base to having its documentation. */
export async function checkDocumentation(caller: Caller & { base?: string }, app: App): Promise<string> {
  const repository = caller.base === undefined ? undefined : await gitContainer(caller, app)
  return gateDocumentation(app.config, repository ? await changedPaths({ git: gitIn(repository), base: caller.base! }) : undefined)
}
