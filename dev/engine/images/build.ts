import { cpSync, existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { blobPath } from '../oci/blobs.ts'
import { packLayer } from '../oci/pack-layer.ts'
import type { Arch, Layer, PlatformImage } from '../oci/types.ts'
import { cacheFolder } from '../paths.ts'
import { install } from '../rootfs/apt.ts'
import type { Suite } from '../rootfs/apt-sources.ts'
import { basePath } from '../rootfs/base.ts'
import { inRoot } from '../rootfs/chroot.ts'
import { onOverlay, toLayerForm } from '../rootfs/overlay.ts'
import type { Overlay } from '../rootfs/overlay.ts'
import { transpose } from '../rootfs/transpose.ts'
import type { StandIn } from './stand-in.ts'

const record = (name: string): string => join(cacheFolder('images'), `${name.replace(':', '-')}.json`)

/** Read a built image back, or nothing when it or one of its layers is not there. */
export const builtImage = (name: string): readonly PlatformImage[] | undefined => {
  if (!existsSync(record(name))) return undefined
  const images = JSON.parse(readFileSync(record(name), 'utf8')) as PlatformImage[]
  return images.every((image) => image.layers.every((layer) => existsSync(blobPath(layer.digest)))) ? images : undefined
}

/** The digests of a built image's layers, as the key of what stands on it: made again to the same bytes, it changes nothing. */
export const digestsOf = (name: string): string => (builtImage(name) ?? []).flatMap(({ layers }) => layers.map(({ digest }) => digest)).join(' ')

export const keepImage = (name: string, images: readonly PlatformImage[]): void => {
  writeFileSync(`${record(name)}.new`, JSON.stringify(images))
  renameSync(`${record(name)}.new`, record(name))
}

/** Pack the bases of a suite once; every image on it shares the layer. */
export const packBase = async (suite: Suite): Promise<void> => {
  const images: PlatformImage[] = []
  for (const arch of ['amd64', 'arm64'] as const) images.push({ arch, layers: [await packLayer(basePath(suite, arch))], config: {} })
  keepImage(`base-${suite}`, images)
}

const baseLayer = (suite: Suite, arch: Arch): Layer => {
  const layer = builtImage(`base-${suite}`)?.find((image) => image.arch === arch)?.layers[0]
  if (layer === undefined) throw new Error(`the base of ${suite} for ${arch} is not there`)
  return layer
}

/** Copy the image's files and run its setup inside, the same for every processor. */
const finish = async (image: StandIn, overlay: Overlay, arch: Arch, native?: string): Promise<void> => {
  await image.fill?.({ root: overlay.root, arch, ...(native === undefined ? {} : { native }) })
  if (image.folder === undefined) return
  if (existsSync(join(image.folder, 'files'))) cpSync(join(image.folder, 'files'), overlay.root, { recursive: true, force: true })
  const setup = join(image.folder, 'setup.sh')
  if (existsSync(setup)) await inRoot(overlay.root, readFileSync(setup, 'utf8'))
}

/** Pack what was changed; an image that adds nothing to its base is the base alone. */
const pack = async (image: StandIn, overlay: Overlay, arch: Arch): Promise<PlatformImage> => {
  const base = baseLayer(image.suite, arch)
  await toLayerForm(overlay.changes)
  const layers = readdirSync(overlay.changes).length === 0 ? [base] : [base, await packLayer(overlay.changes)]
  return { arch, layers, config: image.config }
}

/** Make the arm64 sister of what was just installed natively, finish both and pack both. */
const finishBoth = (image: StandIn, slug: string, native: Overlay): Promise<PlatformImage[]> =>
  onOverlay(basePath(image.suite, 'arm64'), `${slug}-arm64`, async (other) => {
    if (image.packages.length > 0) await transpose({ suite: image.suite, name: slug, changes: native.changes, native: native.root, target: other.root })
    await finish(image, native, 'amd64')
    await finish(image, other, 'arm64', native.root)
    return [await pack(image, native, 'amd64'), await pack(image, other, 'arm64')]
  })

/** Build a stand-in for all its processors and keep it in the cache. */
export const buildImage = async (image: StandIn): Promise<void> => {
  const name = image.names[0]
  const slug = name.replace(':', '-')
  const built = await onOverlay(basePath(image.suite, 'amd64'), `${slug}-amd64`, async (native) => {
    if (image.packages.length > 0) await install(image.suite, native.root, image.packages)
    if (image.arches.includes('arm64')) return finishBoth(image, slug, native)
    await finish(image, native, 'amd64')
    return [await pack(image, native, 'amd64')]
  })
  keepImage(name, built)
}
