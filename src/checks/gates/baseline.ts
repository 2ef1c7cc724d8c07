import { createHash } from 'node:crypto'
import type { CheckOutcome, Finding } from '../outcome.ts'

/** Findings that were there before: fingerprint to how often. */
export type Baseline = ReadonlyMap<string, number>

/**
 * Identify a finding over commits: tool, rule, file and message.
 *
 * The line is left out, so that code moving up or down makes no finding new.
 */
export function fingerprint(finding: Finding): string {
  const parts = [finding.tool, finding.rule, finding.file ?? '', finding.message.replace(/\s+/g, ' ').trim()]
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 32)
}

/** Count findings into a baseline. */
export function toBaseline(findings: readonly Finding[]): Baseline {
  const counts = new Map<string, number>()
  for (const finding of findings) counts.set(fingerprint(finding), (counts.get(fingerprint(finding)) ?? 0) + 1)
  return counts
}

/** What the scanners said about the base: nothing is compared, it is not known, or how each ended there. */
export type BaseScan = { readonly kind: 'none' } | { readonly kind: 'unknown'; readonly why: string } | { readonly kind: 'scanned'; readonly outcomes: readonly CheckOutcome[] }

/**
 * Take the baseline of a check from how the same check ended on the base.
 *
 * @returns `note` where there is no baseline although one was asked for: then every finding is new, and that must be said.
 */
export function baselineOf(outcome: Pick<CheckOutcome, 'id'>, base: BaseScan): { readonly baseline?: Baseline; readonly note?: string } {
  if (base.kind === 'none') return {}
  if (base.kind === 'unknown') return { note: `every finding counts as new: ${base.why}` }
  const before = base.outcomes.find(({ id }) => id === outcome.id)
  if (!before) return { note: 'every finding counts as new: the base has nothing that this scanner looks at' }
  if (before.state === 'error') return { note: `every finding counts as new: the base could not be scanned (${before.code ?? before.summary})` }
  return { baseline: toBaseline(before.findings) }
}
