import { improve } from './improve.ts'

/** A test file and what it is expected to take. */
export interface Job {
  readonly name: string
  readonly seconds: number
}

/** Which test files each shard runs. */
export interface ShardPlan {
  /** One list a shard, names in alphabetical order. */
  readonly shards: readonly (readonly string[])[]
  /** Expected seconds a shard. */
  readonly seconds: readonly number[]
  /** Files without a recorded duration; they count as the median. */
  readonly unrecorded: readonly string[]
}

/**
 * Split test files over shards so that the longest shard is as short as can be.
 *
 * The same files and timings always give the same plan, in whatever order they come; each file is in exactly one shard.
 *
 * @param options.seconds Recorded duration by file; files that are gone are ignored, new ones count as the median.
 */
export function assignShards(options: { tests: readonly string[]; seconds?: Readonly<Record<string, number>>; shards: number }): ShardPlan {
  const recorded = new Map(Object.entries(options.seconds ?? {}))
  const names = [...new Set(options.tests)].sort()
  const known = names.flatMap((name) => recorded.get(name) ?? [])
  const fallback = median(known)
  const jobs = names.map((name): Job => ({ name, seconds: recorded.get(name) ?? fallback }))
  const bins = improve(longestFirst(jobs, options.shards))
  return {
    shards: bins.map((bin) => bin.map(({ name }) => name).sort()),
    seconds: bins.map(sumSeconds),
    unrecorded: names.filter((name) => !recorded.has(name)),
  }
}

/** Add up the expected seconds of jobs. */
export const sumSeconds = (jobs: readonly Job[]): number => jobs.reduce((sum, { seconds }) => sum + seconds, 0)

/** Give each job, longest first, to the shard that has least to do; equal ones go by number, so that the plan is one. */
export function longestFirst(jobs: readonly Job[], shards: number): Job[][] {
  const bins = Array.from({ length: shards }, (): Job[] => [])
  const loads = bins.map(() => 0)
  const order = jobs.toSorted((a, b) => b.seconds - a.seconds || (a.name < b.name ? -1 : 1))
  for (const job of order) {
    let least = 0
    // Of two shards with the same load the one with fewer files is taken: files without duration spread too.
    for (let at = 1; at < shards; at += 1) if (compare(loads, bins, { at, least }) < 0) least = at
    bins[least]?.push(job)
    loads[least] = (loads[least] ?? 0) + job.seconds
  }
  return bins
}

function compare(loads: readonly number[], bins: readonly (readonly Job[])[], { at, least }: { at: number; least: number }): number {
  return (loads[at] ?? 0) - (loads[least] ?? 0) || (bins[at]?.length ?? 0) - (bins[least]?.length ?? 0)
}

/** The middle of the recorded durations; 1 when there are none, so that files are then spread by count. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length === 0) return 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
