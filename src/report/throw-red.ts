import type { CheckOutcome } from '../checks/outcome.ts'
import { HatcheryError } from '../shared/errors.ts'
import { isRed, summarizeFailures } from './summarize-failures.ts'

/**
 * Throw when a check is red.
 *
 * @throws {HatcheryError} `CHECKS_FAILED` when something was found; `CHECKS_UNDECIDED` when red is only what could not be decided.
 */
export function throwRed(outcomes: readonly CheckOutcome[]): void {
  const red = outcomes.filter(isRed)
  const first = red.find(({ state }) => state === 'failed') ?? red[0]
  if (!first) return
  const found = first.state === 'failed'
  throw new HatcheryError(found ? 'CHECKS_FAILED' : 'CHECKS_UNDECIDED', {
    what: `${red.length} of ${outcomes.length} checks ${red.length === 1 ? 'is' : 'are'} red`,
    details: summarizeFailures(outcomes),
    next: found ? 'mend what is listed; `reports` has the whole of it' : 'nothing was found, but not everything could be looked at: see why above, then run again',
    reproduce: first.reproduce,
  })
}

/** Say in one line each how checks ended. */
export function describeOutcomes(outcomes: readonly CheckOutcome[]): string {
  const width = Math.max(...outcomes.map(({ state }) => state.length))
  return outcomes.map(({ state, id, summary }) => `${state.padEnd(width)}  ${id}  ${summary}`).join('\n')
}
