import { File } from "@dagger.io/dagger"
import { allConcerns, type Concern, parseShard, readTimings } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import type { Narrow } from "./checks.ts"

/** Read the options that split and repeat tests; which timings are used, and why not, goes to the log. */
export async function testOptions(app: App, split: { shard?: string; timings?: File; retries?: number }): Promise<Narrow["tests"]> {
  const shard = split.shard === undefined ? undefined : parseShard(split.shard)
  if (!shard) return { retries: split.retries ?? 0 }
  const { timings, note } = readTimings(await split.timings?.contents(), { project: app.config.project })
  console.log(note)
  return { shard, retries: split.retries ?? 0, ...(timings ? { seconds: timings.seconds } : {}) }
}

/** Say which checks a runner does that has one part of the tests: the first part brings everything else, so that it runs once. */
export async function partOfChecks(app: App, split: { shard?: string; timings?: File }): Promise<{ concerns: readonly Concern[]; tests: Narrow["tests"] }> {
  const tests = await testOptions(app, split)
  return { concerns: tests?.shard && tests.shard.index > 1 ? ["test"] : allConcerns, tests }
}
