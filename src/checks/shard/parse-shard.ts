import { HatcheryError } from '../../shared/errors.ts'

/** One part of a run that is split over several machines; counted from 1. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/**
 * Read `2/5`.
 *
 * @throws {HatcheryError} `SHARD_INVALID` for anything that names no shard, `6/5` too.
 */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,4})\/(\d{1,4})$/.exec(text.trim())
  const [index, count] = [Number(match?.[1]), Number(match?.[2])]
  if (!match || index < 1 || index > count) {
    throw new HatcheryError('SHARD_INVALID', { where: `shard ${text}`, what: match ? `there is no shard ${index} of ${count}` : 'expected INDEX/COUNT', next: 'Give an index from 1 to the count, as in 2/5' })
  }
  return { index, count }
}
