/** The shortest possible longest shard, by trying every split: for a few jobs only. */
export function bestMakespan(seconds: readonly number[], shards: number): number {
  const loads = Array.from({ length: shards }, () => 0)
  let best = Infinity
  const place = (at: number): void => {
    if (at === seconds.length) {
      best = Math.min(best, Math.max(...loads))
      return
    }
    for (let shard = 0; shard < shards; shard += 1) {
      loads[shard]! += seconds[at]!
      place(at + 1)
      loads[shard]! -= seconds[at]!
      if (loads[shard] === 0) return // the other empty shards are the same
    }
  }
  place(0)
  return best
}
