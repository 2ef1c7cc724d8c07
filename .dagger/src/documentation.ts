import { Container, ReturnType } from "@dagger.io/dagger"
import { changedPaths, gateDocumentation, type Git } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { gitContainer } from "./git.ts"

/** Hold the change since the base to having its documentation. */
export async function checkDocumentation(caller: Caller & { base?: string }, app: App): Promise<string> {
  const repository = caller.base === undefined ? undefined : await gitContainer(caller, app)
  return gateDocumentation(app.config, repository ? await changedPaths({ git: gitIn(repository), base: caller.base! }) : undefined)
}

function gitIn(repository: Container): Git {
  return {
    run: async (args) => {
      const ran = repository.withExec(["git", ...args], { expect: ReturnType.Any })
      const [exitCode, stdout, stderr] = await Promise.all([ran.exitCode(), ran.stdout(), ran.stderr()])
      return { exitCode, stdout, stderr }
    },
  }
}
