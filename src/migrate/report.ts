import type { DestructiveStep } from './expand-contract.ts'

/** What a migration did. `null` is a database that no migration ever ran on. */
export interface MigrationReport {
  readonly runner: 'lambda' | 'ecs-task'
  /** Function name or task ARN. */
  readonly target: string
  /** Undefined where the migrator does not tell. */
  readonly before?: string | null | undefined
  readonly after?: string | null | undefined
  readonly applied?: readonly string[] | undefined
  /** `database` when the answer was lost, or when the migrator has nothing to apply and was not started. */
  readonly knownFrom: 'answer' | 'database' | 'exit code'
  readonly logTail: readonly string[]
  /** Destructive steps among the new revisions, each with its waiver. */
  readonly contract: readonly DestructiveStep[]
  /** Whether the SQL of the new revisions was looked at. */
  readonly linted: boolean
}

/** Told before the migrator is started, so that it can be written down first. */
export interface MigrateJournal {
  starting(known: { readonly before?: string | null | undefined; readonly head?: string | null | undefined; readonly atMs: number; readonly contract: readonly DestructiveStep[] }): Promise<void>
  /** It did not succeed; `after` is the revision that the database then tells, undefined where it does not. */
  failed?(known: { readonly after?: string | null | undefined }): Promise<void>
}

/** What an earlier, killed run wrote before it started the migrator. */
export interface Interrupted {
  readonly before?: string | null | undefined
  readonly head?: string | null | undefined
  readonly atMs: number
  readonly contract: readonly DestructiveStep[]
}

/** Say a migration in one line. */
export function sayMigration(report: MigrationReport): string {
  const name = (revision: string | null | undefined) => (revision === undefined ? 'not told' : (revision ?? 'empty'))
  if (report.after === undefined) return 'the migrator succeeded; it does not tell the revision'
  if (report.before === report.after) return `nothing to apply, the database is at ${name(report.after)}`
  return `database ${name(report.before)} -> ${name(report.after)}${report.applied?.length ? ` (${report.applied.length} applied)` : ''}${report.knownFrom === 'database' ? '; the answer was lost, the database tells' : ''}`
}
