import type { Benchmark } from '../gates/benchmarks.ts'
import { amount, bestByName, type Comparison, type PerformanceVerdict } from '../gates/performance.ts'

/** Write benchmarks as a table for people: base, head, difference, and what the gate says of it. */
export function benchmarkTable(verdict: PerformanceVerdict, head: readonly Benchmark[]): string {
  const best = bestByName(head)
  const rows = [
    ...verdict.comparisons.map((one) => [one.name, amount(one.base, one.unit), amount(one.head, one.unit), difference(one), one.state]),
    ...[...best.values()].filter(({ name }) => verdict.added.includes(name)).map(({ name, value, unit }) => [name, '', amount(value, unit), '', 'new']),
    ...verdict.lost.map(({ name, value, unit }) => [name, amount(value, unit), '', '', 'gone']),
  ].map((row) => row.map(flat))
  const all = [['benchmark', 'base', 'head', 'difference', ''], ...rows]
  const width = (column: number) => Math.max(...all.map((row) => row[column]?.length ?? 0))
  return all.map((row) => row.map((cell, at) => (at === 0 || at === 4 ? cell.padEnd(width(at)) : cell.padStart(width(at)))).join('  ').trimEnd()).join('\n')
}

function difference({ base, head }: Comparison): string {
  if (base === head) return '0.0 %'
  if (base === 0) return 'from 0'
  const percent = (100 * (head - base)) / Math.abs(base)
  return `${percent > 0 ? '+' : ''}${percent.toFixed(1)} %`
}

const flat = (text: string): string => text.replace(/[\u0000-\u001f\u007f]/g, ' ')
