import { connectAws, type ReleaseRequest, type StageRun } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { gitFacts } from "./git.ts"
import { freeDeadLock, type LocalWorld, startLocal } from "./local.ts"
import { findImages, findOrPublish } from "./publish.ts"
import { runWith, type StageCall } from "./stage.ts"
import { suiteRunner } from "./suite.ts"

/** Act on the stage `local`, which lives as long as the call and goes on where the last one ended. */
export async function onLocal<T>(options: { app: App; by: string }, act: (run: StageRun, world: LocalWorld) => Promise<T>): Promise<T> {
  const world = await startLocal(options.app)
  try {
    const run = localRun(world, options.by)
    await freeDeadLock(run)
    return await act(run, world)
  } finally {
    await world.stop()
  }
}

/** Make a release of the files at hand, or of a revision that the local registry has. */
export async function localRelease(caller: Caller, call: Omit<StageCall, "stage"> & { run: StageRun; world: LocalWorld }): Promise<ReleaseRequest> {
  const { run, world } = call
  const own = await localRevision(caller, world.app)
  const revision = call.revision ?? own
  await ready(world, run)
  const images = await imagesOf(caller, { world, revision, own })
  return { ...run, revision, images, runSuite: suiteRunner(world.app), ...(call.components ? { components: call.components } : {}) }
}

/** Name the files at hand: the commit where they are its files, else by their content. */
export async function localRevision(caller: Caller, app: App): Promise<string> {
  const facts = await gitFacts(caller, { app, paths: [] })
  if (facts.sha && facts.changed.length === 0) return facts.sha
  return `local-${(await app.source.digest()).replace(/^.*:/, "").slice(0, 12)}`
}

function localRun(world: LocalWorld, by: string): StageRun {
  return runWith({ config: world.app.config, stage: world.stage, connect: (region) => connectAws(region, world.access), by, runSuite: suiteRunner(world.app) })
}

async function imagesOf(caller: Caller, options: { world: LocalWorld; revision: string; own: string }): Promise<Readonly<Record<string, string>>> {
  const { world, revision, own } = options
  const { app, stage, registry } = world
  // Only the files at hand can be built; another revision must have been there.
  if (revision !== own) return findImages(app, { access: { registry }, revision, stage })
  return findOrPublish({ ws: caller.ws, source: caller.source, config: caller.config, registry }, { app, revision, stage, publishAs: revision, before: async () => {} })
}

/** Wait until what was there before runs again, so that a deployment has something to go back to. */
async function ready(world: LocalWorld, run: StageRun): Promise<void> {
  const { ecs } = run.connect(world.stage.regions[0] ?? "local")
  const names = Object.values(world.stage.deploy.services)
  for (let attempt = 0; attempt < 60; attempt++) {
    const services = (await Promise.all(names.map((name) => ecs.describeServices(world.stage.cluster, [name])))).flat()
    if (services.every((service) => service.runningCount >= service.desiredCount && service.deployments.length === 1 && service.deployments[0]?.rolloutState === "COMPLETED")) return
    await run.clock.sleep(2_000)
  }
  console.log("local: what ran before does not run again within 120 s; going on without it")
}
