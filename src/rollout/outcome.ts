import { HatcheryError } from '../shared/errors.ts'
import type { ErrorCode } from '../shared/error-codes.ts'
import { evidenceLines } from './evidence.ts'
import type { Verdict } from './verdict.ts'
import type { Outcome } from './watch.ts'
import { shortArn } from '../shared/arn.ts'

/** Say a verdict in one line. */
export function sayVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'succeeded':
      return verdict.scaledToZero ? 'succeeded, scaled to zero: nothing runs, so nothing is proven' : `succeeded: ${verdict.running} of ${verdict.desired} running`
    case 'rolled-back':
      return `rolled back by ${sayer[verdict.by]}: ${verdict.reason}${verdict.restored ? '' : '; the revision before is not known to be in place again'}`
    case 'superseded':
      return `superseded by ${shortArn(verdict.byTaskDefinition)}`
    case 'stopped':
      return `stopped: ${verdict.reason}`
    case 'timed-out':
      return `timed out after ${verdict.afterSeconds} s${verdict.restored ? '; the revision before is in place again' : '; the revision before is not known to be in place again'}`
  }
}

const sayer = { breaker: 'the circuit breaker', alarm: 'an alarm', smoke: 'the smoke test', us: 'Hatchery', someone: 'someone else' } as const
const codes = { 'rolled-back': 'DEPLOYMENT_ROLLED_BACK', superseded: 'DEPLOYMENT_SUPERSEDED', stopped: 'DEPLOYMENT_STOPPED', 'timed-out': 'DEPLOYMENT_TIMED_OUT' } as const satisfies Record<Exclude<Verdict['kind'], 'succeeded'>, ErrorCode>

/** The failure that an outcome is, with its evidence; undefined when it succeeded. */
export function failureOf(outcome: Outcome): HatcheryError | undefined {
  const { verdict, started } = outcome
  if (verdict.kind === 'succeeded') return undefined
  return new HatcheryError(codes[verdict.kind], {
    what: `deployment ${started.deploymentId} (${shortArn(started.taskDefinition)}) ${sayVerdict(verdict)}`,
    where: `service ${started.service}`,
    next: 'Read the evidence above, fix its cause and release again.',
    details: outcome.evidence ? evidenceLines(outcome.evidence) : [],
  })
}
