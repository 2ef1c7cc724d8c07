/** What is due later, as data, so that a snapshot can hold it. `kind` names the handler that gets `data`. */
export interface Due {
  readonly atMs: number
  readonly order: number
  readonly kind: string
  readonly data: Readonly<Record<string, string | number>>
}

interface Item extends Due {
  readonly wake?: () => void
}

/** Where time comes from: `manual` stands still until advanced, `real` runs, `speed` times as fast as the wall. */
export type ClockChoice = { readonly kind: 'manual'; readonly startMs?: number } | { readonly kind: 'real'; readonly speed?: number }

/**
 * Hold the time of the stand-in and everything that is due, in order.
 *
 * Nothing else in local-aws reads a clock or sets a timer, so that a test that advances a manual clock sees
 * every consequence, in order, before `advance` resolves.
 */
export class Timeline {
  readonly #kind: 'manual' | 'real'
  readonly #speed: number
  readonly #heap: Item[] = []
  #nowMs: number
  #wallAtNowMs: number
  #order = 0
  #timer: NodeJS.Timeout | undefined
  #handle: (due: Due) => void = (due) => {
    throw new Error(`nothing handles ${due.kind}`)
  }

  constructor(choice: ClockChoice) {
    this.#kind = choice.kind
    this.#speed = choice.kind === 'real' ? (choice.speed ?? 1) : 1
    this.#wallAtNowMs = performance.now()
    this.#nowMs = choice.kind === 'manual' ? (choice.startMs ?? Date.now()) : Date.now()
  }

  /** Say what runs the entries. */
  handleWith(handle: (due: Due) => void): void {
    this.#handle = handle
  }

  /** Milliseconds since the epoch. */
  now(): number {
    if (this.#kind === 'manual') return this.#nowMs
    return this.#nowMs + (performance.now() - this.#wallAtNowMs) * this.#speed
  }

  /** Let `kind` happen `delayMs` from now. */
  schedule(delayMs: number, kind: string, data: Due['data']): void {
    this.#push({ atMs: this.now() + Math.max(0, delayMs), order: this.#order++, kind, data })
  }

  /** Wait on this clock. Not part of a snapshot: whoever waits is gone after a restart. */
  sleep(delayMs: number): Promise<void> {
    return new Promise((wake) => {
      this.#push({ atMs: this.now() + Math.max(0, delayMs), order: this.#order++, kind: 'sleep', data: {}, wake })
    })
  }

  /** Move a manual clock on, running what falls due on the way. */
  async advance(byMs: number): Promise<void> {
    if (this.#kind !== 'manual') throw new Error('a real clock cannot be advanced; start local-aws with a manual clock')
    const untilMs = this.#nowMs + byMs
    for (;;) {
      const next = this.#heap[0]
      if (next === undefined || next.atMs > untilMs) break
      this.#pop()
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      this.#run(next)
      if (next.wake !== undefined) await settled()
    }
    this.#nowMs = untilMs
    await settled()
  }

  /** When the next entry is due, or undefined. */
  nextDueMs(): number | undefined {
    return this.#heap[0]?.atMs
  }

  /** The entries that a snapshot keeps, in order. */
  entries(): Due[] {
    const kept = this.#heap.filter((item) => item.wake === undefined)
    return kept.sort(byTime).map(({ atMs, order, kind, data }) => ({ atMs, order, kind, data }))
  }

  /** Replace time and entries by those of a snapshot; a manual clock takes the snapshot's time, a real one keeps its own. */
  restore(nowMs: number, entries: readonly Due[]): void {
    const shiftMs = this.#kind === 'manual' ? 0 : this.now() - nowMs
    if (this.#kind === 'manual') this.#nowMs = nowMs
    this.#heap.length = 0
    for (const due of [...entries].sort(byTime)) this.#push({ ...due, atMs: due.atMs + shiftMs, order: this.#order++ })
  }

  /** Forget everything that is due and wake nobody. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#heap.length = 0
  }

  #run(item: Item): void {
    if (item.wake === undefined) this.#handle(item)
    else item.wake()
  }

  #push(item: Item): void {
    const heap = this.#heap
    let at = heap.push(item) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (byTime(heap[parent] as Item, item) <= 0) break
      heap[at] = heap[parent] as Item
      at = parent
    }
    heap[at] = item
    if (at === 0) this.#arm()
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= heap.length) break
      const right = heap[child + 1]
      if (right !== undefined && byTime(right, heap[child] as Item) < 0) child++
      if (byTime(heap[child] as Item, last) >= 0) break
      heap[at] = heap[child] as Item
      at = child
    }
    heap[at] = last
  }

  #arm(): void {
    if (this.#kind === 'manual') return
    clearTimeout(this.#timer)
    const next = this.#heap[0]
    if (next === undefined) return
    const waitMs = Math.min(Math.max(0, (next.atMs - this.now()) / this.#speed), 2 ** 30)
    this.#timer = setTimeout(() => this.#fire(), waitMs)
  }

  #fire(): void {
    const nowMs = this.now()
    for (let next = this.#heap[0]; next !== undefined && next.atMs <= nowMs; next = this.#heap[0]) {
      this.#pop()
      this.#run(next)
    }
    this.#arm()
  }
}

function byTime(a: Due, b: Due): number {
  return a.atMs - b.atMs || a.order - b.order
}

/** Give what was woken the chance to go on before time moves again. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
