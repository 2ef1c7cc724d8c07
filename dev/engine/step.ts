import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from './engine-error.ts'
import { cacheFolder } from './paths.ts'

export interface Step {
  readonly name: string
  /** Hash of all that goes into the result; the step runs again when it differs from the last one. */
  readonly key: string
  /** Whether what the step made is still there. */
  readonly present: () => boolean | Promise<boolean>
  readonly make: () => Promise<void>
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`

const stampOf = (step: Step): string => join(cacheFolder('stamps'), step.name.replaceAll(/[^A-Za-z0-9.-]/g, '-'))

/**
 * Bring a step's result up to date and print what was done and how long it took.
 *
 * @throws {EngineError} naming the step, when making it fails.
 */
export const ensure = async (step: Step): Promise<void> => {
  const stamp = stampOf(step)
  const started = Date.now()
  const unchanged = existsSync(stamp) && readFileSync(stamp, 'utf8') === step.key
  if (unchanged && (await step.present())) {
    console.log(`  ${step.name}: up to date`)
    return
  }
  console.log(`  ${step.name} …`)
  try {
    await step.make()
  } catch (error) {
    if (error instanceof EngineError) throw new EngineError(`${step.name}: ${error.message}`, error.next, { cause: error })
    throw new EngineError(`${step.name}: ${error instanceof Error ? error.message : String(error)}`, `read ${cacheFolder('logs')}/commands.log, then run "up" again; finished steps are kept`, { cause: error })
  }
  writeFileSync(stamp, step.key)
  console.log(`  ${step.name}: done in ${seconds(started)}`)
}
