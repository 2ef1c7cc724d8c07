import { engineError, type EngineFailure, HatcheryError, renderError, reproducible } from "../lib/pipeline.mjs"

/** Run a function body so that whatever it throws reaches the caller as one clear message. */
export async function guard<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    throw new Error(renderError(engineError(toFailure(error), error)))
  }
}

/** Run what fails the same way by one line on a laptop, and let its failure end with that line. */
export async function again<T>(line: string | ((error: HatcheryError) => string), body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (thrown) {
    const error = engineError(toFailure(thrown), thrown)
    throw reproducible(error, typeof line === "string" ? line : line(error))
  }
}

/** What the base cannot do is nothing to compare with; what the engine cannot do is a failure. */
export async function unlessRefused<T>(make: () => Promise<T>): Promise<T | { why: string }> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof HatcheryError) return { why: `on the base: ${error.message}` }
    throw error
  }
}

/** Only the message of an error crosses to the caller, so what an exec printed is taken out of it here. */
export function toFailure(error: unknown): EngineFailure {
  const message = error instanceof Error ? error.message : String(error)
  // The SDK's error classes are not exported to modules, so an exec's error is known by its shape.
  const exec = error as { cmd?: string[]; exitCode?: number; stdout?: string; stderr?: string }
  if (!Array.isArray(exec.cmd)) return { message }
  return { message, command: exec.cmd.join(" "), exitCode: exec.exitCode, output: `${exec.stdout ?? ""}\n${exec.stderr ?? ""}` }
}
