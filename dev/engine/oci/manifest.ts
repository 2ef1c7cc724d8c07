import { keepBlob } from './blobs.ts'
import type { PlatformImage } from './types.ts'

const types = {
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
}

export type Descriptor = ReturnType<typeof keepBlob>

/** Write the configuration blob of one platform's image. */
export const keepConfig = (image: PlatformImage): Descriptor =>
  keepBlob(
    types.config,
    JSON.stringify({
      architecture: image.arch,
      os: 'linux',
      ...(image.arch === 'arm64' ? { variant: 'v8' } : {}),
      config: image.config,
      rootfs: { type: 'layers', diff_ids: image.layers.map((layer) => layer.diffId) },
      history: image.layers.map(() => ({ created: '1970-01-01T00:00:00Z', created_by: 'hatchery dev/engine' })),
      created: '1970-01-01T00:00:00Z',
    }),
  )

/** Write the manifest of one platform's image. */
export const keepManifest = (image: PlatformImage): Descriptor =>
  keepBlob(
    types.manifest,
    JSON.stringify({
      schemaVersion: 2,
      mediaType: types.manifest,
      config: keepConfig(image),
      layers: image.layers.map((layer) => ({ mediaType: types.layer, digest: layer.digest, size: layer.sizeBytes })),
    }),
  )

/** Write the index over all platforms of an image. */
export const keepIndex = (images: readonly PlatformImage[]): { index: Descriptor; manifests: readonly Descriptor[] } => {
  const manifests = images.map(keepManifest)
  const entries = images.map((image, at) => ({
    ...manifests[at],
    platform: { architecture: image.arch, os: 'linux', ...(image.arch === 'arm64' ? { variant: 'v8' } : {}) },
  }))
  return { index: keepBlob(types.index, JSON.stringify({ schemaVersion: 2, mediaType: types.index, manifests: entries })), manifests }
}
