import { readFileSync } from 'node:fs'
import { assignShards } from '../src/checks/shard/assign-shards.ts'
import { lowerBoundSeconds } from '../src/checks/shard/lower-bound.ts'

/** One line of the table of benchmarks. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note: string
}

interface Recording {
  readonly from: string
  readonly first: Readonly<Record<string, number>>
  readonly second: Readonly<Record<string, number>>
}

/** Ways to split a list of files over shards. */
const ways: Readonly<Record<string, (tests: readonly string[], options: { shards: number; seconds: Readonly<Record<string, number>> }) => readonly (readonly string[])[]>> = {
  'by recorded durations': (tests, options) => assignShards({ tests, ...options }).shards,
  'round-robin': (tests, { shards }) => Array.from({ length: shards }, (_, shard) => tests.filter((__, at) => at % shards === shard)),
  // What `vitest --shard` and pytest-split without timings come to: as many files in each, one after another.
  'by file count': (tests, { shards }) => Array.from({ length: shards }, (_, shard) => tests.slice(Math.round((shard * tests.length) / shards), Math.round(((shard + 1) * tests.length) / shards))),
}

/** Compare the longest shard of each way to split with what no split can beat, on the recording that was planned by and on a later one. */
export function shardBench(): Promise<Row[]> {
  const { first, second, from } = JSON.parse(readFileSync(new URL('data/networkx-timings.json', import.meta.url), 'utf8')) as Recording
  const tests = Object.keys(first).sort()
  const rows: Row[] = []
  for (const shards of [2, 3, 5]) {
    for (const [recording, seconds] of [['same', first], ['later', second]] as const) {
      const bound = lowerBoundSeconds(tests.map((name) => ({ name, seconds: seconds[name] ?? 0 })), shards)
      for (const [way, split] of Object.entries(ways)) {
        const longest = Math.max(...split(tests, { shards, seconds: first }).map((names) => names.reduce((sum, name) => sum + (seconds[name] ?? 0), 0)))
        rows.push({ name: `${shards} shards ${way}, ${recording} recording`, value: Math.round((1000 * longest) / bound) / 10, unit: '% of the best possible', note: `longest shard ${longest.toFixed(1)} s, bound ${bound.toFixed(1)} s; ${tests.length} files; ${from}` })
      }
    }
  }
  rows.push({ name: 'planning 2,000 files over 8 shards', value: planningMs(2000), unit: 'ms', note: 'assignShards alone' })
  return Promise.resolve(rows)
}

function planningMs(files: number): number {
  const seconds = Object.fromEntries(Array.from({ length: files }, (_, at) => [`test-${at}`, ((at * 7919) % 997) / 10]))
  const begun = performance.now()
  assignShards({ tests: Object.keys(seconds), seconds, shards: 8 })
  return Math.round((performance.now() - begun) * 10) / 10
}
