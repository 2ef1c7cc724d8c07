import type { Clock } from '../../src/shared/clock.ts'

interface Sleeper {
  readonly dueMs: number
  readonly wake: () => void
  readonly fail: (error: unknown) => void
}

/**
 * A clock for many sleepers at once on a time that a test drives: it moves on only when no call is under way
 * and everybody sleeps, and then to the earliest who is due.
 */
export class QuietClock implements Clock {
  readonly #now: () => number
  readonly #advance: (seconds: number) => Promise<void>
  #sleepers: Sleeper[] = []
  #pending = 0
  #pumping = false
  #changedAtMs = 0

  constructor(control: { now(): number; advance(seconds: number): Promise<void> }) {
    this.#now = () => control.now()
    this.#advance = (seconds) => control.advance(seconds)
  }

  now = (): number => this.#now()

  sleep = (milliseconds: number): Promise<void> =>
    new Promise((wake, fail) => {
      this.#sleepers.push({ dueMs: this.#now() + milliseconds, wake, fail })
      void this.#pump()
    })

  /** Time stands still while this runs. */
  async track<T>(run: () => Promise<T>): Promise<T> {
    this.#pending += 1
    this.#changedAtMs = performance.now()
    try {
      return await run()
    } finally {
      this.#pending -= 1
      this.#changedAtMs = performance.now()
      void this.#pump()
    }
  }

  /** Whether a call is under way and nothing has moved for a moment: its answer waits for this clock. */
  get stalled(): boolean {
    return this.#pending > 0 && performance.now() - this.#changedAtMs > 50
  }

  /** Let a server that answers after a while of this clock go on. */
  async tick(seconds: number): Promise<void> {
    await this.#advance(seconds)
    this.#wakeDue()
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    try {
      for (;;) {
        await turn()
        await turn()
        const next = Math.min(...this.#sleepers.map((sleeper) => sleeper.dueMs))
        if (this.#pending > 0 || this.#sleepers.length === 0) return
        await this.#advance(Math.max(0, next - this.#now()) / 1000)
        this.#wakeDue()
      }
    } catch (error) {
      for (const sleeper of this.#sleepers.splice(0)) sleeper.fail(error)
    } finally {
      this.#pumping = false
    }
  }

  #wakeDue(): void {
    const due = this.#sleepers.filter((sleeper) => sleeper.dueMs <= this.#now())
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.dueMs > this.#now())
    for (const sleeper of due) sleeper.wake()
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
