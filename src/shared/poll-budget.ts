import type { Clock } from './clock.ts'

const windowMs = 60_000

/** Holds the number of calls of one API in any sixty seconds under a limit. */
export class CallBudget {
  readonly #clock: Clock
  readonly #perMinute: number
  #takenAtMs: number[] = []

  constructor(clock: Clock, perMinute: number) {
    this.#clock = clock
    this.#perMinute = perMinute
  }

  /** Take one call if there is one left. */
  tryTake(): boolean {
    this.#forgetOld()
    if (this.#takenAtMs.length >= this.#perMinute) return false
    this.#takenAtMs.push(this.#clock.now())
    return true
  }

  /** Take one call, waiting for it where necessary. */
  async take(): Promise<void> {
    while (!this.tryTake()) {
      const oldest = this.#takenAtMs[0] ?? this.#clock.now()
      await this.#clock.sleep(Math.max(1, oldest + windowMs - this.#clock.now()))
    }
  }

  #forgetOld(): void {
    const since = this.#clock.now() - windowMs
    this.#takenAtMs = this.#takenAtMs.filter((atMs) => atMs > since)
  }
}

/** Calls of one API that watching `services` services may make a minute: 12 up to ten services, two a service from a hundred on, between them in between. */
export function callsPerMinute(services: number): number {
  return services <= 10 ? 12 : Math.max(12, Math.min(services * 2, 200))
}
