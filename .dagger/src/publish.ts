import { File } from "@dagger.io/dagger"
import { buildSpecs, findSet, HatcheryError, publishSet, type Receipt, revisionTag, type Stage, type WantedPlatform } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { describeImages } from "./belongings.ts"
import type { Grant } from "./credentials.ts"
import { gitFacts } from "./git.ts"
import { builtImage } from "./images.ts"
import { makePlan } from "./plan.ts"
import { keepTimingsOf } from "./timings.ts"
import { openRegistry, type RegistryAccess } from "./registry.ts"

/** Who publishes, and to where. */
type Publisher = Caller & RegistryAccess & Grant & { base?: string }

/**
 * Build every image for every platform and publish the set under one revision.
 *
 * With a base what the plan calls unaffected gets the image of the base's commit; with `complete` what the revision has
 * already stays as it is.
 */
export async function publishAll(caller: Publisher, options: { app: App; revision?: string; component?: string; tag: string; complete?: boolean; attach?: { by?: string }; timings?: File }): Promise<Receipt> {
  const { app } = options
  const specs = buildSpecs(app.config, options.component)
  const facts = await gitFacts(caller, { app, paths: [...new Set(specs.map((spec) => spec.context))] })
  const revision = revisionTag({ given: options.revision, headSha: facts.sha, changedPaths: facts.changed })
  const registry = await openRegistry(app, caller)
  return publishSet({
    project: app.config.project,
    revision,
    movingTag: options.tag,
    specs,
    destination: registry.destination,
    client: registry.client,
    ...(options.attach ? { describe: describeImages(app, { specs, facts, builder: options.attach.by }) } : {}),
    ...(options.timings ? { keep: keepTimingsOf(app, { registry, timings: options.timings, facts, revision }) } : {}),
    log: (line) => console.log(line),
    reuse: await reusable(caller, { app, own: options.complete ? [revision] : [] }),
    retryDelayMs: 1000,
    pushTimeoutMs: 15 * 60_000,
    push: async (spec, address) => {
      const variants = await Promise.all(spec.platforms.map((platform) => builtImage(app, { spec, platform, facts })))
      return (await registry.pusher(address)).publish(address, { platformVariants: variants, registryService: registry.service })
    },
  })
}

/** Say which revisions a component may have its image from: the merge base, where nothing that it is built from changed since. */
async function reusable(caller: Publisher, { app, own }: { app: App; own: readonly string[] }): Promise<(component: string) => readonly string[]> {
  if (caller.base === undefined) return () => own
  const { plan } = await makePlan(caller, { app, event: "manual" })
  const unaffected = new Set(plan.components.filter(({ affected }) => !affected).map(({ name }) => name))
  return (component) => (plan.mergeBase !== undefined && unaffected.has(component) ? [...own, plan.mergeBase] : own)
}

/** Find the images of the files at hand; what the registry lacks of them is published first. */
export async function findOrPublish(caller: Publisher, options: { app: App; revision: string; stage: Stage; migratorFor?: WantedPlatform; publishAs?: string; attach?: { by?: string }; before: () => Promise<void> }): Promise<Readonly<Record<string, string>>> {
  const { app, revision, stage, publishAs } = options
  const find = () => findImages(app, { access: caller, revision, stage, migratorFor: options.migratorFor })
  try {
    return await find()
  } catch (error) {
    if (!(error instanceof HatcheryError) || error.code !== "REVISION_NOT_PUBLISHED") throw error
    console.log(`${error.message}; publishing it first`)
  }
  await options.before()
  await publishAll(caller, { app, revision: publishAs, tag: "latest", complete: true, attach: options.attach })
  return find()
}

/** Find the images that a stage needs of a revision. */
export async function findImages(app: App, options: { access: RegistryAccess & Grant; revision: string; stage: Stage; migratorFor?: WantedPlatform }): Promise<Readonly<Record<string, string>>> {
  const { stage, revision, access } = options
  const migrator = stage.deploy.order.includes("migrate") && stage.migrate ? [stage.migrate.component] : []
  const platform = options.migratorFor ?? { platform: app.config.platforms[0]!, because: "it is the first of `platforms`" }
  const single = Object.fromEntries(stage.migrate?.kind === "lambda" ? migrator.map((name) => [name, platform]) : [])
  const { destination, client } = await openRegistry(app, access)
  return findSet(client, { destination, components: [...stage.deploy.order.filter((name) => name !== "migrate"), ...migrator], revision, single })
}
