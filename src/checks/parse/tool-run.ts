import type { Concern } from '../outcome.ts'

/** How one tool ended in its container, and what it left behind. */
export interface ToolRun {
  readonly id: string
  readonly concern: Concern
  /** Folder relative to hatchery.yaml. */
  readonly path: string
  readonly components: readonly string[]
  readonly cell: string
  readonly shard?: string
  /** `eslint`, `ruff`, `black`, `mypy`, `tsc`, `vitest`, `pytest`; anything else is a command that hatchery.yaml gives. */
  readonly tool: string
  /** 124 means that the time limit was reached, 128 + N that signal N ended it. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly files: ReportFiles
  readonly startedAtMs?: number
  readonly durationSeconds?: number
  readonly timeLimitSeconds?: number
  readonly reproduce: string
  /** Defaults to the folder that stands for hatchery.yaml's in every check container. */
  readonly root?: string
  /** Files of the source, relative to hatchery.yaml. */
  readonly known?: ReadonlySet<string>
}

/** Names of the reports below the container's report folder, by kind. */
export const reportFileNames = {
  junit: 'junit.xml',
  lcov: 'lcov.info',
  cobertura: 'cobertura.xml',
  eslint: 'eslint.json',
  ruff: 'ruff.json',
  sarif: 'results.sarif',
} as const

export type ReportKind = keyof typeof reportFileNames

/** The text of each report that is there; one too large to fetch comes as its size. */
export type ReportFiles = Partial<Readonly<Record<ReportKind, string | { readonly sizeBytes: number }>>>
