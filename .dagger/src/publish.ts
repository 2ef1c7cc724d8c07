import { dag, Secret, Service as DaggerService } from "@dagger.io/dagger"
import { buildSpecs, type Destination, destination, findSet, publishSet, type Receipt, registryClient, type RegistryClient, revisionTag, type Stage } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { toLogin } from "./credentials.ts"
import { gitFacts } from "./git.ts"
import { buildImage } from "./images.ts"

/** What `with-registry` keeps. */
export interface RegistryAccess {
  /** A registry that is itself a service, such as one on the caller's machine. */
  registry?: DaggerService
  registryUser?: string
  registryPassword?: Secret
}

/** Build every image for every platform and publish the set under one revision. */
export async function publishAll(caller: Caller & RegistryAccess, options: { app: App; revision?: string; component?: string; tag: string }): Promise<Receipt> {
  const { app } = options
  const specs = buildSpecs(app.config, options.component)
  const facts = await gitFacts(caller, { app, paths: [...new Set(specs.map((spec) => spec.context))] })
  const revision = revisionTag({ given: options.revision, headSha: facts.sha, changedPaths: facts.changed })
  const target = await targetOf(app, caller)
  return publishSet({
    project: app.config.project,
    revision,
    movingTag: options.tag,
    specs,
    destination: target,
    client: await client(target, caller),
    log: (line) => console.log(line),
    retryDelayMs: 1000,
    pushTimeoutMs: 15 * 60_000,
    push: async (spec, address) => {
      const variants = await Promise.all(spec.platforms.map((platform) => buildImage(spec, { source: app.source, platform, facts })))
      const first = caller.registryUser && caller.registryPassword ? dag.container().withRegistryAuth(address, caller.registryUser, caller.registryPassword) : dag.container()
      return first.publish(address, { platformVariants: variants, registryService: caller.registry })
    },
  })
}

/** Find the images that a stage needs of a revision. */
export async function findImages(app: App, options: { access: RegistryAccess; revision: string; stage: Stage }): Promise<Readonly<Record<string, string>>> {
  const { stage, revision, access } = options
  const migrator = stage.deploy.order.includes("migrate") && stage.migrate ? [stage.migrate.component] : []
  const single = Object.fromEntries(stage.migrate?.kind === "lambda" ? migrator.map((name) => [name, app.config.platforms[0]!]) : [])
  const target = await targetOf(app, access)
  return findSet(await client(target, access), { destination: target, components: [...stage.deploy.order.filter((name) => name !== "migrate"), ...migrator], revision, single })
}

/** The engine speaks plain HTTP only to the literal name localhost, and dials the port that the name carries. */
async function targetOf(app: App, access: RegistryAccess): Promise<Destination> {
  return destination(app.config, access.registry ? `localhost:${await (await access.registry.start()).ports().then(([port]) => port!.port())}` : undefined)
}

async function client(target: Destination, access: RegistryAccess): Promise<RegistryClient> {
  const login = await toLogin(access.registryUser, access.registryPassword)
  const endpoint = access.registry ? await access.registry.endpoint({ scheme: "http" }) : `https://${target.host}`
  return registryClient({ endpoint, name: target.host, login, fetch })
}
