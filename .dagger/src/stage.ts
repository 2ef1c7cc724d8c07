import { assertComponents, assertReady, connectAws, findStage, migratorPlatform, preflight, type ReleaseRequest, revisionTag, type Stage, type StageRun, systemClock } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { type Grant, toAccess } from "./credentials.ts"
import { gitFacts } from "./git.ts"
import { localRelease, onLocal } from "./local-run.ts"
import { findImages, findOrPublish } from "./publish.ts"
import type { RegistryAccess } from "./registry.ts"
import { suiteRunner } from "./suite.ts"

/** What a stage's functions get from the command line. */
export interface StageCall {
  stage: string
  revision?: string
  components?: string[]
  by: string
  approvedBy?: string
  /** Publish the commit at hand first, where it is not. */
  publishes?: boolean
}

/** The application as its stage has it, and the way into its registry. */
export interface Place {
  app: App
  access: RegistryAccess & Grant
}

/** Act on a stage: on AWS, or on `local`, which needs no account. */
export async function onStage<T>(caller: Caller & Grant & RegistryAccess, options: { app: App; stage: string; by: string; components?: string[] }, act: (run: StageRun, place: Place) => Promise<T>): Promise<T> {
  const { app, by } = options
  const stage = known(options)
  if (stage.name === "local") return onLocal({ app, by }, (run, world) => act(run, { app: world.app, access: { registry: world.registry } }))
  const access = await toAccess(caller, app.config.project)
  return act(runWith({ config: app.config, stage, connect: (region) => connectAws(region, access), by, runSuite: suiteRunner(app) }), { app, access: caller })
}

/** Release what was published under a revision, or a part of that. */
export async function onRelease<T>(caller: Caller & Grant & RegistryAccess & { base?: string }, options: { app: App } & StageCall, act: (request: ReleaseRequest) => Promise<T>): Promise<T> {
  const { app, by } = options
  if (known(options).name === "local") return onLocal({ app, by }, async (run, world) => act(await localRelease(caller, { ...options, run, world })))
  return onStage(caller, options, async (run) => act(await releaseRequest(caller, { ...options, run })))
}

/** Find the stage and what is named of it before anything is started: a typing error costs no minute. */
function known(options: { app: App; stage: string; components?: string[] }): Stage {
  const stage = findStage(options.app.config, options.stage)
  assertComponents(stage, options.components)
  return stage
}

/** Make what every function that reads or changes a stage needs. */
export function runWith(options: Pick<ReleaseRequest, "config" | "stage" | "connect" | "runSuite"> & { by: string }): StageRun & Pick<ReleaseRequest, "runSuite"> {
  const { by, ...where } = options
  return {
    ...where,
    clock: systemClock,
    random: Math.random,
    events: ({ step, state, text }) => console.log(`${new Date().toISOString()} ${step} ${state}${text ? `: ${text}` : ""}`),
    fetch,
    holder: by,
  }
}

/** Make a release of what was published under a revision, the commit at hand by default. */
async function releaseRequest(caller: Caller & Grant & RegistryAccess & { base?: string }, options: { app: App; run: StageRun } & StageCall): Promise<ReleaseRequest> {
  const { app, run } = options
  const revision = options.revision ?? (await headRevision(caller, app))
  const asked = { ...run, ...(options.approvedBy ? { approvedBy: options.approvedBy } : {}) }
  // Nothing is built for a release that could not begin.
  const before = async () => assertReady(await preflight({ ...asked, ownRelease: true }))
  const isOwn = options.publishes && options.revision === undefined
  const migratorFor = await migratorPlatform(run)
  const images = isOwn ? await findOrPublish(caller, { app, revision, stage: run.stage, migratorFor, attach: { by: options.by }, before }) : await findImages(app, { access: caller, revision, stage: run.stage, migratorFor })
  return { ...asked, revision, images, runSuite: suiteRunner(app), ...(options.components ? { components: options.components } : {}) }
}

/** The commit of the caller's repository; a release names what was published, so edited files do not matter here. */
export async function headRevision(caller: Caller, app: App): Promise<string> {
  return revisionTag({ headSha: (await gitFacts(caller, { app, paths: [] })).sha })
}
