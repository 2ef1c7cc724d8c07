import type { ErrorCode } from '../shared/error-codes.ts'

/** What a check looks at. */
export type Concern = 'lint' | 'typecheck' | 'test' | 'security' | 'migrations' | 'contract' | 'performance'

/** How a check ended; `error` means that it could not be decided (infrastructure), which is never a pass. */
export type CheckState = 'passed' | 'failed' | 'error' | 'skipped'

/** One check of one path, language and matrix cell, as it ended. */
export interface CheckOutcome {
  /** `test.backend.python-3.11`: concern, path (`/` as `-`), matrix cell. Unique in a run. */
  readonly id: string
  readonly concern: Concern
  /** Folder relative to hatchery.yaml. */
  readonly path: string
  /** Components that share the path. */
  readonly components: readonly string[]
  /** `python-3.11`, `node-22`. */
  readonly cell: string
  readonly state: CheckState
  /** Why, in one line: `3 findings`, `2 of 40 tests failed`, `not affected`. */
  readonly summary: string
  /** Why it is red when findings and failing tests do not say: the time limit, a crash, an unreadable report. */
  readonly code?: ErrorCode
  /** `ruff`, `pytest`; `lint`, `typecheck` and `test` for a command from hatchery.yaml. */
  readonly tool?: string
  /** `2/5` where the tests were split. */
  readonly shard?: string
  /** Milliseconds since the epoch, as the container saw it; a cached run keeps its first time. */
  readonly startedAtMs?: number
  readonly durationSeconds?: number
  /** What counts against the check; with a gate, only what the gate does not accept. */
  readonly findings: readonly Finding[]
  /** What a waiver, the baseline or the severity gate lets pass. */
  readonly accepted?: readonly AcceptedFinding[]
  readonly tests?: TestReport
  readonly coverage?: CoverageReport
  /** Last part of what the tool printed. */
  readonly output: string
  /** Command that shows the same on a laptop. */
  readonly reproduce: string
}

/** One thing a tool found; `file` is relative to hatchery.yaml. */
export interface Finding {
  readonly tool: string
  readonly rule: string
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'error' | 'warning'
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** A finding that does not fail the check, and why: `in the baseline`, `waived by ana until 2027-01-31: no fix yet`. */
export interface AcceptedFinding {
  readonly finding: Finding
  readonly why: string
}

/** The tests of one run, read from JUnit XML. */
export interface TestReport {
  readonly cases: readonly TestCase[]
}

export interface TestCase {
  /** Stable name over runs: file, class, name. */
  readonly id: string
  readonly name: string
  /** Relative to hatchery.yaml. */
  readonly file?: string
  readonly line?: number
  readonly state: 'passed' | 'failed' | 'error' | 'skipped' | 'flaky'
  readonly durationSeconds: number
  readonly message?: string
  /** Stack or output, shortened. */
  readonly detail?: string
  /** Every try in order, where the test was tried again. */
  readonly attempts?: readonly TestAttempt[]
  /** The quarantine entry that lets this failing test pass for now. */
  readonly quarantine?: { readonly owner: string; readonly reason: string; readonly expires: string }
}

/** One try of a test. */
export type TestAttempt = Pick<TestCase, 'state' | 'durationSeconds' | 'message' | 'detail' | 'line'>

/** Line coverage of one run, read from lcov or Cobertura. */
export interface CoverageReport {
  readonly files: readonly FileCoverage[]
}

export interface FileCoverage {
  /** Relative to hatchery.yaml. */
  readonly file: string
  /** Line number to times hit. */
  readonly hits: ReadonlyMap<number, number>
}
