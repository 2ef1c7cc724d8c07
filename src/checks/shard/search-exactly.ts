import type { Job } from './assign-shards.ts'
import { lowerBoundSeconds } from './lower-bound.ts'

/** More files than that leave the heuristics so little to gain that a search is not worth its time. */
const maxJobs = 48
/** Counted, not timed, so that the plan is the same on every machine. */
const maxSteps = 300_000

/**
 * Search for a split whose longest shard is shorter than `below`: depth first, longest file first, within a fixed number of steps.
 *
 * @returns The best split found; `undefined` when none is shorter.
 */
export function searchExactly(jobs: readonly Job[], options: { shards: number; below: number }): Job[][] | undefined {
  if (jobs.length > maxJobs) return undefined
  const order = jobs.toSorted((a, b) => b.seconds - a.seconds || (a.name < b.name ? -1 : 1))
  const bound = lowerBoundSeconds(jobs, options.shards)
  const place = order.map(() => 0)
  const loads = Array.from({ length: options.shards }, () => 0)
  let best: { longest: number; place: number[] } | undefined
  let steps = 0

  const limit = () => best?.longest ?? options.below
  const visit = (at: number): void => {
    steps += 1
    const job = order[at]
    if (!job) {
      best = { longest: Math.max(...loads), place: [...place] }
      return
    }
    const tried = new Set<number>()
    const shards = loads.map((_, shard) => shard).sort((a, b) => (loads[a] ?? 0) - (loads[b] ?? 0) || a - b)
    for (const shard of shards) {
      const before = loads[shard] ?? 0
      // Two shards with the same load are the same shard, as far as the rest is concerned.
      if (tried.has(before) || before + job.seconds >= limit() - 1e-9) continue
      tried.add(before)
      loads[shard] = before + job.seconds
      place[at] = shard
      visit(at + 1)
      loads[shard] = before
      if (steps > maxSteps || limit() <= bound + 1e-9) return
    }
  }
  visit(0)
  const found = best as { place: number[] } | undefined
  return found && loads.map((_, shard) => order.filter((__, at) => found.place[at] === shard))
}
