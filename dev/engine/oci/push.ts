import { openAsBlob, readFileSync } from 'node:fs'
import { EngineError } from '../engine-error.ts'
import { blobPath } from './blobs.ts'
import { keepConfig, keepIndex } from './manifest.ts'
import type { PlatformImage } from './types.ts'

const failed = async (what: string, response: Response): Promise<EngineError> =>
  new EngineError(`${what}: the local registry answered ${response.status} ${(await response.text()).slice(0, 200)}`, 'docker logs hatchery-registry tells why')

const pushBlob = async (base: string, digest: string): Promise<void> => {
  if ((await fetch(`${base}/blobs/${digest}`, { method: 'HEAD' })).ok) return
  const start = await fetch(`${base}/blobs/uploads/`, { method: 'POST' })
  const location = start.headers.get('location')
  if (!start.ok || location === null) throw await failed(`start of the upload of ${digest}`, start)
  const target = new URL(location, base)
  target.searchParams.set('digest', digest)
  const put = await fetch(target, { method: 'PUT', body: await openAsBlob(blobPath(digest)), headers: { 'content-type': 'application/octet-stream' } })
  if (!put.ok) throw await failed(`upload of ${digest}`, put)
}

const pushManifest = async (base: string, reference: string, descriptor: { mediaType: string; digest: string }): Promise<void> => {
  const put = await fetch(`${base}/manifests/${reference}`, { method: 'PUT', body: readFileSync(blobPath(descriptor.digest)), headers: { 'content-type': descriptor.mediaType } })
  if (!put.ok) throw await failed(`manifest ${reference}`, put)
}

/**
 * Push an image to a registry by plain HTTP, as one index over its platforms.
 *
 * @param options.registry Host and port, `localhost:5000`.
 * @param options.names `node:24-bookworm-slim`, each pushed below `library/`.
 */
export const pushImage = async (images: readonly PlatformImage[], options: { registry: string; names: readonly string[] }): Promise<void> => {
  const { index, manifests } = keepIndex(images)
  for (const name of options.names) {
    const [repository, tag] = name.split(':')
    const base = `http://${options.registry}/v2/library/${repository}`
    for (const image of images) {
      for (const layer of image.layers) await pushBlob(base, layer.digest)
      await pushBlob(base, keepConfig(image).digest)
    }
    for (const manifest of manifests) await pushManifest(base, manifest.digest, manifest)
    await pushManifest(base, tag ?? 'latest', index)
  }
}
