import type { Clock } from './clock.ts'
import { isTransient } from './poll.ts'

/**
 * Make a call that may be repeated, again after a throttle or a lost answer.
 *
 * Comes on top of the SDK's own short retries and waits longer: 2, 4, 8, 16 seconds by default.
 */
export async function retryTransient<T>(run: () => Promise<T>, options: { readonly clock: Clock; readonly attempts?: number; readonly firstDelayMs?: number }): Promise<T> {
  const { clock, attempts = 5, firstDelayMs = 2_000 } = options
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (attempt >= attempts || !isTransient(error)) throw error
      await clock.sleep(firstDelayMs * 2 ** (attempt - 1))
    }
  }
}
