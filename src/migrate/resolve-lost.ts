import type { AwsPorts, LambdaFunction } from '../aws/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { HatcheryError } from '../shared/errors.ts'
import { pollUntil } from '../shared/poll.ts'
import { askCurrent } from './ask-current.ts'
import type { Interrupted, MigrateJournal, MigrationReport } from './report.ts'

/**
 * Tell how an upgrade ended whose answer never came, by asking the database and never by running it again.
 *
 * Until the function's own timeout is over it may still be at work; so what is not yet there may come.
 *
 * @throws {HatcheryError} `MIGRATION_FAILED` when the database did not move; `MIGRATION_UNRESOLVED` when it cannot be told.
 */
export async function resolveLost(ports: AwsPorts, found: LambdaFunction, started: Interrupted, options: { readonly clock: Clock; readonly journal?: MigrateJournal }): Promise<Pick<MigrationReport, 'before' | 'after' | 'knownFrom' | 'logTail' | 'contract'>> {
  const { clock } = options
  const { before, head } = started
  if (before === undefined) throw unresolved(found)
  const leftMs = Math.max(0, started.atMs + (found.timeoutSeconds + 10) * 1000 - clock.now())
  let last: string | null | undefined
  const look = async () => {
    last = await askCurrent(ports, found, clock)
    // Nothing new to apply, or all of it there: the function can change nothing any more.
    return last !== undefined && last === head ? true : undefined
  }
  const done = await pollUntil(look, { clock, intervalMs: 10_000, timeoutMs: leftMs })
  const report = { before, after: last, knownFrom: 'database', logTail: [], contract: started.contract } as const
  if (done || (head === undefined && last !== undefined && last !== before)) return report
  if (last === undefined) throw unresolved(found)
  await options.journal?.failed?.({ after: last })
  throw new HatcheryError('MIGRATION_FAILED', {
    what: `the answer of the migrator was lost, and the database ${last === before ? 'has not moved' : 'did not reach the head'}: it is at ${last ?? 'no revision'}`,
    where: `function ${found.name}`,
    next: 'Read the log of the function, fix the cause and release again; Hatchery did not run it a second time.',
  })
}

function unresolved(found: LambdaFunction): HatcheryError {
  return new HatcheryError('MIGRATION_UNRESOLVED', { what: 'the answer of the migrator was lost, and it does not tell the revision of the database', where: `function ${found.name}`, next: 'Look at the revision in the database, then release again; let the migrator answer {"command":"current"}.' })
}
