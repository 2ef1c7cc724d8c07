import { dag, Directory, File } from "@dagger.io/dagger"
import { type CheckOutcome, type Concern, filesToShow, maxSourceBytes, parseReceipt, recordTimings, renderTimings, writeReports } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { type Narrow, runChecks } from "./checks.ts"
import type { Scope } from "./plan.ts"

/** Run the checks, or take what they gave, and write every report; what is red is in the reports, never thrown. */
export async function makeReports(app: App, options: { concerns: readonly Concern[]; tests?: Narrow["tests"]; component?: string; scope: Scope; base?: string; receipt?: File }): Promise<Directory> {
  const receipt = options.receipt && parseReceipt(await options.receipt.contents())
  const startedAtMs = Date.now()
  const outcomes = await runChecks(app, { concerns: options.concerns, tests: options.tests, component: options.component, scope: options.scope })
  const { project } = app.config
  const timings = renderTimings(recordTimings(outcomes.flatMap(({ tests }) => tests ?? []), { project, branch: "" }))
  const files = writeReports({ project, call: "checks", revision: app.door.sha, startedAtMs, finishedAtMs: Date.now(), engineVersion: await dag.version(), events: [], outcomes, plan: options.scope.plan.functions, changed: options.scope.changed, base: options.base, ...(receipt ? { receipt } : {}), sources: await readSources(app, { outcomes, changed: options.scope.changed }) })
  return Object.entries(files).reduce((directory, [name, text]) => directory.withNewFile(name, text), dag.directory().withNewFile("timings.json", timings))
}

/** Read the files whose changed lines the page shows; one that is too large is told by its line numbers alone. */
async function readSources(app: App, report: { outcomes: readonly CheckOutcome[]; changed?: Scope["changed"] }): Promise<ReadonlyMap<string, string>> {
  const files = filesToShow(report)
  if (files.length === 0) return new Map()
  // A coverage report may name what a build made, which is in the container of the tests and not here.
  const there = new Set(await app.source.glob("**"))
  const read = files.filter((file) => there.has(file)).map(async (file) => {
    const source = app.source.file(file)
    return (await source.size()) > maxSourceBytes ? [] : [[file, await source.contents()] as const]
  })
  return new Map((await Promise.all(read)).flat())
}
