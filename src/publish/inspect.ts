import { HatcheryError } from '../shared/errors.ts'
import type { PublishedPlatform } from './receipt.ts'
import type { Descriptor, RegistryClient } from './registry-client.ts'

type Entry = Pick<Descriptor, 'digest' | 'size'> & { readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string } }

interface Manifest {
  readonly manifests?: readonly Entry[]
  readonly config?: Descriptor
  readonly layers?: readonly Descriptor[]
}

/**
 * Read back what the registry holds of an image: the proof that a publish is whole.
 *
 * @throws {HatcheryError} `PUBLISH_INCOMPLETE` when an expected platform is not in the index.
 */
export async function inspectImage(client: RegistryClient, image: { repository: string; digest: string; expected: readonly string[] }): Promise<readonly PublishedPlatform[]> {
  const index = await read(client, image.repository, image.digest)
  // A single platform is pushed as a plain manifest, which does not say what it runs on: the caller built it.
  const entries = index.manifests ?? [{ digest: image.digest, size: 0, platform: parsePlatform(image.expected[0] ?? '') }]
  const platforms = await Promise.all(
    entries.map(async (entry): Promise<PublishedPlatform> => {
      const manifest = index.manifests ? await read(client, image.repository, entry.digest) : index
      const layers = manifest.layers ?? []
      const sizeBytes = layers.reduce((sum, layer) => sum + layer.size, manifest.config?.size ?? 0)
      return { platform: platformText(entry), digest: entry.digest, sizeBytes, layers: layers.length }
    }),
  )
  const missing = image.expected.filter((wanted) => !platforms.some((found) => found.platform === wanted || found.platform.startsWith(`${wanted}/`)))
  if (missing.length > 0) throw incomplete(image.repository, `lacks ${missing.join(', ')}`)
  return platforms
}

async function read(client: RegistryClient, repository: string, digest: string): Promise<Manifest> {
  const stored = await client.manifest(repository, digest)
  if (!stored) throw incomplete(repository, `does not have ${digest} though the push was answered`)
  return JSON.parse(stored.body) as Manifest
}

function incomplete(repository: string, what: string): HatcheryError {
  return new HatcheryError('PUBLISH_INCOMPLETE', { where: repository, what: `the registry ${what}`, next: 'publish again; nothing was called done' })
}

function parsePlatform(text: string): { os: string; architecture: string; variant?: string } {
  const [os = '', architecture = '', variant] = text.split('/')
  return { os, architecture, ...(variant ? { variant } : {}) }
}

function platformText({ platform }: Entry): string {
  return platform ? [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/') : 'unknown'
}
