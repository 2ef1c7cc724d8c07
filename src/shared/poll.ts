import type { Clock } from './clock.ts'
import { isHatcheryError } from './errors.ts'

/** A bounded wait between looks: never regular, so that many releases do not ask in step. */
export interface Pace {
  readonly clock: Clock
  readonly intervalMs: number
  /** Part of the interval by which it varies either way, 0 to 1. */
  readonly jitter?: number
  readonly timeoutMs: number
  /** 0 to 1; `Math.random` when left out. */
  readonly random?: () => number
  /** Longest interval while AWS throttles or does not answer. */
  readonly slowestMs?: number
}

/**
 * Look again and again until there is an answer.
 *
 * While AWS throttles or does not answer the interval doubles up to `slowestMs`; any other error ends the wait.
 *
 * @returns what `look` gave, or undefined when `timeoutMs` has passed; the last transient error is thrown then, if the last look had one.
 */
export async function pollUntil<T>(look: () => Promise<T | undefined>, pace: Pace): Promise<T | undefined> {
  const endMs = pace.clock.now() + pace.timeoutMs
  const delay = paced(pace)
  for (;;) {
    let trouble: unknown
    try {
      const found = await look()
      if (found !== undefined) return found
      delay.calm()
    } catch (error) {
      if (!isTransient(error)) throw error
      trouble = error
      delay.slower()
    }
    const leftMs = endMs - pace.clock.now()
    if (leftMs <= 0) {
      if (trouble instanceof Error) throw trouble
      return undefined
    }
    await pace.clock.sleep(Math.min(delay.nextMs(), leftMs))
  }
}

/** Give the delays between looks: jittered, doubled by `slower`, back to normal by `calm`. */
export function paced(pace: Pick<Pace, 'intervalMs' | 'jitter' | 'random' | 'slowestMs'>) {
  const { intervalMs, jitter = 0.2, random = Math.random, slowestMs = 60_000 } = pace
  let factor = 1
  return {
    slower() {
      factor = Math.min(factor * 2, Math.max(1, slowestMs / intervalMs))
    },
    calm() {
      factor = 1
    },
    nextMs: () => Math.round(intervalMs * factor * (1 + jitter * (2 * random() - 1))),
  }
}

/** Tell whether the same call may go well a little later. */
export function isTransient(error: unknown): boolean {
  return isHatcheryError(error) && (error.code === 'AWS_THROTTLED' || error.code === 'AWS_UNREACHABLE')
}
