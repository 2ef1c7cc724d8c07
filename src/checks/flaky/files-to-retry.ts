import type { CheckOutcome } from '../outcome.ts'
import { isFailing } from '../parse/count-tests.ts'

/**
 * Say which test files are worth another try: those with failing tests.
 *
 * @returns Files relative to hatchery.yaml; none when the check passed, or when something else than tests made it red.
 */
export function filesToRetry(outcome: CheckOutcome): string[] {
  if (outcome.state !== 'failed' || outcome.code !== undefined || !outcome.tests) return []
  const failing = outcome.tests.cases.filter(isFailing)
  // A failing test without a file cannot be chosen alone, and a try without it would not settle it.
  if (failing.some(({ file }) => file === undefined)) return []
  return [...new Set(failing.flatMap(({ file }) => file ?? []))].sort()
}
