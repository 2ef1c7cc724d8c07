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
  readonly findings: readonly Finding[]
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
}

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
