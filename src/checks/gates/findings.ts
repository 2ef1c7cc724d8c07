import type { Severity, Waiver } from '../../config/model.ts'
import type { AcceptedFinding, CheckOutcome, Finding } from '../outcome.ts'
import { baselineOf, type BaseScan, fingerprint, type Baseline } from './baseline.ts'
import { expiredWaiver, isExpired } from './expiry.ts'

/** What a run lets pass, and what not. */
export interface FindingsGate {
  /** Severities that fail; `error` of a tool counts as high, `warning` as medium. */
  readonly failOn: readonly Severity[]
  readonly waivers: readonly Waiver[]
  /** Findings known from the base; without it every finding is new. */
  readonly baseline?: Baseline
  readonly nowMs: number
}

/** Findings split by what the gate says about them. */
export interface GatedFindings {
  readonly failing: readonly Finding[]
  readonly accepted: readonly AcceptedFinding[]
  /** Waivers that match nothing any more. */
  readonly unused: readonly Waiver[]
}

const severityOf = (finding: Finding): Severity => (finding.severity === 'error' ? 'high' : finding.severity === 'warning' ? 'medium' : finding.severity)

/**
 * Split findings into those that fail and those that severity, a waiver or the baseline accept.
 *
 * A waiver's id is a rule (`CVE-2026-1234`, `B101`), or `rule@file` to waive it in one file. An expired waiver accepts nothing.
 */
export function gateFindings(findings: readonly Finding[], gate: FindingsGate): GatedFindings {
  const known = new Map(gate.baseline)
  const valid = gate.waivers.filter((waiver) => !isExpired(waiver, gate.nowMs))
  const used = new Set<Waiver>()
  const failing: Finding[] = []
  const accepted: AcceptedFinding[] = []
  for (const finding of findings) {
    const waiver = valid.find(({ id }) => id === finding.rule || id === `${finding.rule}@${finding.file ?? ''}`)
    if (waiver) used.add(waiver)
    const key = fingerprint(finding)
    const left = known.get(key) ?? 0
    if (left > 0) known.set(key, left - 1)
    if (waiver) accepted.push({ finding, why: `waived by ${waiver.owner} until ${waiver.expires}: ${waiver.reason}` })
    else if (left > 0) accepted.push({ finding, why: 'in the baseline' })
    else if (!gate.failOn.includes(severityOf(finding))) accepted.push({ finding, why: `${finding.severity} does not fail` })
    else failing.push(finding)
  }
  return { failing, accepted, unused: valid.filter((waiver) => !used.has(waiver)) }
}

/** Apply a gate to the outcome of a check; an outcome in error stays one. */
export function applyFindingsGate(outcome: CheckOutcome, gate: FindingsGate): CheckOutcome {
  if (outcome.state === 'error' || outcome.state === 'skipped') return outcome
  const { failing, accepted } = gateFindings(outcome.findings, gate)
  const rest = accepted.length > 0 ? `${accepted.length} accepted` : undefined
  const head = failing.length > 0 ? `${failing.length} finding${failing.length === 1 ? '' : 's'}` : outcome.findings.length > 0 ? 'no new findings' : outcome.summary
  return { ...outcome, state: failing.length > 0 ? 'failed' : 'passed', findings: failing, accepted: [...(outcome.accepted ?? []), ...accepted], summary: [head, rest].filter(Boolean).join(', ') }
}

/** Apply a gate with what the base already had; where that is not known, the summary says that every finding counts as new. */
export function gateAgainstBase(outcome: CheckOutcome, gate: Omit<FindingsGate, 'baseline'> & { readonly base: BaseScan }): CheckOutcome {
  const { baseline, note } = baselineOf(outcome, gate.base)
  const gated = applyFindingsGate(outcome, { ...gate, ...(baseline ? { baseline } : {}) })
  return gated.state === 'failed' && note ? { ...gated, summary: `${gated.summary}; ${note}` } : gated
}

/** Fail a run for its expired waivers, naming their owners; `undefined` when there is none. */
export function gateWaivers(options: { waivers: readonly Waiver[]; nowMs: number; reproduce: string }): CheckOutcome | undefined {
  const findings = options.waivers.filter((waiver) => isExpired(waiver, options.nowMs)).map(expiredWaiver)
  if (findings.length === 0) return undefined
  const owners = [...new Set(options.waivers.filter((waiver) => isExpired(waiver, options.nowMs)).map(({ owner }) => owner))]
  return {
    id: 'gates.waivers', concern: 'security', path: '.', components: [], cell: '', tool: 'gates', state: 'failed', code: 'WAIVER_EXPIRED',
    summary: `${findings.length} waiver${findings.length === 1 ? '' : 's'} expired (${owners.join(', ')})`, findings, output: '', reproduce: options.reproduce,
  }
}
