import { File } from "@dagger.io/dagger"
import { parseShard, readTimings } from "../lib/pipeline.mjs"
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
