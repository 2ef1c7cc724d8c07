import type { HatcheryError } from '../shared/errors.ts'
import type { StepRecord } from './records.ts'

/** The journal is an item of a table, not a log: enough to see why, and never near its 400 kB. */
const maxLines = 60
const maxColumns = 400

/** What of a failure's evidence the journal keeps, for the release's report. */
export function keptEvidence(failure: HatcheryError | undefined): Pick<StepRecord, 'evidence'> {
  const lines = failure?.facts.details ?? []
  return lines.length === 0 ? {} : { evidence: lines.slice(-maxLines).map((line) => line.slice(0, maxColumns)) }
}
