import type { Quarantine, Waiver } from '../../config/model.ts'
import type { Finding } from '../outcome.ts'

/** Tell whether an entry no longer holds: from its date on (UTC), and when the date is none. */
export function isExpired(entry: { readonly expires: string }, nowMs: number): boolean {
  const until = Date.parse(`${entry.expires.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(until) || nowMs >= until
}

/** Make the finding that names the owner of an expired waiver. */
export function expiredWaiver(waiver: Waiver): Finding {
  return { tool: 'gates', rule: 'waiver-expired', severity: 'error', message: `the waiver for ${waiver.id} expired on ${waiver.expires}: ${waiver.owner} mends it or renews it (${waiver.reason})` }
}

/** Make the finding that names the owner of an expired quarantine entry. */
export function expiredQuarantine(entry: Quarantine): Finding {
  return { tool: 'gates', rule: 'quarantine-expired', severity: 'error', message: `the quarantine of ${entry.test} expired on ${entry.expires}: ${entry.owner} mends the test or renews it (${entry.reason})` }
}
