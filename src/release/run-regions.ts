import { isHatcheryError } from '../shared/errors.ts'
import { deployStep, stepName, type StepAround, type StepPlace } from './deploy-step.ts'
import type { StageLock } from './lock.ts'
import { leaseMs } from './lock.ts'
import { migrateStep } from './migrate-step.ts'
import { oneLine } from './release-report.ts'
import { say, type Prepared } from './request.ts'

/**
 * Go through the order in every region, some regions at a time.
 *
 * @returns the first failure; the regions not begun by then stay as they are, the others stop after their step.
 */
export async function runRegions(run: Prepared, around: StepAround & { readonly lock: StageLock }): Promise<unknown> {
  const queue = [...run.regionNames]
  let failure: { error: unknown } | undefined
  const worker = async (): Promise<void> => {
    for (let region = queue.shift(); region !== undefined && !failure; region = queue.shift()) {
      for (const [at, name] of run.order.entries()) {
        if (failure) return
        try {
          await runStep(run, { region, at, name }, around)
        } catch (error) {
          failure ??= { error }
          return
        }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, run.stage.deploy.maxParallelRegions) }, worker))
  return failure?.error
}

async function runStep(run: Prepared, place: StepPlace, around: StepAround & { readonly lock: StageLock }): Promise<void> {
  const step = stepName(place)
  if (around.journal.step(place.region, place.at)?.state === 'done') {
    say(run, { step, state: 'skipped', text: 'done by an earlier run' })
    return
  }
  say(run, { step, state: 'started' })
  try {
    if (place.name === 'migrate') await migrateStep(run, place, { ...around, beforeLongCall: (seconds) => around.lock.renew(seconds * 1000 + leaseMs) })
    else await deployStep(run, place, around)
    say(run, { step, state: 'passed', text: around.journal.step(place.region, place.at)?.text ?? '' })
  } catch (error) {
    if (!isHatcheryError(error)) throw error
    say(run, { step, state: 'failed', text: oneLine(error) })
    throw error
  }
}

/** Do something in every region at once, as many as the stage allows. */
export async function eachRegion<T>(run: Prepared, act: (region: string) => Promise<T>): Promise<readonly T[]> {
  const queue = [...run.regionNames]
  const results: T[] = []
  const worker = async (): Promise<void> => {
    for (let region = queue.shift(); region !== undefined; region = queue.shift()) results.push(await act(region))
  }
  await Promise.all(Array.from({ length: Math.max(1, run.stage.deploy.maxParallelRegions) }, worker))
  return results
}
