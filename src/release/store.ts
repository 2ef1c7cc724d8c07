import type { StateItem, StatePort } from '../aws/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { retryTransient } from '../shared/retry.ts'
import type { ReleaseRecord, StepRecord } from './records.ts'

/** Read and write what a stage remembers: releases and their steps. */
export class ReleaseStore {
  readonly #state: StatePort
  readonly #clock: Clock
  readonly #pk: string

  constructor(state: StatePort, options: { readonly stage: string; readonly clock: Clock }) {
    this.#state = state
    this.#clock = options.clock
    this.#pk = `stage#${options.stage}`
  }

  async save(record: ReleaseRecord): Promise<void> {
    await this.#put({ ...record, pk: this.#pk, sk: `release#${record.id}` })
  }

  async saveStep(step: StepRecord): Promise<void> {
    await this.#put({ ...step, pk: this.#pk, sk: `step#${step.releaseId}#${step.region}#${String(step.at).padStart(3, '0')}` })
  }

  async release(id: string): Promise<ReleaseRecord | undefined> {
    const found = await retryTransient(() => this.#state.get({ pk: this.#pk, sk: `release#${id}` }), { clock: this.#clock })
    return found && toRecord<ReleaseRecord>(found)
  }

  /** The last releases, newest first. */
  async releases(limit = 50): Promise<readonly ReleaseRecord[]> {
    const found = await retryTransient(() => this.#state.query({ pk: this.#pk, prefix: 'release#', newestFirst: true, limit }), { clock: this.#clock })
    return found.map(toRecord<ReleaseRecord>)
  }

  /** The steps of one release, by region and order. */
  async steps(id: string): Promise<readonly StepRecord[]> {
    const found = await retryTransient(() => this.#state.query({ pk: this.#pk, prefix: `step#${id}#` }), { clock: this.#clock })
    return found.map(toRecord<StepRecord>)
  }

  async #put(item: StateItem): Promise<void> {
    await retryTransient(() => this.#state.put(item), { clock: this.#clock })
  }
}

function toRecord<T>(item: StateItem): T {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'pk' && name !== 'sk')) as T
}
