import * as z from 'zod'
import { parseJson } from '../parse/json.ts'

/** One measured value. */
export interface Benchmark {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly better: 'smaller' | 'larger'
}

const plain = z.array(z.object({ name: z.string(), value: z.number(), unit: z.string().default(''), better: z.enum(['smaller', 'larger']).default('smaller') }))
const pytest = z.object({ benchmarks: z.array(z.object({ fullname: z.string(), stats: z.object({ median: z.number() }) })) })
const vitest = z.object({
  files: z.array(z.object({ groups: z.array(z.object({ fullName: z.string(), benchmarks: z.array(z.object({ name: z.string(), median: z.number() })) })) })),
})

/**
 * Read a benchmark command's JSON: a list of `{ name, value, unit, better }`, pytest-benchmark's or vitest's own.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function parseBenchmarks(text: string, file = 'benchmark.json'): Benchmark[] {
  const value = parseJson(text, { file, schema: z.unknown() })
  const asPytest = pytest.safeParse(value)
  if (asPytest.success) return asPytest.data.benchmarks.map(({ fullname, stats }) => ({ name: fullname, value: stats.median, unit: 's', better: 'smaller' }))
  const asVitest = vitest.safeParse(value)
  if (asVitest.success) {
    return asVitest.data.files.flatMap(({ groups }) => groups.flatMap(({ fullName, benchmarks }) => benchmarks.map(({ name, median }) => ({ name: `${fullName} > ${name}`, value: median, unit: 'ms', better: 'smaller' as const }))))
  }
  return parseJson(text, { file, schema: plain })
}
