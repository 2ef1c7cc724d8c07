/** One thing that happened, as the log and the report show it. */
export interface StepEvent {
  /** Milliseconds since the epoch. */
  readonly atMs: number
  /** Dotted step name: `checks.test.backend.python-3.11`, `release.deploy.api`. */
  readonly step: string
  readonly state: 'started' | 'progress' | 'passed' | 'failed' | 'skipped'
  /** One line for a person; never a secret. */
  readonly text?: string
}

/** Where a stage sends its events. */
export type EventSink = (event: StepEvent) => void
