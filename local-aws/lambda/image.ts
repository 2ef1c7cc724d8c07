import { AwsError, notModelled } from '../aws-error.ts'
import { parseReference } from '../ecr/resolve.ts'
import type { Plane } from '../plane.ts'
import { regionOf } from '../world.ts'

export interface CodeInput {
  ImageUri?: string
  ZipFile?: unknown
  S3Bucket?: string
}

/**
 * Find the image of a function. It must be in ECR, and be one image, not an index of several: Lambda does not take
 * multi-architecture images. What a local registry has, nobody asks: starting the container shows it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html (requirements)
 */
export function resolveCode(plane: Plane, options: { code: CodeInput; architectures: readonly string[] }): { imageUri: string; resolvedImageUri: string; codeSha256: string } {
  const { code } = options
  const invalid = (message: string) => new AwsError('InvalidParameterValueException', message)
  if (code.ZipFile !== undefined || code.S3Bucket !== undefined) throw notModelled('Lambda functions from a zip file; only image functions')
  if (code.ImageUri === undefined) throw invalid('Please provide ImageUri when updating a function with packageType Image.')
  const { host, repository, tag, digest } = parseReference(code.ImageUri)
  if (host === plane.world.localRegistry) {
    if (digest === undefined) throw invalid(`Source image ${code.ImageUri} is not valid: from a local registry name it by digest.`)
    return { imageUri: code.ImageUri, resolvedImageUri: code.ImageUri, codeSha256: digest.replace('sha256:', '') }
  }
  const match = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(host)
  if (match === null) throw invalid(`Source image ${code.ImageUri} is not valid. Provide a valid source image.`)
  const known = regionOf(plane.world, match[2] as string).ecr.repositories[repository]
  const image = known?.images.find((one) => (digest === undefined ? one.tags.includes(tag) : one.digest === digest))
  if (image === undefined) throw invalid(`Source image ${code.ImageUri} does not exist. Provide a valid source image.`)
  if (/index|manifest\.list/.test(image.mediaType)) throw invalid(`The image manifest, config or layer media type for the source image ${code.ImageUri} is not supported.`)
  return { imageUri: code.ImageUri, resolvedImageUri: `${host}/${repository}@${image.digest}`, codeSha256: image.digest.replace('sha256:', '') }
}
