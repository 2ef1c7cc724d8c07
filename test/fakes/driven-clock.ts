import type { Clock } from '../../src/shared/clock.ts'

/** A clock that jumps to the next sleeper, and runs what was planned on the way. */
export class DrivenClock implements Clock {
  #nowMs: number
  #planned: { atMs: number; run: () => void }[] = []

  constructor(nowMs = Date.UTC(2026, 0, 5, 9)) {
    this.#nowMs = nowMs
  }

  now = (): number => this.#nowMs

  sleep = async (milliseconds: number): Promise<void> => {
    const untilMs = this.#nowMs + milliseconds
    this.advanceTo(untilMs)
    await Promise.resolve()
  }

  /** Let something happen `inMs` from now. */
  plan(inMs: number, run: () => void): void {
    this.#planned.push({ atMs: this.#nowMs + inMs, run })
    this.#planned.sort((a, b) => a.atMs - b.atMs)
  }

  advanceTo(untilMs: number): void {
    for (let next = this.#planned[0]; next && next.atMs <= untilMs; next = this.#planned[0]) {
      this.#planned.shift()
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.run()
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }
}
