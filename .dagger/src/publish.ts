import { File } from "@dagger.io/dagger"
import { buildSpecs, findSet, publishSet, type Receipt, revisionTag, type Stage } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { describeImages } from "./belongings.ts"
import type { Grant } from "./credentials.ts"
import { gitFacts } from "./git.ts"
import { builtImage } from "./images.ts"
import { keepTimingsOf } from "./timings.ts"
import { openRegistry, type RegistryAccess } from "./registry.ts"

/** Build every image for every platform and publish the set under one revision. */
export async function publishAll(caller: Caller & RegistryAccess & Grant, options: { app: App; revision?: string; component?: string; tag: string; attach?: { by?: string }; timings?: File }): Promise<Receipt> {
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
    retryDelayMs: 1000,
    pushTimeoutMs: 15 * 60_000,
    push: async (spec, address) => {
      const variants = await Promise.all(spec.platforms.map((platform) => builtImage(app, { spec, platform, facts })))
      return (await registry.pusher(address)).publish(address, { platformVariants: variants, registryService: registry.service })
    },
  })
}

/** Find the images that a stage needs of a revision. */
export async function findImages(app: App, options: { access: RegistryAccess & Grant; revision: string; stage: Stage }): Promise<Readonly<Record<string, string>>> {
  const { stage, revision, access } = options
  const migrator = stage.deploy.order.includes("migrate") && stage.migrate ? [stage.migrate.component] : []
  const single = Object.fromEntries(stage.migrate?.kind === "lambda" ? migrator.map((name) => [name, app.config.platforms[0]!]) : [])
  const { destination, client } = await openRegistry(app, access)
  return findSet(client, { destination, components: [...stage.deploy.order.filter((name) => name !== "migrate"), ...migrator], revision, single })
}
