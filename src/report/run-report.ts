import type { CheckOutcome } from '../checks/outcome.ts'
import type { ChangedLines } from '../checks/gates/line-range.ts'
import type { ImageSet } from '../publish/receipt.ts'
import type { ErrorCode } from '../shared/error-codes.ts'
import type { FailureKind } from '../shared/error-codes.ts'
import type { StepEvent } from '../shared/events.ts'

/** Everything that one run's reports are written from. */
export interface RunReport {
  readonly project: string
  /** What was called: `checks`, `release staging`. */
  readonly call: string
  /** Git SHA; there is none for a source without history. */
  readonly revision?: string
  /** What the run compares with, as the caller named it. */
  readonly base?: string
  readonly startedAtMs: number
  readonly finishedAtMs: number
  readonly engineVersion?: string
  readonly hatcheryVersion?: string
  /** `laptop`, `GitHub Actions run 42`. */
  readonly runner?: string
  /** Where the run can be looked at. */
  readonly url?: string
  readonly events: readonly StepEvent[]
  readonly outcomes: readonly CheckOutcome[]
  /** Functions that the plan looked at, run or not. */
  readonly plan?: readonly PlannedFunction[]
  /** Stated fallbacks: timings of another branch, a base that was not there. */
  readonly notes?: readonly string[]
  readonly changed?: ChangedLines
  /** Texts of changed files that a coverage report knows, relative to hatchery.yaml, to show changed lines in context. */
  readonly sources?: ReadonlyMap<string, string>
  readonly receipt?: ImageSet
  readonly release?: ReleaseTimeline
  /** What ended the run, where it was not a check. */
  readonly failure?: RunFailure
}

/** One function or component as the plan decided it. */
export interface PlannedFunction {
  readonly name: string
  readonly run: boolean
  readonly why: string
}

export interface RunFailure {
  readonly code: ErrorCode
  readonly kind: FailureKind
  readonly message: string
}

/** A release as its journal tells it. */
export interface ReleaseTimeline {
  readonly id: string
  readonly stage: string
  /** `AWS`, or `local stand-in`, which is never called AWS. */
  readonly target: string
  readonly state: 'running' | 'succeeded' | 'rolled-back' | 'failed' | 'superseded' | 'stopped' | 'timed-out'
  /** One line: `rolled back by the circuit breaker: exit code 1 twice`. */
  readonly summary: string
  readonly previousRevision?: string
  /** Who released, and who approved it where that was said. */
  readonly by?: string
  readonly steps: readonly ReleaseStep[]
}

export interface ReleaseStep {
  /** `migrate`, `deploy`, `smoke`; what it is about stands in `component`. */
  readonly name: string
  readonly component?: string
  readonly region?: string
  readonly state: 'running' | 'passed' | 'failed' | 'rolled-back' | 'skipped'
  readonly startedAtMs?: number
  readonly finishedAtMs?: number
  readonly text?: string
  /** Stop reasons, exit codes, last log lines. */
  readonly evidence?: readonly string[]
}
