import type { Connection } from './connection.ts'
import { lazy } from './connection.ts'
import type { EcrPort, ElbPort } from './ports.ts'

/** Speak to Amazon ECR. */
export function ecrAdapter(connection: Connection): EcrPort {
  const ready = lazy(async () => {
    const sdk = await import('@aws-sdk/client-ecr')
    return { sdk, client: new sdk.ECRClient(connection.clientConfig()) }
  })
  return {
    login: () =>
      connection.call('ecr:GetAuthorizationToken', async () => {
        const { sdk, client } = await ready()
        const found = (await client.send(new sdk.GetAuthorizationTokenCommand({}))).authorizationData?.[0]
        const [username, password] = Buffer.from(found?.authorizationToken ?? '', 'base64').toString('utf8').split(':')
        if (!found?.proxyEndpoint || !username || !password) throw new Error('GetAuthorizationToken answered without a login')
        return { host: new URL(found.proxyEndpoint).host, username, password, expiresAtMs: found.expiresAt?.getTime() ?? 0 }
      }),
    findImage: ({ registryId, repository, digest, tag }) =>
      connection.find('ecr:DescribeImages', async () => {
        const { sdk, client } = await ready()
        const imageId = digest ? { imageDigest: digest } : { imageTag: tag }
        const found = (await client.send(new sdk.DescribeImagesCommand({ ...(registryId ? { registryId } : {}), repositoryName: repository, imageIds: [imageId] }))).imageDetails?.[0]
        return found?.imageDigest ? { digest: found.imageDigest, tags: found.imageTags ?? [] } : undefined
      }),
    manifest: ({ registryId, repository, digest }) =>
      connection.find('ecr:BatchGetImage', async () => {
        const { sdk, client } = await ready()
        const answer = await client.send(new sdk.BatchGetImageCommand({ ...(registryId ? { registryId } : {}), repositoryName: repository, imageIds: [{ imageDigest: digest }] }))
        return answer.images?.[0]?.imageManifest
      }),
  }
}

/** Speak to Elastic Load Balancing v2. */
export function elbAdapter(connection: Connection): ElbPort {
  const ready = lazy(async () => {
    const sdk = await import('@aws-sdk/client-elastic-load-balancing-v2')
    return { sdk, client: new sdk.ElasticLoadBalancingV2Client(connection.clientConfig()) }
  })
  return {
    describeTargetHealth: (targetGroupArn) =>
      connection.call('elasticloadbalancing:DescribeTargetHealth', async () => {
        const { sdk, client } = await ready()
        const answer = await client.send(new sdk.DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }))
        return (answer.TargetHealthDescriptions ?? []).map((one) => ({
          target: `${one.Target?.Id ?? '?'}:${one.Target?.Port ?? '?'}`,
          state: one.TargetHealth?.State ?? 'unknown',
          reason: one.TargetHealth?.Reason,
          description: one.TargetHealth?.Description,
        }))
      }),
  }
}
