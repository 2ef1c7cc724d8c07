import { createHash } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import { repositoryOf } from './repositories.ts'
import type { EcrImage, Repository } from './state.ts'

interface ImageId {
  imageDigest?: string
  imageTag?: string
}

const INDEX = 'application/vnd.oci.image.index.v1+json'

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html (100 by default, 1000 at most) */
export const DescribeImages: Operation = {
  requires: ['repositoryName'],
  accepts: ['registryId', 'imageIds', 'filter', 'nextToken', 'maxResults'],
  run(plane, call) {
    const input = call.input as { imageIds?: ImageId[]; filter?: { tagStatus?: string }; nextToken?: string; maxResults?: number }
    const repository = repositoryOf(plane, { call, name: call.input['repositoryName'] })
    const found = input.imageIds === undefined ? filtered(repository, input.filter?.tagStatus) : input.imageIds.map((id) => mustFind(repository, id))
    const { items, next } = page([...new Set(found)], { token: input.nextToken, size: input.maxResults, defaultSize: 100, largestSize: 1000, invalidCode: 'InvalidParameterException' })
    return { imageDetails: items.map((image) => detail(repository, image)), ...(next === undefined ? {} : { nextToken: next }) }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImages.html */
export const ListImages: Operation = {
  requires: ['repositoryName'],
  accepts: ['registryId', 'filter', 'nextToken', 'maxResults'],
  run(plane, call) {
    const input = call.input as { filter?: { tagStatus?: string }; nextToken?: string; maxResults?: number }
    const repository = repositoryOf(plane, { call, name: call.input['repositoryName'] })
    const ids = filtered(repository, input.filter?.tagStatus).flatMap((image) =>
      image.tags.length === 0 ? [{ imageDigest: image.digest }] : image.tags.map((tag) => ({ imageDigest: image.digest, imageTag: tag })),
    )
    const { items, next } = page(ids, { token: input.nextToken, size: input.maxResults, defaultSize: 100, largestSize: 1000, invalidCode: 'InvalidParameterException' })
    return { imageIds: items, ...(next === undefined ? {} : { nextToken: next }) }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html (100 at most) */
export const BatchGetImage: Operation = {
  requires: ['repositoryName', 'imageIds'],
  accepts: ['registryId', 'acceptedMediaTypes'],
  run(plane, call) {
    const input = call.input as { imageIds: ImageId[] }
    const repository = repositoryOf(plane, { call, name: call.input['repositoryName'] })
    if (input.imageIds.length > 100) throw new AwsError('InvalidParameterException', 'imageIds cannot contain more than 100 elements.')
    const found = input.imageIds.map((id) => ({ id, image: find(repository, id) }))
    return {
      images: found.flatMap(({ id, image }) => (image === undefined ? [] : [imageView(repository, { image, tag: id.imageTag })])),
      failures: found.flatMap(({ id, image }) => (image === undefined ? [{ imageId: id, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' }] : [])),
    }
  },
}

/** The digest is that of the manifest's bytes. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html */
export const PutImage: Operation = {
  requires: ['repositoryName', 'imageManifest'],
  accepts: ['registryId', 'imageManifestMediaType', 'imageTag', 'imageDigest'],
  run(plane, call) {
    const input = call.input as { imageManifest: string; imageManifestMediaType?: string; imageTag?: string; imageDigest?: string }
    const repository = repositoryOf(plane, { call, name: call.input['repositoryName'] })
    const digest = `sha256:${createHash('sha256').update(input.imageManifest).digest('hex')}`
    if (input.imageDigest !== undefined && input.imageDigest !== digest) throw new AwsError('ImageDigestDoesNotMatchException', 'The specified image digest does not match the digest that Amazon ECR calculated for the image.')
    const parsed = parseManifest(input.imageManifest)
    const tagged = input.imageTag === undefined ? undefined : repository.images.find((image) => image.tags.includes(input.imageTag as string))
    if (tagged?.digest === digest) throw new AwsError('ImageAlreadyExistsException', `Image with digest '${digest}' and tag '${input.imageTag}' already exists in the repository with name '${repository.name}' in registry with id '${repository.registryId}'`)
    if (tagged !== undefined && repository.immutable) {
      throw new AwsError('ImageTagAlreadyExistsException', `The image tag '${input.imageTag}' already exists in the '${repository.name}' repository and cannot be overwritten because the repository is immutable.`)
    }
    if (tagged !== undefined) tagged.tags = tagged.tags.filter((tag) => tag !== input.imageTag)
    let image = repository.images.find((one) => one.digest === digest)
    if (image === undefined) {
      const mediaType = input.imageManifestMediaType ?? parsed.mediaType ?? INDEX
      image = { digest, tags: [], manifest: input.imageManifest, mediaType, pushedAt: plane.timeline.now(), sizeBytes: input.imageManifest.length, platforms: platformsOf(parsed) }
      repository.images.push(image)
    }
    if (input.imageTag !== undefined) image.tags.push(input.imageTag)
    return { image: imageView(repository, { image, tag: input.imageTag }) }
  },
}

interface Manifest {
  mediaType?: string
  manifests?: { platform?: { os?: string; architecture?: string } }[]
}

function parseManifest(text: string): Manifest {
  try {
    return JSON.parse(text) as Manifest
  } catch (cause) {
    throw new AwsError('InvalidParameterException', `Invalid parameter at 'imageManifest' failed to satisfy constraint: 'Invalid JSON syntax' (${(cause as Error).message})`)
  }
}

function platformsOf(manifest: Manifest): string[] {
  return (manifest.manifests ?? []).flatMap(({ platform }) => (platform?.os === undefined || platform.os === 'unknown' ? [] : [`${platform.os}/${platform.architecture}`]))
}

function filtered(repository: Repository, tagStatus: string | undefined): EcrImage[] {
  if (tagStatus === 'TAGGED') return repository.images.filter((image) => image.tags.length > 0)
  return tagStatus === 'UNTAGGED' ? repository.images.filter((image) => image.tags.length === 0) : repository.images
}

function find(repository: Repository, id: ImageId): EcrImage | undefined {
  return repository.images.find(
    (image) => (id.imageDigest === undefined || image.digest === id.imageDigest) && (id.imageTag === undefined || image.tags.includes(id.imageTag)),
  )
}

function mustFind(repository: Repository, id: ImageId): EcrImage {
  const image = find(repository, id)
  if (image !== undefined) return image
  const said = `{imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'}`
  throw new AwsError('ImageNotFoundException', `The image with imageId ${said} does not exist within the repository with name '${repository.name}' in the registry with id '${repository.registryId}'`)
}

function detail(repository: Repository, image: EcrImage): Record<string, unknown> {
  return {
    registryId: repository.registryId,
    repositoryName: repository.name,
    imageDigest: image.digest,
    ...(image.tags.length > 0 ? { imageTags: image.tags } : {}),
    imageSizeInBytes: image.sizeBytes,
    imagePushedAt: new Date(image.pushedAt),
    imageManifestMediaType: image.mediaType,
  }
}

function imageView(repository: Repository, options: { image: EcrImage; tag: string | undefined }): Record<string, unknown> {
  const { image, tag } = options
  return {
    registryId: repository.registryId,
    repositoryName: repository.name,
    imageId: { imageDigest: image.digest, ...(tag === undefined ? {} : { imageTag: tag }) },
    imageManifest: image.manifest,
    imageManifestMediaType: image.mediaType,
  }
}
