import { type CheckOutcome, type CheckSpec, filesToRetry, isSharded, listingSpec, narrowToFiles, type Quarantine, settleAttempts, type Shard, shardSpec, testFiles } from "../lib/pipeline.mjs"

/** How tests run besides what they are. */
export interface TestOptions {
  shard?: Shard
  /** Recorded duration by file. */
  seconds?: Readonly<Record<string, number>>
  retries: number
  quarantine: readonly Quarantine[]
}

/** Runs one container of a check; each attempt is another run. */
export interface RunSpec {
  outcomes(spec: CheckSpec, attempt: string): Promise<readonly CheckOutcome[]>
  listing(spec: CheckSpec): Promise<string>
}

/** Run one test check: its shard of the files, again what failed, and the quarantine applied. */
export async function runTests(spec: CheckSpec, options: TestOptions & { run: RunSpec }): Promise<readonly CheckOutcome[]> {
  const { run, shard, seconds } = options
  const chosen = shard ? shardSpec(spec, { listing: await run.listing(listingSpec(spec)), shard, seconds }) : spec
  if (!chosen) return []
  const outcomes = await run.outcomes(chosen, "")
  return Promise.all(outcomes.map((outcome) => settle(outcome, { ...options, spec })))
}

async function settle(first: CheckOutcome, options: TestOptions & { spec: CheckSpec; run: RunSpec }): Promise<CheckOutcome> {
  const attempts: [CheckOutcome, ...CheckOutcome[]] = [first]
  let files = filesToRetry(first)
  const splittable = options.spec.steps.every(isSharded)
  for (let retry = 1; retry <= options.retries && files.length > 0 && splittable; retry += 1) {
    const narrowed = narrowToFiles(options.spec, { files, all: testFiles(first) })
    if (!narrowed) break
    const [again] = await options.run.outcomes(narrowed, `retry-${retry}`)
    if (!again) break
    attempts.push(again)
    files = filesToRetry(again)
  }
  return settleAttempts(attempts, { quarantine: options.quarantine, nowMs: Date.now() })
}
