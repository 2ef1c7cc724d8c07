import { ExecError } from "@dagger.io/dagger"
import { engineError, renderError } from "../lib/pipeline.mjs"

/** Run a function body so that whatever it throws reaches the caller as one clear message. */
export async function guard<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    throw new Error(renderError(engineError(toFacts(error), error)))
  }
}

/** Only the message of an error crosses to the caller, so what an exec printed goes into it here. */
export function toFacts(error: unknown): { message: string; command?: string; exitCode?: number; output?: string } {
  if (error instanceof ExecError) {
    return { message: error.message, command: error.cmd.join(" "), exitCode: error.exitCode, output: `${error.stdout}\n${error.stderr}` }
  }
  return { message: error instanceof Error ? error.message : String(error) }
}
