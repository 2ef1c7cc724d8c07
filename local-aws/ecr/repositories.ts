import { AwsError, notModelled } from '../aws-error.ts'
import { hexId } from '../ids.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import type { Plane } from '../plane.ts'
import type { Call } from '../wire/call.ts'
import { regionOf } from '../world.ts'
import type { Repository } from './state.ts'

/** A token for 12 hours, for user `AWS`. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
export const GetAuthorizationToken: Operation = {
  accepts: ['registryIds'],
  run(plane, call) {
    const token = Buffer.from(`AWS:${hexId(plane.world.ids, 64)}`).toString('base64')
    const proxyEndpoint = `https://${plane.world.accountId}.dkr.ecr.${call.region}.amazonaws.com`
    return { authorizationData: [{ authorizationToken: token, expiresAt: new Date(plane.timeline.now() + 12 * 3600_000), proxyEndpoint }] }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const CreateRepository: Operation = {
  requires: ['repositoryName'],
  accepts: ['registryId', 'tags', 'imageTagMutability', 'imageScanningConfiguration', 'encryptionConfiguration'],
  run(plane, call) {
    const input = call.input as { repositoryName: string; imageTagMutability?: string; tags?: { Key: string; Value: string }[] }
    const { repositories } = regionOf(plane.world, call.region).ecr
    const { accountId } = plane.world
    if (input.imageTagMutability?.endsWith('_WITH_EXCLUSION') === true) throw notModelled(`imageTagMutability ${input.imageTagMutability}`)
    if (repositories[input.repositoryName] !== undefined) {
      throw new AwsError('RepositoryAlreadyExistsException', `The repository with name '${input.repositoryName}' already exists in the registry with id '${accountId}'`)
    }
    const repository: Repository = {
      arn: `arn:aws:ecr:${call.region}:${accountId}:repository/${input.repositoryName}`,
      name: input.repositoryName,
      uri: `${accountId}.dkr.ecr.${call.region}.amazonaws.com/${input.repositoryName}`,
      registryId: accountId,
      createdAt: plane.timeline.now(),
      immutable: input.imageTagMutability === 'IMMUTABLE',
      images: [],
      tags: input.tags ?? [],
    }
    repositories[repository.name] = repository
    return { repository: view(repository) }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html (100 by default, 1000 at most) */
export const DescribeRepositories: Operation = {
  accepts: ['registryId', 'repositoryNames', 'nextToken', 'maxResults'],
  run(plane, call) {
    const input = call.input as { repositoryNames?: string[]; nextToken?: string; maxResults?: number }
    const { repositories } = regionOf(plane.world, call.region).ecr
    const found = input.repositoryNames === undefined ? Object.values(repositories) : input.repositoryNames.map((name) => repositoryOf(plane, { call, name }))
    const { items, next } = page(found, { token: input.nextToken, size: input.maxResults, defaultSize: 100, largestSize: 1000, invalidCode: 'InvalidParameterException' })
    return { repositories: items.map(view), ...(next === undefined ? {} : { nextToken: next }) }
  },
}

/** The repository that a request names, or what AWS says when there is none. */
export function repositoryOf(plane: Plane, options: { call: Call; name: unknown }): Repository {
  const name = String(options.name)
  const found = regionOf(plane.world, options.call.region).ecr.repositories[name]
  if (found === undefined) {
    throw new AwsError('RepositoryNotFoundException', `The repository with name '${name}' does not exist in the registry with id '${plane.world.accountId}'`)
  }
  return found
}

function view(repository: Repository): Record<string, unknown> {
  return {
    repositoryArn: repository.arn,
    registryId: repository.registryId,
    repositoryName: repository.name,
    repositoryUri: repository.uri,
    createdAt: new Date(repository.createdAt),
    imageTagMutability: repository.immutable ? 'IMMUTABLE' : 'MUTABLE',
    imageScanningConfiguration: { scanOnPush: false },
    encryptionConfiguration: { encryptionType: 'AES256' },
  }
}
