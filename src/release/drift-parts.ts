/** One thing that is not as the last good release left it. */
export interface DriftFinding {
  readonly region: string
  /** `service api`, `function app-migrator`, `database` */
  readonly thing: string
  readonly what: string
  /** What to do about it. */
  readonly next: string
  /** Fields that differ, secrets masked. */
  readonly fields: readonly string[]
}

/** What a look found. */
export interface DriftPart {
  readonly findings: readonly DriftFinding[]
  /** What could not be looked at, and why. */
  readonly unseen: readonly string[]
  /** What is as it was left. */
  readonly same: readonly string[]
}

export const nothing: DriftPart = { findings: [], unseen: [], same: [] }

/** Say that something could not be looked at. */
export const unseen = (line: string): DriftPart => ({ ...nothing, unseen: [line] })

/** Put what several looks found together. */
export function joined(parts: readonly DriftPart[]): DriftPart {
  return { findings: parts.flatMap((one) => one.findings), unseen: parts.flatMap((one) => one.unseen), same: parts.flatMap((one) => one.same) }
}
