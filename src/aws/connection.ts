import type { Clock } from '../shared/clock.ts'
import { isHatcheryError } from '../shared/errors.ts'
import type { KeySource } from './credentials.ts'
import { mapAwsError } from './map-error.ts'

/** Told of every call that an adapter makes: for call counts in benchmarks and for the log. */
export type CallSink = (call: { readonly api: string; readonly atMs: number }) => void

/** What all adapters of one region share. */
export class Connection {
  readonly region: string
  readonly #endpoint: string | undefined
  readonly #keys: KeySource
  readonly #clock: Clock
  readonly #onCall: CallSink | undefined

  constructor(options: { region: string; endpoint?: string | undefined; keys: KeySource; clock: Clock; onCall?: CallSink | undefined }) {
    this.region = options.region
    this.#endpoint = options.endpoint
    this.#keys = options.keys
    this.#clock = options.clock
    this.#onCall = options.onCall
  }

  /** The configuration of one SDK client: standard retries, three attempts, sockets that do not hang. */
  clientConfig() {
    return {
      region: this.region,
      ...(this.#endpoint ? { endpoint: this.#endpoint } : {}),
      // Told as already expired so that the SDK asks for every request; the key source does the caching and can forget.
      credentials: async () => ({ ...(await this.#keys.keys()), expiration: new Date(0) }),
      maxAttempts: 3,
      retryMode: 'standard',
      requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    }
  }

  /** Run one call; errors come out mapped, and renewable credentials are renewed once when they have expired. */
  async call<T>(api: string, run: () => Promise<T>): Promise<T> {
    this.#onCall?.({ api, atMs: this.#clock.now() })
    try {
      return await run()
    } catch (error) {
      const mapped = mapAwsError(api, error)
      if (mapped.code !== 'AWS_CREDENTIALS_EXPIRED' || !this.#keys.forget()) throw mapped
      try {
        return await run()
      } catch (again) {
        throw mapAwsError(api, again)
      }
    }
  }

  /** Like {@link call}; what is not there is undefined. */
  async find<T>(api: string, run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await this.call(api, run)
    } catch (error) {
      if (isHatcheryError(error) && error.code === 'AWS_NOT_FOUND') return undefined
      throw error
    }
  }
}

/** Make something once, on first use; a failure is not kept. */
export function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }
}
