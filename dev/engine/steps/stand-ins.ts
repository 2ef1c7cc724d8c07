import { join } from 'node:path'
import { EngineError } from '../engine-error.ts'
import { hashOf } from '../hash.ts'
import { buildImage, builtImage, digestsOf } from '../images/build.ts'
import type { StandIn } from '../images/stand-in.ts'
import { dockerLoad } from '../oci/docker-load.ts'
import { keepConfig, keepIndex } from '../oci/manifest.ts'
import { pushImage } from '../oci/push.ts'
import type { PlatformImage } from '../oci/types.ts'
import { engineDir } from '../paths.ts'
import { attempt } from '../shell.ts'
import type { Step } from '../step.ts'
import { registryPort } from '../versions.ts'

export const localRegistry = `localhost:${registryPort}`

const built = (image: StandIn): readonly PlatformImage[] => {
  const images = builtImage(image.names[0])
  if (images === undefined) throw new EngineError(`${image.names[0]} is not in the cache`, 'run "up" again: it builds what is missing')
  return images
}

export const buildStep = (image: StandIn): Step => {
  const inputs = ['images/build.ts', 'images/stand-in.ts', 'images/npm-package.ts', ...(image.fill === undefined ? [] : ['images/node.ts', 'images/python.ts'])]
  return {
    name: `image ${image.names[0]}`,
    // Where the checkout lies is no input: its files are hashed by name.
    key: hashOf([digestsOf(`base-${image.suite}`), JSON.stringify({ ...image, folder: undefined })], [...inputs.map((file) => join(engineDir, file)), ...(image.folder === undefined ? [] : [image.folder])]),
    present: () => builtImage(image.names[0]) !== undefined,
    make: () => buildImage(image),
  }
}

const inRegistry = async (name: string, digest: string): Promise<boolean> => {
  const [repository, tag] = name.split(':')
  const response = await fetch(`http://${localRegistry}/v2/library/${repository}/manifests/${tag}`, { method: 'HEAD', headers: { accept: 'application/vnd.oci.image.index.v1+json' } })
  return response.headers.get('docker-content-digest') === digest
}

/** Ids of all images in dockerd by name, asked for once: an own question for each would take most of a warm `up`. */
export const imagesInDocker = async (): Promise<ReadonlyMap<string, string>> => {
  const { stdout } = await attempt(['docker', 'image', 'ls', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}}|{{.ID}}'])
  return new Map(stdout.split('\n').map((line) => line.split('|') as [string, string]))
}

/** Bring a built image into dockerd, where testcontainers finds it. */
export const loadIntoDocker = async (image: StandIn, inDocker: ReadonlyMap<string, string>): Promise<void> => {
  const native = built(image)[0]
  if (native === undefined) return
  const id = keepConfig(native).digest
  if (image.names.every((name) => inDocker.get(name) === id)) return
  await dockerLoad(native, image.names)
  console.log(`  ${image.names[0]}: in dockerd`)
}

/** Bring a built image into the local registry, where the engine finds it. */
export const pushToRegistry = async (image: StandIn): Promise<void> => {
  const { index } = keepIndex(built(image))
  const there = await Promise.all(image.names.map((name) => inRegistry(name, index.digest)))
  if (there.every(Boolean)) return
  await pushImage(built(image), { registry: localRegistry, names: image.names })
  console.log(`  ${image.names[0]}: in the local registry`)
}
