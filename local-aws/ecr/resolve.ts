import type { Plane } from '../plane.ts'
import { regionOf } from '../world.ts'

export type ResolvedImage = { readonly kind: 'found'; readonly digest: string | undefined } | { readonly kind: 'missing'; readonly reason: string }

const ECR_HOST = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/

/**
 * Find the image that a container definition names. A reference to this account's ECR must be there, for the task's
 * architecture; what another registry holds, the stand-in does not know: the driver finds out.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html (the wording)
 */
export function resolveImage(plane: Plane, options: { reference: string; architecture: string }): ResolvedImage {
  const { reference, architecture } = options
  const { host, repository, tag, digest } = parseReference(reference)
  const ecr = ECR_HOST.exec(host)
  if (ecr === null) return { kind: 'found', digest }
  const [, account, region = ''] = ecr
  const retried = 'pull image manifest has been retried 5 time(s): failed to resolve ref'
  const known = account === plane.world.accountId ? regionOf(plane.world, region).ecr.repositories[repository] : undefined
  const image = known?.images.find((one) => (digest === undefined ? one.tags.includes(tag) : one.digest === digest))
  if (image === undefined) return { kind: 'missing', reason: `${retried} ${reference}: ${reference}: not found` }
  const platform = architecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64'
  if (image.platforms.length > 0 && !image.platforms.includes(platform)) {
    return { kind: 'missing', reason: `pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform '${platform}'` }
  }
  return { kind: 'found', digest: image.digest }
}

/** Split `host/path:tag@digest`; without a host it is Docker Hub, without a tag `latest`. */
export function parseReference(reference: string): { host: string; repository: string; tag: string; digest: string | undefined } {
  const [name = '', digest] = reference.split('@')
  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  const hasHost = first.includes('.') || first.includes(':') || first === 'localhost'
  const rest = hasHost ? name.slice(slash + 1) : name
  const colon = rest.lastIndexOf(':')
  const repository = colon < 0 ? rest : rest.slice(0, colon)
  return { host: hasHost ? first : 'docker.io', repository, tag: colon < 0 ? 'latest' : rest.slice(colon + 1), digest }
}
