import { cpSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../paths.ts'
import { run } from '../shell.ts'
import { blobPath } from './blobs.ts'
import { keepConfig } from './manifest.ts'
import type { PlatformImage } from './types.ts'

/** Load an image into dockerd under the names given; layers that dockerd has are not read again. */
export const dockerLoad = async (image: PlatformImage, names: readonly string[]): Promise<void> => {
  const folder = mkdtempSync(join(cacheFolder('blobs'), 'load-'))
  try {
    const config = keepConfig(image).digest.replace('sha256:', '')
    cpSync(blobPath(`sha256:${config}`), join(folder, `${config}.json`))
    const layers = image.layers.map((layer) => {
      const name = layer.digest.replace('sha256:', '')
      mkdirSync(join(folder, name))
      linkSync(blobPath(layer.digest), join(folder, name, 'layer.tar'))
      return `${name}/layer.tar`
    })
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify([{ Config: `${config}.json`, RepoTags: names, Layers: layers }]))
    await run(['sh', '-c', `tar -C '${folder}' -cf - . | docker load`])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
