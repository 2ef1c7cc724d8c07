import * as z from 'zod'
import { parseJson } from '../checks/parse/json.ts'
import type { KeptArtifact } from './attach.ts'

/** What a publish left in the registry; the immutable hand-over to a release. */
export interface Receipt {
  readonly project: string
  readonly revision: string
  readonly images: readonly PublishedImage[]
}

export interface PublishedImage {
  readonly component: string
  /** `registry/repository@sha256:…` of the index. */
  readonly reference: string
  readonly digest: string
  readonly tags: readonly string[]
  /** Built now, or carried over from a revision with the same content; from its own where it was there already. */
  readonly origin: { readonly kind: 'built' } | { readonly kind: 'carried'; readonly revision: string }
  readonly platforms: readonly PublishedPlatform[]
  /** What is attached to the digest: bill of materials and provenance. */
  readonly artifacts: readonly KeptArtifact[]
  /** What could not be told about the image, and why. */
  readonly notes: readonly string[]
}

/** Images as a registry tells of them, which does not say how they came there. */
export interface ImageSet {
  readonly project: string
  readonly revision: string
  readonly images: readonly Omit<PublishedImage, 'origin'>[]
}

export interface PublishedPlatform {
  /** `linux/arm64` */
  readonly platform: string
  readonly digest: string
  /** Compressed size of config and layers. */
  readonly sizeBytes: number
  readonly layers: number
}

/** Write a receipt as JSON. */
export const receiptJson = (receipt: Receipt): string => `${JSON.stringify(receipt, null, 2)}\n`

const platform = z.object({ platform: z.string(), digest: z.string(), sizeBytes: z.number(), layers: z.number() })
const artifact = z.object({ artifactType: z.string(), digest: z.string() })
const origin = z.union([z.object({ kind: z.literal('built') }), z.object({ kind: z.literal('carried'), revision: z.string() })])
const image = z.object({ component: z.string(), reference: z.string(), digest: z.string(), tags: z.array(z.string()), origin, platforms: z.array(platform), artifacts: z.array(artifact).default([]), notes: z.array(z.string()).default([]) })
const receipt = z.object({ project: z.string(), revision: z.string(), images: z.array(image) })

/**
 * Read a receipt that a publish wrote.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE` with the field that is wrong.
 */
export const parseReceipt = (text: string): Receipt => parseJson(text, { file: 'receipt.json', schema: receipt })
