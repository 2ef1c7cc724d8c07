import type { StateItem, StatePort } from '../aws/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { HatcheryError } from '../shared/errors.ts'
import { retryTransient } from '../shared/retry.ts'

/** Who releases a stage now. */
export interface LockHolder {
  readonly holder: string
  readonly releaseId: string
  /** Grows with every holder; what an older holder writes is refused. */
  readonly fence: number
  readonly acquiredAtMs: number
  readonly expiresAtMs: number
}

interface LockItem extends StateItem, LockHolder {
  /** Tells one acquisition from another, so that a lost answer can be looked up. */
  readonly nonce: string
  readonly free: boolean
}

/** Longer than any one call may take with its retries, so that a live holder never loses it unseen. */
export const leaseMs = 5 * 60_000

/**
 * Hold the lock of one stage: one release at a time.
 *
 * A lease that has run out may be taken over, with the next fencing number; the old holder finds out at its next
 * write, which is refused before anything happens.
 */
export class StageLock {
  readonly fence: number
  readonly #state: StatePort
  readonly #clock: Clock
  #item: LockItem

  private constructor(state: StatePort, around: { clock: Clock; item: LockItem }) {
    this.#state = state
    this.#clock = around.clock
    this.#item = around.item
    this.fence = around.item.fence
  }

  /**
   * Take the lock.
   *
   * @throws {HatcheryError} `RELEASE_LOCKED` naming the holder and the end of its lease.
   */
  static async acquire(state: StatePort, options: { readonly stage: string; readonly holder: string; readonly releaseId: string; readonly clock: Clock; readonly random: () => number }): Promise<StageLock> {
    const { stage, holder, releaseId, clock } = options
    const nonce = Math.floor(options.random() * 2 ** 52).toString(36)
    for (;;) {
      const found = (await retryTransient(() => state.get(keyOf(stage)), { clock })) as LockItem | undefined
      const nowMs = clock.now()
      if (found && found.nonce !== nonce && !found.free && found.expiresAtMs > nowMs) throw locked(stage, found, nowMs)
      if (found?.nonce === nonce && !found.free) return new StageLock(state, { clock, item: found })
      const item: LockItem = { ...keyOf(stage), holder, releaseId, nonce, free: false, fence: (found?.fence ?? 0) + 1, acquiredAtMs: nowMs, expiresAtMs: nowMs + leaseMs }
      const condition = found ? ({ kind: 'equals', values: { nonce: found.nonce, fence: found.fence, expiresAtMs: found.expiresAtMs } } as const) : ({ kind: 'absent' } as const)
      // Refused: another was faster, or our own write whose answer was lost; the next look tells which.
      if (await retryTransient(() => state.put(item, condition), { clock })) return new StageLock(state, { clock, item })
    }
  }

  /** Lengthen the lease; `forMs` covers a call that takes longer than the usual lease. */
  async renew(forMs = leaseMs): Promise<void> {
    const expiresAtMs = Math.max(this.#clock.now() + forMs, this.#item.expiresAtMs)
    const item = { ...this.#item, expiresAtMs }
    if (!(await retryTransient(() => this.#state.put(item, this.#ours()), { clock: this.#clock }))) throw lost(this.#item)
    this.#item = item
  }

  /** Lengthen the lease when less than half of it is left. */
  async keep(): Promise<void> {
    if (this.#item.expiresAtMs - this.#clock.now() < leaseMs / 2) await this.renew()
  }

  /** Make sure that the lock is still ours; asks only when the lease has run out. */
  async assertHeld(): Promise<void> {
    if (this.#clock.now() >= this.#item.expiresAtMs) await this.renew()
  }

  /** Give the lock back. A lock that was taken over meanwhile is left to its holder. */
  async release(): Promise<void> {
    await retryTransient(() => this.#state.put({ ...this.#item, free: true, expiresAtMs: 0 }, this.#ours()), { clock: this.#clock })
  }

  #ours() {
    return { kind: 'equals', values: { nonce: this.#item.nonce, fence: this.fence } } as const
  }
}

/** Tell who holds the lock of a stage; undefined when it is free or its lease has run out. */
export async function lockHolder(state: StatePort, options: { readonly stage: string; readonly nowMs: number }): Promise<LockHolder | undefined> {
  const found = (await state.get(keyOf(options.stage))) as LockItem | undefined
  return found && !found.free && found.expiresAtMs > options.nowMs ? found : undefined
}

/** A clock whose sleeps keep the lease alive: whoever waits, holds. */
export function leasedClock(clock: Clock, lock: StageLock): Clock {
  return {
    now: () => clock.now(),
    async sleep(milliseconds) {
      for (let left = milliseconds; left > 0; ) {
        const part = Math.min(left, leaseMs / 4)
        await clock.sleep(part)
        left -= part
        await lock.keep()
      }
    },
  }
}

function keyOf(stage: string) {
  return { pk: `stage#${stage}`, sk: 'lock' }
}

function locked(stage: string, found: LockHolder, nowMs: number): HatcheryError {
  return new HatcheryError('RELEASE_LOCKED', {
    what: `${found.holder} is releasing (${found.releaseId}, since ${new Date(found.acquiredAtMs).toISOString()}); its lease ends in ${Math.ceil((found.expiresAtMs - nowMs) / 1000)} s unless it goes on`,
    where: `stage ${stage}`,
    next: 'Wait for it. If it was killed, run again once the lease has ended: the next run finishes or undoes what it began.',
  })
}

function lost(item: LockItem): HatcheryError {
  return new HatcheryError('RELEASE_LOCK_LOST', { what: `release ${item.releaseId} lost the lock, having paused longer than its lease; it stopped at once`, where: item.pk.replace('#', ' '), next: 'Look at the run that took over with `status`.' })
}
