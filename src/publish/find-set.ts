import { HatcheryError } from '../shared/errors.ts'
import type { Destination } from './destination.ts'
import type { RegistryClient, StoredManifest } from './registry-client.ts'
import { readablePlatform } from './whole-image.ts'

/** The one platform of an index that is wanted. */
export interface WantedPlatform {
  readonly platform: string
  /** What wants it, for the message: `function migrator is arm64`. */
  readonly because: string
}

/**
 * Find the images that one revision names; the registry is the truth, so nothing but the SHA is handed on.
 *
 * @param wanted.single What takes no index, such as a Lambda function, with its platform.
 * @returns component to `registry/repository@sha256:…`.
 * @throws {HatcheryError} `REVISION_NOT_PUBLISHED` with every component that lacks it.
 */
export async function findSet(client: RegistryClient, wanted: { destination: Destination; components: readonly string[]; revision: string; single?: Readonly<Record<string, WantedPlatform>> }): Promise<Readonly<Record<string, string>>> {
  const { destination, components, revision } = wanted
  const found = await Promise.all(
    components.map(async (component) => {
      const repository = destination.repository(component)
      const stored = await client.manifest(repository, revision)
      const single = wanted.single?.[component]
      const digest = stored && (single ? await digestFor(client, { stored, repository, component, ...single }) : stored.digest)
      return { component, ...(digest ? { reference: `${destination.host}/${repository}@${digest}` } : {}) }
    }),
  )
  const missing = found.filter(({ reference }) => reference === undefined)
  if (missing.length > 0) {
    throw new HatcheryError('REVISION_NOT_PUBLISHED', {
      where: `revision ${revision}`,
      what: `${destination.host} does not have it of: ${missing.map(({ component }) => component).join(', ')}`,
      next: 'run `publish` for this revision, or name one that was published',
    })
  }
  return Object.fromEntries(found.map(({ component, reference }) => [component, reference ?? '']))
}

/** @see AWS Lambda Developer Guide, "Create a Lambda function using a container image": multi-architecture images are not supported */
async function digestFor(client: RegistryClient, wanted: WantedPlatform & { readonly stored: StoredManifest; readonly repository: string; readonly component: string }): Promise<string> {
  const { stored, platform, because, component } = wanted
  const { manifests } = JSON.parse(stored.body) as { manifests?: readonly { digest: string; platform?: { os: string; architecture: string } }[] }
  // What may not be read is taken as it is; Lambda says so when it does not fit.
  const told = manifests ? undefined : await readablePlatform(client, wanted)
  const published = manifests ? manifests.map((one) => ({ digest: one.digest, name: one.platform ? `${one.platform.os}/${one.platform.architecture}` : 'unknown' })) : [{ digest: stored.digest, name: told ?? platform }]
  const found = published.find(({ name }) => `${name}/`.startsWith(`${platform}/`))
  if (found) return found.digest
  throw new HatcheryError('PUBLISH_INCOMPLETE', {
    where: `component ${component}`,
    what: `${because} and needs ${platform}; the revision is published for ${published.map(({ name }) => name).join(', ')}`,
    next: 'add the platform to `platforms` in hatchery.yaml and publish again, or change the architecture of the function',
  })
}
