import { errorCodes, type ErrorCode, type FailureKind } from './error-codes.ts'

/** What a failure says besides its code: where it was seen, what to do, how to see it again. */
export interface ErrorFacts {
  /** The thing and what is wrong with it, one sentence without a final full stop. */
  readonly what: string
  /** File, component, service or function: `hatchery.yaml:3:5`, `component api`. */
  readonly where?: string
  /** What the reader does now, as an imperative sentence. */
  readonly next: string
  /** The command that shows the same failure on a laptop. */
  readonly reproduce?: string
  /** Lines under the message: findings, log tail, candidates. Never a secret. */
  readonly details?: readonly string[]
  readonly cause?: unknown
}

/** The only error that Hatchery throws on purpose. */
export class HatcheryError extends Error {
  readonly code: ErrorCode
  readonly facts: ErrorFacts

  constructor(code: ErrorCode, facts: ErrorFacts) {
    super(facts.where ? `${facts.where}: ${facts.what}` : facts.what, { cause: facts.cause })
    this.name = 'HatcheryError'
    this.code = code
    this.facts = facts
  }

  get kind(): FailureKind {
    return errorCodes[this.code]
  }
}

/** Tell whether an unknown value is a {@link HatcheryError}, also one from another copy of the bundle. */
export function isHatcheryError(error: unknown): error is HatcheryError {
  return error instanceof Error && error.name === 'HatcheryError' && 'facts' in error
}

/** Give a failure the line that shows it again, where it has none yet. */
export function reproducible(error: HatcheryError, line: string): HatcheryError {
  return error.facts.reproduce === undefined ? new HatcheryError(error.code, { ...error.facts, reproduce: line }) : error
}
