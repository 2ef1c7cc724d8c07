import { type Artifact, artifactManifest, emptyConfig } from './artifact.ts'
import { addToReferrersTag, listReferrers, type Subject } from './referrers.ts'
import type { RegistryClient, StoredManifest } from './registry-client.ts'

/** An artifact that the registry keeps. */
export interface KeptArtifact {
  readonly artifactType: string
  readonly digest: string
}

/**
 * Attach artifacts to an image, each unless the image has the same one already.
 *
 * @param image.stored Index or manifest of the image, as the registry keeps it.
 * @throws {HatcheryError} `REGISTRY_*`, `PUBLISH_INCOMPLETE`
 */
export async function attachArtifacts(client: RegistryClient, image: { repository: string; stored: StoredManifest }, artifacts: readonly Artifact[]): Promise<readonly KeptArtifact[]> {
  const { stored, repository } = image
  const subject: Subject = { repository, digest: stored.digest }
  const descriptor = { mediaType: stored.mediaType.split(';')[0] ?? '', digest: stored.digest, size: Buffer.byteLength(stored.body) }
  const known = new Set((await listReferrers(client, subject)).map(({ digest }) => digest))
  const kept: KeptArtifact[] = []
  for (const artifact of artifacts) {
    const manifest = artifactManifest(artifact, descriptor)
    const { artifactType, annotations } = artifact
    kept.push({ artifactType, digest: manifest.digest })
    if (known.has(manifest.digest)) continue
    await pushContent(client, { repository, artifact })
    const isListed = await client.putManifest(repository, manifest.digest, manifest)
    const entry = { mediaType: manifest.mediaType, digest: manifest.digest, size: Buffer.byteLength(manifest.body), artifactType, ...(annotations ? { annotations } : {}) }
    if (!isListed) await addToReferrersTag(client, subject, entry)
  }
  return kept
}

/** Keep an artifact under a tag of its own; the one before it is replaced. */
export async function keepArtifact(client: RegistryClient, place: { repository: string; tag: string }, artifact: Artifact): Promise<KeptArtifact> {
  const manifest = artifactManifest(artifact)
  await pushContent(client, { repository: place.repository, artifact })
  await client.putManifest(place.repository, place.tag, manifest)
  return { artifactType: artifact.artifactType, digest: manifest.digest }
}

/** Read the content of an artifact by its tag or digest; undefined where there is none of that type. */
export async function readArtifact(client: RegistryClient, place: { repository: string; reference: string }, artifactType: string): Promise<string | undefined> {
  const stored = await client.manifest(place.repository, place.reference)
  if (!stored) return undefined
  const manifest = JSON.parse(stored.body) as { artifactType?: string; layers?: readonly { digest: string }[] }
  const layer = manifest.layers?.[0]
  return manifest.artifactType === artifactType && layer ? client.blob(place.repository, layer.digest) : undefined
}

async function pushContent(client: RegistryClient, { repository, artifact }: { repository: string; artifact: Artifact }): Promise<void> {
  await client.pushBlob(repository, emptyConfig)
  await client.pushBlob(repository, artifact.content)
}
