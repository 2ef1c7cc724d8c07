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
    const before = base.get(now.name)
    return before ? [compare(before, { now, noisePercent: options.noisePercent })] : []
  })
  const slower = comparisons.filter(({ state }) => state === 'worse').map((one): Finding => finding('slower', `${one.name}: ${format(one.head)} ${one.unit}, ${one.worsePercent.toFixed(1)} % worse than the base's ${format(one.base)} ${one.unit} (noise margin ${options.noisePercent} %)`))
  const lost = [...base.keys()].filter((name) => !head.has(name)).map((name) => finding('lost', `${name}: the base measures it, this run does not`))
  return { comparisons, findings: [...slower, ...lost], added: [...head.keys()].filter((name) => !base.has(name)) }
}

function bestByName(benchmarks: readonly Benchmark[]): Map<string, Benchmark> {
  const best = new Map<string, Benchmark>()
  for (const one of benchmarks) {
    const before = best.get(one.name)
    if (!before || (one.better === 'smaller' ? one.value < before.value : one.value > before.value)) best.set(one.name, one)
  }
  return best
}

function compare(before: Benchmark, about: { now: Benchmark; noisePercent: number }): Comparison {
  const { now, noisePercent } = about
  const difference = now.better === 'smaller' ? now.value - before.value : before.value - now.value
  const worsePercent = before.value === 0 ? (difference > 0 ? Infinity : 0) : (100 * difference) / Math.abs(before.value)
  const state = worsePercent > noisePercent ? 'worse' : worsePercent < -noisePercent ? 'better' : 'same'
  return { name: now.name, unit: now.unit, base: before.value, head: now.value, worsePercent, state }
}

const finding = (rule: string, message: string): Finding => ({ tool: 'benchmark', rule, severity: 'error', message })
const format = (value: number) => Number(value.toPrecision(4)).toString()
