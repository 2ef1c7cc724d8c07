import { inspectImage } from './inspect.ts'
import type { ImageSet } from './receipt.ts'
import { listReferrers } from './referrers.ts'
import type { RegistryClient } from './registry-client.ts'
import { readablePlatform } from './whole-image.ts'

/** Images of a release as the registry has them, and what could not be told. */
export interface DescribedSet {
  readonly receipt: ImageSet
  readonly notes: readonly string[]
}

/**
 * Read back what the registry keeps of the images of a release: platforms, sizes, layers, what is attached.
 *
 * A report is no place to fail: an image that cannot be read is a note.
 *
 * @param wanted.images Component to `registry/repository@sha256:…`.
 */
export async function describeSet(client: RegistryClient, wanted: { project: string; revision: string; images: Readonly<Record<string, string>>; host: string }): Promise<DescribedSet> {
  const found = await Promise.all(Object.entries(wanted.images).map(([component, reference]) => describeOne(client, { ...wanted, component, reference })))
  return {
    receipt: { project: wanted.project, revision: wanted.revision, images: found.filter((one) => typeof one !== 'string') },
    notes: found.filter((one) => typeof one === 'string'),
  }
}

interface Wanted {
  readonly component: string
  readonly reference: string
  readonly host: string
}

async function describeOne(client: RegistryClient, { component, reference, host }: Wanted): Promise<ImageSet['images'][number] | string> {
  const [, registry, repository, digest] = /^([^/]+)\/(.+)@(sha256:[0-9a-f]{64})$/.exec(reference) ?? []
  if (repository === undefined || digest === undefined || registry !== host) return `image of ${component}: ${reference} is not in ${host}, so its size is not known`
  try {
    const [platforms, referrers] = await Promise.all([inspectOne(client, { repository, digest }), listReferrers(client, { repository, digest })])
    const artifacts = referrers.map((one) => ({ artifactType: one.artifactType ?? one.mediaType, digest: one.digest }))
    return { component, reference, digest, tags: [], platforms, artifacts, notes: [] }
  } catch (error) {
    return `image of ${component}: its size could not be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Which platforms a release once had is its own business, so none is expected of an index; a plain manifest tells its own. */
async function inspectOne(client: RegistryClient, image: { repository: string; digest: string }) {
  const platforms = await inspectImage(client, { ...image, expected: [] })
  if (platforms.every(({ platform }) => platform !== '')) return platforms
  const stored = await client.manifest(image.repository, image.digest)
  const platform = stored && (await readablePlatform(client, { repository: image.repository, stored }))
  return platforms.map((one) => ({ ...one, platform: platform ?? 'unknown' }))
}
