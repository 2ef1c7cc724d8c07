import { isHatcheryError } from '../shared/errors.ts'
import { inspectImage } from './inspect.ts'
import type { PublishedPlatform } from './receipt.ts'
import type { RegistryClient, StoredManifest } from './registry-client.ts'

/** An image that the registry holds with every platform that is wanted. */
export interface WholeImage {
  readonly stored: StoredManifest
  readonly platforms: readonly PublishedPlatform[]
}

/**
 * Look whether a tag's image is whole.
 *
 * @returns the image, or why it cannot be had from there.
 */
export async function wholeImage(client: RegistryClient, image: { readonly repository: string; readonly tag: string; readonly expected: readonly string[] }): Promise<WholeImage | string> {
  const { repository, tag, expected } = image
  try {
    const stored = await client.manifest(repository, tag)
    if (!stored) return 'it is not there'
    const platform = await plainPlatform(client, { repository, stored })
    if (platform !== undefined && !`${platform}/`.startsWith(`${expected[0]}/`)) return `it is for ${platform}`
    return { stored, platforms: await inspectImage(client, { repository, digest: stored.digest, expected }) }
  } catch (error) {
    // What cannot be read is not there for us, but a registry that is down is not an image that is missing.
    if (isHatcheryError(error) && (error.code === 'PUBLISH_INCOMPLETE' || error.code === 'REGISTRY_UNAUTHORIZED')) return error.message
    throw error
  }
}

/** Read the platform of an image without an index, which only its configuration tells. */
export async function plainPlatform(client: RegistryClient, { repository, stored }: { readonly repository: string; readonly stored: StoredManifest }): Promise<string | undefined> {
  const manifest = JSON.parse(stored.body) as { manifests?: unknown; config?: { digest: string } }
  if (manifest.manifests) return undefined
  const text = manifest.config && (await client.blob(repository, manifest.config.digest))
  const { os, architecture, variant } = JSON.parse(text ?? '{}') as { os?: string; architecture?: string; variant?: string }
  return [os ?? 'unknown', architecture ?? 'unknown', variant].filter(Boolean).join('/')
}

/** The same, undefined also where the configuration may not be read. */
export async function readablePlatform(client: RegistryClient, image: { readonly repository: string; readonly stored: StoredManifest }): Promise<string | undefined> {
  try {
    return await plainPlatform(client, image)
  } catch (error) {
    if (isHatcheryError(error) && error.code === 'REGISTRY_UNAUTHORIZED') return undefined
    throw error
  }
}
