import { dag, Secret, Service as DaggerService } from "@dagger.io/dagger"
import { buildSpecs, type Destination, destination, publishSet, type Receipt, registryClient, type RegistryClient, revisionTag } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { gitFacts } from "./git.ts"
import { buildImage } from "./images.ts"

/** How a publish reaches its registry. */
export interface RegistryAccess {
  /** A registry that is itself a service, such as one on the caller's machine. */
  service?: DaggerService
  user?: string
  password?: Secret
}

/** Build every image for every platform and publish the set under one revision. */
export async function publishAll(caller: Caller, options: { app: App; access: RegistryAccess; revision?: string; component?: string; tag: string }): Promise<Receipt> {
  const { app, access } = options
  const specs = buildSpecs(app.config, options.component)
  const facts = await gitFacts(caller, { app, paths: [...new Set(specs.map((spec) => spec.context))] })
  const revision = revisionTag({ given: options.revision, headSha: facts.sha, changedPaths: facts.changed })
  // The engine speaks plain HTTP only to this literal name.
  const target = destination(app.config, access.service ? "localhost:5000" : undefined)
  return publishSet({
    project: app.config.project,
    revision,
    movingTag: options.tag,
    specs,
    destination: target,
    client: await client(target, access),
    log: (line) => console.log(line),
    retryDelayMs: 1000,
    push: async (spec, address) => {
      const variants = spec.platforms.map((platform) => buildImage(spec, { source: app.source, platform, facts }))
      const first = access.user && access.password ? dag.container().withRegistryAuth(address, access.user, access.password) : dag.container()
      return first.publish(address, { platformVariants: variants, registryService: access.service })
    },
  })
}

async function client(target: Destination, access: RegistryAccess): Promise<RegistryClient> {
  const login = access.user && access.password ? { username: access.user, password: await access.password.plaintext() } : undefined
  const endpoint = access.service ? await (await access.service.start()).endpoint({ scheme: "http" }) : `https://${target.host}`
  return registryClient({ endpoint, name: target.host, login, fetch })
}
