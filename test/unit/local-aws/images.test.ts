import { createHash } from 'node:crypto'
import { BatchGetImageCommand, CreateRepositoryCommand, DescribeImagesCommand, DescribeRepositoriesCommand, ECRClient, GetAuthorizationTokenCommand, ListImagesCommand, PutImageCommand } from '@aws-sdk/client-ecr'
import { expect, test } from 'vitest'
import { ACCOUNT, clientConfig, start } from './support.ts'

async function withRepository(immutable = false) {
  const aws = await start()
  const ecr = new ECRClient(clientConfig(aws))
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'web', imageTagMutability: immutable ? 'IMMUTABLE' : 'MUTABLE' }))
  const put = (imageManifest: string, imageTag: string) => ecr.send(new PutImageCommand({ repositoryName: 'web', imageManifest, imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json', imageTag }))
  return { aws, ecr, put }
}

test('gives a token for twelve hours', async () => {
  const { aws, ecr } = await withRepository()
  const [given] = (await ecr.send(new GetAuthorizationTokenCommand({}))).authorizationData!
  expect(Buffer.from(given!.authorizationToken!, 'base64').toString()).toMatch(/^AWS:[0-9a-f]{64}$/)
  expect(given!.expiresAt!.getTime() - aws.control.now()).toBe(12 * 3600_000)
  expect(given!.proxyEndpoint).toBe(`https://${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`)
})

test('names an image by the digest of its manifest', async () => {
  const { ecr, put } = await withRepository()
  const manifest = JSON.stringify({ schemaVersion: 2, layers: [] })
  await put(manifest, 'a1')
  const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`
  const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'web', imageIds: [{ imageTag: 'a1' }] }))
  expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['a1'] }])
  await put(manifest, 'a2')
  expect((await ecr.send(new ListImagesCommand({ repositoryName: 'web' }))).imageIds).toEqual([{ imageDigest: digest, imageTag: 'a1' }, { imageDigest: digest, imageTag: 'a2' }])
  const { images, failures } = await ecr.send(new BatchGetImageCommand({ repositoryName: 'web', imageIds: [{ imageTag: 'a2' }, { imageTag: 'zz' }] }))
  expect([images![0]!.imageManifest, failures![0]!.failureCode]).toEqual([manifest, 'ImageNotFound'])
  await expect(put(manifest, 'a1')).rejects.toMatchObject({ name: 'ImageAlreadyExistsException' })
})

test('moves a tag, unless the repository is immutable', async () => {
  const [mutable, immutable] = [await withRepository(), await withRepository(true)]
  const [one, two] = [JSON.stringify({ schemaVersion: 2, layers: [1] }), JSON.stringify({ schemaVersion: 2, layers: [2] })]
  await mutable.put(one, 'v')
  await mutable.put(two, 'v')
  expect((await mutable.ecr.send(new DescribeImagesCommand({ repositoryName: 'web', filter: { tagStatus: 'UNTAGGED' } }))).imageDetails).toHaveLength(1)
  await immutable.put(one, 'v')
  await expect(immutable.put(two, 'v')).rejects.toMatchObject({ name: 'ImageTagAlreadyExistsException' })
})

test('says which repository or image does not exist', async () => {
  const { ecr } = await withRepository()
  await expect(ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['no'] }))).rejects.toMatchObject({ name: 'RepositoryNotFoundException', message: `The repository with name 'no' does not exist in the registry with id '${ACCOUNT}'` })
  await expect(ecr.send(new DescribeImagesCommand({ repositoryName: 'web', imageIds: [{ imageTag: 'no' }] }))).rejects.toMatchObject({ name: 'ImageNotFoundException' })
})

test('seeds an image of several platforms as an index over one image each', async () => {
  const { aws, ecr } = await withRepository()
  aws.control.seed({ repositories: [{ name: 'web', images: [{ tags: ['v1'], platforms: ['linux/amd64', 'linux/arm64'] }] }] })
  const { images } = await ecr.send(new BatchGetImageCommand({ repositoryName: 'web', imageIds: [{ imageTag: 'v1' }] }))
  const { manifests } = JSON.parse(images![0]!.imageManifest!) as { manifests: { digest: string; platform: { architecture: string } }[] }
  expect(manifests.map((one) => one.platform.architecture)).toEqual(['amd64', 'arm64'])
  const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'web', imageIds: [{ imageDigest: manifests[1]!.digest }] }))
  expect(imageDetails![0]!.imageManifestMediaType).toBe('application/vnd.oci.image.manifest.v1+json')
})
