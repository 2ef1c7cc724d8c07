import { sumSeconds, type Job } from './assign-shards.ts'
import { lowerBoundSeconds } from './lower-bound.ts'
import { searchExactly } from './search-exactly.ts'

/** Gains below that are rounding. */
const epsilonSeconds = 1e-9
/** A plan that near to what nothing can beat is not worth a search. */
const goodEnough = 1.005

/** Shorten the longest shard: swap and move files between shards, then, where few files leave room, search. */
export function improve(bins: readonly (readonly Job[])[]): Job[][] {
  const better = exchange(bins)
  const jobs = better.flat()
  if (makespan(better) <= goodEnough * lowerBoundSeconds(jobs, bins.length)) return better
  const found = searchExactly(jobs, { shards: bins.length, below: makespan(better) })
  return found ?? better
}

const makespan = (bins: readonly (readonly Job[])[]) => Math.max(...bins.map(sumSeconds))

interface Exchange {
  readonly other: number
  readonly give: Job
  readonly take?: Job
  readonly longest: number
}

/** Exchange files between the longest shard and another one for as long as that makes the longer of the two shorter. */
function exchange(start: readonly (readonly Job[])[]): Job[][] {
  const bins = start.map((bin) => bin.toSorted((a, b) => a.seconds - b.seconds || (a.name < b.name ? -1 : 1)))
  for (;;) {
    const loads = bins.map(sumSeconds)
    const longest = loads.indexOf(Math.max(...loads))
    const best = bestExchange(bins, { loads, longest })
    if (!best) return bins
    swap(bins, { longest, best })
  }
}

function bestExchange(bins: readonly (readonly Job[])[], { loads, longest }: { loads: readonly number[]; longest: number }): Exchange | undefined {
  const load = loads[longest] ?? 0
  let best: Exchange | undefined
  for (const [other, bin] of bins.entries()) {
    if (other === longest) continue
    const gap = load - (loads[other] ?? 0)
    for (const give of bins[longest] ?? []) {
      for (const take of [undefined, ...nearest(bin, give.seconds - gap / 2)]) {
        const moved = give.seconds - (take?.seconds ?? 0)
        const reached = Math.max(load - moved, (loads[other] ?? 0) + moved)
        if (reached < (best?.longest ?? load) - epsilonSeconds) best = { other, give, longest: reached, ...(take ? { take } : {}) }
      }
    }
  }
  return best
}

/** The two files whose durations lie around the one wanted, from a list in order of duration. */
function nearest(bin: readonly Job[], seconds: number): Job[] {
  let [low, high] = [0, bin.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((bin[middle]?.seconds ?? 0) < seconds) low = middle + 1
    else high = middle
  }
  return bin.slice(Math.max(0, low - 1), low + 1)
}

function swap(bins: Job[][], { longest, best }: { longest: number; best: Exchange }): void {
  const replace = (at: number, out: Job | undefined, into: Job | undefined) => {
    const rest = (bins[at] ?? []).filter((job) => job !== out)
    bins[at] = (into ? [...rest, into] : rest).sort((a, b) => a.seconds - b.seconds || (a.name < b.name ? -1 : 1))
  }
  replace(longest, best.give, best.take)
  replace(best.other, best.take, best.give)
}
