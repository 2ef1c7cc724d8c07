import { connectAws, findStage, type ReleaseRequest, revisionTag, type StageRun, systemClock } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { type Grant, toAccess } from "./credentials.ts"
import { gitFacts } from "./git.ts"
import { findImages, type RegistryAccess } from "./publish.ts"
import { suiteRunner } from "./suite.ts"

/** What a stage's functions get from the command line. */
export interface StageCall {
  stage: string
  revision?: string
  components?: string[]
  by: string
}

/** Make what every function that reads or changes a stage needs. */
export async function stageRun(app: App, options: { stage: string; grant: Grant; by: string }): Promise<StageRun> {
  const access = await toAccess(options.grant, app.config.project)
  return {
    config: app.config,
    stage: findStage(app.config, options.stage),
    connect: (region) => connectAws(region, access),
    clock: systemClock,
    random: Math.random,
    events: ({ step, state, text }) => console.log(`${new Date().toISOString()} ${step} ${state}${text ? `: ${text}` : ""}`),
    fetch,
    holder: options.by,
  }
}

/** Make a release of what was published under a revision, the commit at hand by default. */
export async function releaseRequest(caller: Caller & Grant & RegistryAccess, options: { app: App } & StageCall): Promise<ReleaseRequest> {
  const { app } = options
  const run = await stageRun(app, { stage: options.stage, grant: caller, by: options.by })
  const revision = options.revision ?? (await headRevision(caller, app))
  const images = await findImages(app, { access: caller, revision, stage: run.stage })
  return { ...run, revision, images, runSuite: suiteRunner(app), ...(options.components ? { components: options.components } : {}) }
}

/** The commit of the caller's repository; a release names what was published, so edited files do not matter here. */
export async function headRevision(caller: Caller, app: App): Promise<string> {
  return revisionTag({ headSha: (await gitFacts(caller, { app, paths: [] })).sha })
}
