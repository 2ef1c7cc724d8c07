/** What the stand-in knows about private repositories in one region. */
export interface EcrState {
  repositories: Record<string, Repository>
}

export function emptyEcr(): EcrState {
  return { repositories: {} }
}

export interface Repository {
  arn: string
  name: string
  uri: string
  registryId: string
  createdAt: number
  immutable: boolean
  images: EcrImage[]
  tags: { Key: string; Value: string }[]
}

export interface EcrImage {
  digest: string
  tags: string[]
  manifest: string
  mediaType: string
  pushedAt: number
  sizeBytes: number
  /** Such as `linux/arm64`; unknown when empty. */
  platforms: string[]
}
