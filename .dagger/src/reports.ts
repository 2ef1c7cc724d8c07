import { dag, Directory } from "@dagger.io/dagger"
import { type Concern, recordTimings, renderTimings, writeReports } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { type Narrow, runChecks } from "./checks.ts"
import type { Scope } from "./plan.ts"

/** Run the checks, or take what they gave, and write every report; what is red is in the reports, never thrown. */
export async function makeReports(app: App, options: { concerns: readonly Concern[]; tests?: Narrow["tests"]; component?: string; scope: Scope; base?: string }): Promise<Directory> {
  const startedAtMs = Date.now()
  const outcomes = await runChecks(app, { concerns: options.concerns, tests: options.tests, component: options.component, scope: options.scope })
  const { project } = app.config
  const timings = renderTimings(recordTimings(outcomes.flatMap(({ tests }) => tests ?? []), { project, branch: "" }))
  const files = writeReports({ project, call: "checks", revision: app.door.sha, startedAtMs, finishedAtMs: Date.now(), engineVersion: await dag.version(), events: [], outcomes, plan: options.scope.plan.functions, changed: options.scope.changed, base: options.base })
  return Object.entries(files).reduce((directory, [name, text]) => directory.withNewFile(name, text), dag.directory().withNewFile("timings.json", timings))
}
