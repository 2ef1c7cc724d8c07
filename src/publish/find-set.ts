import { HatcheryError } from '../shared/errors.ts'
import type { Destination } from './destination.ts'
import type { RegistryClient, StoredManifest } from './registry-client.ts'

/**
 * Find the images that one revision names; the registry is the truth, so nothing but the SHA is handed on.
 *
 * @param wanted.single Component to the one platform of its index that is wanted: a Lambda function takes no index.
 * @returns component to `registry/repository@sha256:…`.
 * @throws {HatcheryError} `REVISION_NOT_PUBLISHED` with every component that lacks it.
 */
export async function findSet(client: RegistryClient, wanted: { destination: Destination; components: readonly string[]; revision: string; single?: Readonly<Record<string, string>> }): Promise<Readonly<Record<string, string>>> {
  const { destination, components, revision } = wanted
  const found = await Promise.all(
    components.map(async (component) => {
      const repository = destination.repository(component)
      const stored = await client.manifest(repository, revision)
      const platform = wanted.single?.[component]
      const digest = stored && (platform ? digestFor(stored, { platform, component }) : stored.digest)
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
function digestFor(stored: StoredManifest, { platform, component }: { platform: string; component: string }): string {
  const { manifests } = JSON.parse(stored.body) as { manifests?: readonly { digest: string; platform?: { os: string; architecture: string } }[] }
  if (!manifests) return stored.digest
  const found = manifests.find((one) => one.platform && `${one.platform.os}/${one.platform.architecture}` === platform)
  if (found) return found.digest
  throw new HatcheryError('PUBLISH_INCOMPLETE', { where: `component ${component}`, what: `its published index has no image for ${platform}`, next: 'add the platform to `platforms` in hatchery.yaml and publish again' })
}
