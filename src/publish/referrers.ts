import { HatcheryError } from '../shared/errors.ts'
import { indexType } from './artifact.ts'
import { descriptorOf, type Descriptor, type RegistryClient, type StoredManifest } from './registry-client.ts'

interface Index {
  readonly mediaType?: string
  readonly manifests?: readonly Descriptor[]
}

/** Where something is kept: the repository, and the digest that others refer to. */
export interface Subject {
  readonly repository: string
  readonly digest: string
}

/**
 * List what refers to an image: by the registry's own list, or by the tag that stands for it where there is none.
 *
 * @see OCI distribution specification 1.1, "Listing Referrers", "Referrers Tag Schema"
 */
export async function listReferrers(client: RegistryClient, subject: Subject): Promise<readonly Descriptor[]> {
  const listed = await client.referrers(subject.repository, subject.digest)
  return listed ?? (await readTag(client, subject)).manifests
}

/**
 * Add a manifest to the tag that lists what refers to an image; entries of others stay.
 *
 * Two writers at once can overwrite each other, since such registries know no condition on a write: ours is read back, and
 * written again where it was lost.
 *
 * @throws {HatcheryError} `PUBLISH_INCOMPLETE` when the tag holds something else, or the entry is lost again and again.
 */
export async function addToReferrersTag(client: RegistryClient, subject: Subject, entry: Descriptor): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    const { index, manifests } = await readTag(client, subject)
    if (manifests.some(({ digest }) => digest === entry.digest)) return
    const body = JSON.stringify({ ...index, schemaVersion: 2, mediaType: indexType, manifests: [...manifests, entry] })
    await client.putManifest(subject.repository, tagOf(subject.digest), { body, mediaType: indexType, digest: descriptorOf(body, indexType).digest })
    if ((await readTag(client, subject)).manifests.some(({ digest }) => digest === entry.digest)) return
  }
  throw broken(subject, 'keeps losing what is added to it: something else writes it at the same time')
}

async function readTag(client: RegistryClient, subject: Subject): Promise<{ index: object; manifests: readonly Descriptor[] }> {
  const stored = await client.manifest(subject.repository, tagOf(subject.digest))
  if (!stored) return { index: {}, manifests: [] }
  const index = JSON.parse(stored.body) as Index
  if (!isIndex(stored, index)) throw broken(subject, 'is no image index, so nothing was added to it')
  return { index, manifests: index.manifests ?? [] }
}

const isIndex = (stored: StoredManifest, index: Index) => stored.mediaType.startsWith(indexType) || index.mediaType === indexType

/** `sha256:abc` becomes `sha256-abc`. */
function tagOf(digest: string): string {
  const [algorithm = '', encoded = ''] = digest.split(':')
  return `${algorithm.slice(0, 32)}-${encoded.slice(0, 64)}`.replaceAll(/[^\w.-]/g, '-')
}

function broken({ repository, digest }: Subject, what: string): HatcheryError {
  return new HatcheryError('PUBLISH_INCOMPLETE', { where: `${repository}:${tagOf(digest)}`, what: `the tag that lists what belongs to the image ${what}`, next: 'look at what else writes this tag, then publish again' })
}
