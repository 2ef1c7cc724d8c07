import { gatePerformance, type PerformanceVerdict } from '../gates/performance.ts'
import type { CheckOutcome } from '../outcome.ts'
import { counted } from '../parse/settle.ts'
import type { Round } from './round.ts'
import { benchmarkTable } from './table.ts'

/** What the base measured, or why there is nothing to compare with. */
export type BaseRounds = { readonly kind: 'measured'; readonly rounds: readonly Round[] } | { readonly kind: 'nothing'; readonly why: string }

/**
 * Decide one benchmark command from its rounds on both sides.
 *
 * A round of the head that is red decides by itself. The base's own command that fails leaves nothing to compare with, since no change
 * could ever mend it otherwise; one that something else ended (time limit, signal) is undecided.
 */
export function decidePerformance(options: { base: BaseRounds; head: readonly Round[]; noisePercent: number }): CheckOutcome {
  const { head, noisePercent } = options
  const [first] = head
  if (!first) throw new TypeError('a benchmark without a round')
  const red = head.find(({ outcome }) => outcome.state !== 'passed')
  if (red) return red.outcome
  const base = usable(options.base)
  if ('why' in base) return base.stopped ? { ...first.outcome, ...base.stopped } : alone(head, base.why)
  const verdict = gatePerformance({ base: base.flatMap(({ benchmarks }) => benchmarks), head: head.flatMap(({ benchmarks }) => benchmarks), noisePercent })
  return {
    ...first.outcome,
    ...(verdict.findings.length > 0 ? { state: 'failed', code: 'PERFORMANCE_REGRESSED' } : { state: 'passed' }),
    summary: summarize(verdict, noisePercent),
    findings: verdict.findings,
    output: benchmarkTable(verdict, head.flatMap(({ benchmarks }) => benchmarks)),
    ...took([...base, ...head]),
  }
}

interface Unusable {
  readonly why: string
  readonly stopped?: Pick<CheckOutcome, 'state' | 'summary' | 'code' | 'output'>
}

function usable(base: BaseRounds): readonly Round[] | Unusable {
  if (base.kind === 'nothing') return base
  const red = base.rounds.find(({ outcome }) => outcome.state !== 'passed')?.outcome
  if (!red) return base.rounds
  const why = `the base's own benchmark is broken: ${red.summary}`
  if (red.code === 'TOOL_FAILED' || red.code === 'REPORT_UNREADABLE') return { why }
  return { why, stopped: { state: 'error', summary: `on the base: ${red.summary}`, output: red.output, ...(red.code ? { code: red.code } : {}) } }
}

function alone(head: readonly Round[], why: string): CheckOutcome {
  const benchmarks = head.flatMap((round) => round.benchmarks)
  const verdict = gatePerformance({ base: [], head: benchmarks, noisePercent: 0 })
  const { outcome } = head[0] as Round
  return { ...outcome, state: 'skipped', summary: `nothing to compare with: ${why}`, output: benchmarkTable(verdict, benchmarks), ...took(head) }
}

function summarize({ comparisons, findings, added }: PerformanceVerdict, noisePercent: number): string {
  const count = (state: string) => comparisons.filter((one) => one.state === state).length
  const lost = findings.filter(({ rule }) => rule === 'lost').length
  const said = [
    ...(count('worse') > 0 ? [`${count('worse')} worse`] : []),
    ...(lost > 0 ? [`${lost} gone`] : []),
    ...(count('better') > 0 ? [`${count('better')} better`] : []),
    ...(count('same') > 0 ? [`${count('same')} the same within ${noisePercent} %`] : []),
    ...(added.length > 0 ? [`${added.length} new`] : []),
  ]
  return `${counted(comparisons.length + lost + added.length, 'benchmark')}: ${said.join(', ')}`
}

/** All rounds together: the wall time of the comparison is what a person waits for. */
function took(rounds: readonly Round[]): Pick<CheckOutcome, 'durationSeconds'> {
  const seconds = rounds.flatMap(({ outcome }) => (outcome.durationSeconds === undefined ? [] : [outcome.durationSeconds]))
  return seconds.length === 0 ? {} : { durationSeconds: seconds.reduce((sum, one) => sum + one, 0) }
}
