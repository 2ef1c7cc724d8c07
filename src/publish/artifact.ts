import { descriptorOf, type Descriptor, type StoredManifest } from './registry-client.ts'

/** A document to keep in a registry, with an image or under a tag of its own. */
export interface Artifact {
  /** What it is: `application/vnd.cyclonedx+json`. */
  readonly artifactType: string
  /** Name of the file that other tools write when they fetch it. */
  readonly fileName: string
  readonly content: string
  readonly annotations?: Readonly<Record<string, string>>
}

export const indexType = 'application/vnd.oci.image.index.v1+json'
export const manifestType = 'application/vnd.oci.image.manifest.v1+json'

/** Content of the config that an artifact does not have. */
export const emptyConfig = '{}'

/**
 * Write the manifest of an artifact; the same artifact of the same subject always has the same digest.
 *
 * @param subject The image that it belongs to.
 * @see OCI image specification 1.1, "Guidelines for Artifact Usage"
 */
export function artifactManifest(artifact: Artifact, subject?: Descriptor): StoredManifest {
  const body = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: artifact.artifactType,
    config: descriptorOf(emptyConfig, 'application/vnd.oci.empty.v1+json'),
    layers: [{ ...descriptorOf(artifact.content, artifact.artifactType), annotations: { 'org.opencontainers.image.title': artifact.fileName } }],
    ...(subject ? { subject } : {}),
    ...(artifact.annotations ? { annotations: artifact.annotations } : {}),
  })
  return { body, mediaType: manifestType, digest: descriptorOf(body, manifestType).digest }
}
