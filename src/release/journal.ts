import type { Clock } from '../shared/clock.ts'
import type { StageLock } from './lock.ts'
import type { ReleaseRecord, StepRecord, StepState } from './records.ts'
import type { ReleaseStore } from './store.ts'

/** What a run keeps writing down: every write first proves that the lock is still ours. */
export class Journal {
  readonly #store: ReleaseStore
  readonly #lock: StageLock
  readonly #clock: Clock
  #record: ReleaseRecord
  readonly #steps = new Map<string, StepRecord>()

  constructor(store: ReleaseStore, around: { lock: StageLock; clock: Clock; record: ReleaseRecord; steps?: readonly StepRecord[] }) {
    this.#store = store
    this.#lock = around.lock
    this.#clock = around.clock
    this.#record = around.record
    for (const step of around.steps ?? []) this.#steps.set(keyOf(step), step)
  }

  get record(): ReleaseRecord {
    return this.#record
  }

  step(region: string, at: number): StepRecord | undefined {
    return this.#steps.get(keyOf({ region, at }))
  }

  /** All steps written so far, in order. */
  steps(region?: string): readonly StepRecord[] {
    const all = [...this.#steps.values()].sort((a, b) => (a.region < b.region ? -1 : a.region > b.region ? 1 : a.at - b.at))
    return region === undefined ? all : all.filter((step) => step.region === region)
  }

  async write(change: Partial<ReleaseRecord>): Promise<void> {
    await this.#lock.renew()
    const record = { ...this.#record, ...change }
    await this.#store.save(record)
    this.#record = record
  }

  async writeStep(at: Pick<StepRecord, 'region' | 'at' | 'name'>, change: Partial<StepRecord> & { readonly state: StepState }): Promise<StepRecord> {
    await this.#lock.renew()
    const before = this.#steps.get(keyOf(at))
    const nowMs = this.#clock.now()
    const step: StepRecord = { releaseId: this.#record.id, beganAtMs: nowMs, ...before, ...at, ...change, updatedAtMs: nowMs }
    await this.#store.saveStep(step)
    this.#steps.set(keyOf(at), step)
    return step
  }
}

function keyOf(step: Pick<StepRecord, 'region' | 'at'>): string {
  return `${step.region}#${step.at}`
}
