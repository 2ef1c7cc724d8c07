import * as z from 'zod'
import { isHatcheryError } from '../../shared/errors.ts'
import type { TestReport } from '../outcome.ts'
import { parseJson } from '../parse/json.ts'

/** How long each test file took when it was last recorded. */
export interface Timings {
  readonly project: string
  readonly branch: string
  readonly revision?: string
  /** Test file, relative to hatchery.yaml, to seconds. */
  readonly seconds: Readonly<Record<string, number>>
}

const schema = z.object({
  version: z.literal(1),
  project: z.string(),
  branch: z.string(),
  revision: z.string().optional(),
  seconds: z.record(z.string(), z.number().nonnegative()),
})

const none = 'no timings are recorded: every test file counts the same'

/** Timings that can be used, and what to say about them; without `timings` every test counts the same. */
export interface UsableTimings {
  readonly timings?: Timings
  /** One line for the log and the report: where the timings are from, or why there are none. */
  readonly note: string
}

/**
 * Add up recorded JUnit into seconds a file; of several runs (matrix cells, shards) the slowest counts.
 */
export function recordTimings(reports: readonly TestReport[], about: { project: string; branch: string; revision?: string }): Timings {
  const seconds: Record<string, number> = {}
  for (const { cases } of reports) {
    const run = new Map<string, number>()
    for (const { file, durationSeconds } of cases) if (file) run.set(file, (run.get(file) ?? 0) + durationSeconds)
    for (const [file, sum] of run) seconds[file] = Math.max(seconds[file] ?? 0, Math.round(sum * 1000) / 1000)
  }
  return { ...about, seconds: Object.fromEntries(Object.entries(seconds).sort(([a], [b]) => (a < b ? -1 : 1))) }
}

/** Write timings as JSON, in a fixed order. */
export function renderTimings(timings: Timings): string {
  return `${JSON.stringify({ version: 1, ...timings }, undefined, 1)}\n`
}

/**
 * Read recorded timings and say whether they fit: those of another project are not used, those of another branch are, and it is said.
 *
 * A file without any is as good as none. One that cannot be read is no error, since every test still runs: the split is then by count, and the note says why.
 */
export function readTimings(text: string | undefined, about: { project: string; branch?: string }): UsableTimings {
  if (text === undefined) return { note: none }
  try {
    const { project, branch, revision, seconds } = parseJson(text, { file: 'timings.json', schema })
    if (Object.keys(seconds).length === 0) return { note: none }
    const timings: Timings = { project, branch, ...(revision === undefined ? {} : { revision }), seconds }
    if (timings.project !== about.project) return { note: `the timings are of the project ${timings.project}, not ${about.project}: every test file counts the same` }
    const elsewhere = about.branch !== undefined && timings.branch !== about.branch
    return { timings, note: `timings recorded on ${timings.branch}${revision ? ` at ${revision.slice(0, 12)}` : ''}${elsewhere ? `, not on ${about.branch}` : ''}` }
  } catch (error) {
    if (!isHatcheryError(error)) throw error
    return { note: `${error.message}: every test file counts the same` }
  }
}
