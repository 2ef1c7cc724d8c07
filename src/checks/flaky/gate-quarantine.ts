import type { Quarantine } from '../../config/model.ts'
import type { CheckOutcome } from '../outcome.ts'
import { expiredQuarantine, isExpired } from '../gates/expiry.ts'

/** Fail a run for its expired quarantine entries, naming their owners; `undefined` when there is none. */
export function gateQuarantine(options: { quarantine: readonly Quarantine[]; nowMs: number; reproduce: string }): CheckOutcome | undefined {
  const expired = options.quarantine.filter((entry) => isExpired(entry, options.nowMs))
  if (expired.length === 0) return undefined
  const owners = [...new Set(expired.map(({ owner }) => owner))].join(', ')
  return {
    id: 'gates.quarantine', concern: 'test', path: '.', components: [], cell: '', tool: 'gates', state: 'failed', code: 'QUARANTINE_EXPIRED',
    summary: `${expired.length} quarantine ${expired.length === 1 ? 'entry' : 'entries'} expired (${owners})`,
    findings: expired.map(expiredQuarantine), output: '', reproduce: options.reproduce,
  }
}
