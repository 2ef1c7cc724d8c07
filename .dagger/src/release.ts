import { assertReady, driftFailure, findStage, preflight, releaseFailure, type ReleaseReport, type ReleaseRequest, runSmokeTest, sayDiff, sayDrift, sayPreflight, sayRelease, saySmoke, smokeFailure, stageDiff, stageDrift, stageLogs, type StageRun, systemClock } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { localRevision, onLocal } from "./local-run.ts"
import { headRevision } from "./stage.ts"
import { suiteRunner } from "./suite.ts"

/** Say how a release went, or throw what stopped it. */
export async function finish(running: Promise<ReleaseReport>): Promise<string> {
  const report = await running
  const failure = releaseFailure(report)
  if (failure) throw failure
  return sayRelease(report).join("\n")
}

/** Show the preflight tree, and throw when something in it would stop a release. */
export async function lookAhead(request: ReleaseRequest): Promise<string> {
  const tree = await preflight(request)
  const text = sayPreflight(tree).join("\n")
  console.log(text)
  assertReady(tree)
  return `${text}\nnothing would stop a release of ${request.revision}`
}

/** Show what a release would change. */
export async function showDiff(request: ReleaseRequest): Promise<string> {
  const parts = (await stageDiff(request)).flatMap(({ region, component, lines, unseen }) => {
    const shown = unseen ? [`not looked at: ${unseen}`] : lines.length > 0 ? sayDiff(lines) : ["nothing would change"]
    return [`${region} ${component}`, ...shown.map((line) => `  ${line}`)]
  })
  return [`a release of ${request.revision} to ${request.stage.name} would change:`, ...parts].join("\n")
}

/** Say what differs from the last good release, or throw it. */
export async function showDrift(run: StageRun): Promise<string> {
  const report = await stageDrift(run)
  const failure = driftFailure(report)
  if (failure) throw failure
  return sayDrift(report).join("\n")
}

/** Show the last log lines of a stage's components. */
export async function showLogs(run: StageRun, components?: string[]): Promise<string> {
  const parts = await stageLogs({ ...run, ...(components ? { components } : {}) })
  const shown = parts.flatMap(({ region, component, tasks }) => {
    const lines = tasks.flatMap((task) => [`${region} ${component}: task ${task.task.slice(task.task.lastIndexOf("/") + 1)} ${task.state}`, ...(task.lines.length > 0 ? task.lines : ["(no log line)"]).map((line) => `  ${line}`)])
    return lines.length > 0 ? lines : [`${region} ${component}: no task`]
  })
  return shown.join("\n")
}

/** Try the running application of a stage; needs no credentials. */
export async function smokeStage(caller: Caller, options: { app: App; stage: string; revision?: string }): Promise<string> {
  const { app } = options
  const tell = { clock: systemClock, events: ({ step, text }: { step: string; text?: string }) => console.log(`${step}: ${text ?? ""}`), fetch, runSuite: suiteRunner(app) }
  const report =
    options.stage === "local"
      ? await onLocal({ app, by: "a smoke test" }, async ({ config, stage }) => runSmokeTest({ ...tell, config, stage, revision: options.revision ?? (await localRevision(caller, app)) }))
      : await runSmokeTest({ ...tell, config: app.config, stage: findStage(app.config, options.stage), revision: options.revision ?? (await headRevision(caller, app)) })
  const failure = smokeFailure(report)
  if (failure) throw failure
  return saySmoke(report)
}
