import type { Finding } from '../outcome.ts'
import type { Benchmark } from './benchmarks.ts'

/** A benchmark beside its base. */
export interface Comparison {
  readonly name: string
  readonly unit: string
  readonly base: number
  readonly head: number
  /** How much worse, in percent of the base; negative is better. */
  readonly worsePercent: number
  readonly state: 'same' | 'better' | 'worse'
}

/** What the performance gate says. */
export interface PerformanceVerdict {
  readonly comparisons: readonly Comparison[]
  /** One for each benchmark that is worse than noise explains, and for each that the head lost. */
  readonly findings: readonly Finding[]
  /** Benchmarks without a base. */
  readonly added: readonly string[]
  /** Benchmarks that the base has and the head has not. */
  readonly lost: readonly Benchmark[]
}

/**
 * Compare benchmarks with the base's: worse by more than the noise margin fails, and so does a benchmark that vanished.
 *
 * Where a name comes several times (several runs), the best value of each side counts: noise only ever makes it worse.
 */
export function gatePerformance(options: { base: readonly Benchmark[]; head: readonly Benchmark[]; noisePercent: number }): PerformanceVerdict {
  const base = bestByName(options.base)
  const head = bestByName(options.head)
  const comparisons = [...head.values()].flatMap((now): Comparison[] => {
    const before = base.get(keyOf(now))
    return before ? [compare(before, { now, noisePercent: options.noisePercent })] : []
  })
  const slower = comparisons.filter(({ state }) => state === 'worse').map((one): Finding => finding('slower', `${one.name}: ${amount(one.head, one.unit)}, ${one.base === 0 ? 'worse' : `${one.worsePercent.toFixed(1)} % worse`} than the base's ${amount(one.base, one.unit)} (noise margin ${options.noisePercent} %)`))
  const lost = [...base].filter(([key]) => !head.has(key)).map(([, one]) => one)
  const gone = lost.map(({ name, unit }) => finding('lost', `${name}: the base measures it${unit === '' ? '' : ` in ${unit}`}, this run does not`))
  return { comparisons, findings: [...slower, ...gone], added: [...head].filter(([key]) => !base.has(key)).map(([, { name }]) => name), lost }
}

/** Keep the best value of each benchmark; one that is given in another unit is another benchmark. */
export function bestByName(benchmarks: readonly Benchmark[]): Map<string, Benchmark> {
  const best = new Map<string, Benchmark>()
  for (const one of benchmarks) {
    const before = best.get(keyOf(one))
    if (!before || (one.better === 'smaller' ? one.value < before.value : one.value > before.value)) best.set(keyOf(one), one)
  }
  return best
}

const keyOf = ({ name, unit }: Benchmark) => `${unit}\n${name}`

function compare(before: Benchmark, about: { now: Benchmark; noisePercent: number }): Comparison {
  const { now, noisePercent } = about
  const difference = now.better === 'smaller' ? now.value - before.value : before.value - now.value
  const worsePercent = before.value === 0 ? (difference > 0 ? Infinity : 0) : (100 * difference) / Math.abs(before.value)
  const state = worsePercent > noisePercent ? 'worse' : worsePercent < -noisePercent ? 'better' : 'same'
  return { name: now.name, unit: now.unit, base: before.value, head: now.value, worsePercent, state }
}

const finding = (rule: string, message: string): Finding => ({ tool: 'benchmark', rule, severity: 'error', message })

/** Four digits say enough, and longer ones cannot be read beside each other. */
export const amount = (value: number, unit: string): string => [Number(value.toPrecision(4)).toString(), unit].filter(Boolean).join(' ')
