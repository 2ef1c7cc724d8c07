import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../paths.ts'

export const sha256 = (bytes: string | Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** Path of a blob in the cache, there or not. */
export const blobPath = (digest: string): string => join(cacheFolder('blobs'), digest.replace(':', '-'))

/** Keep bytes as a blob and return its descriptor. */
export const keepBlob = (mediaType: string, bytes: string): { mediaType: string; digest: string; size: number } => {
  const digest = sha256(bytes)
  if (!existsSync(blobPath(digest))) writeFileSync(blobPath(digest), bytes)
  return { mediaType, digest, size: Buffer.byteLength(bytes) }
}
