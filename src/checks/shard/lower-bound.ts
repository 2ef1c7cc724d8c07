import type { Job } from './assign-shards.ts'

/**
 * No split over that many shards can be shorter: the average load, the longest job, and the two jobs that must share a shard
 * among the first `shards + 1` by length.
 */
export function lowerBoundSeconds(jobs: readonly Job[], shards: number): number {
  const seconds = jobs.map((job) => job.seconds).sort((a, b) => b - a)
  const average = seconds.reduce((sum, one) => sum + one, 0) / shards
  return Math.max(average, seconds[0] ?? 0, (seconds[shards - 1] ?? 0) + (seconds[shards] ?? 0))
}
