import { CreateCapacityProviderCommand, CreateServiceCommand, DescribeServicesCommand, DescribeClustersCommand } from '@aws-sdk/client-ecs'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ElasticLoadBalancingV2Client, CreateTrustStoreCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { LambdaClient, ListLayersCommand } from '@aws-sdk/client-lambda'
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { decodeCbor, encodeCbor } from '../../../local-aws/wire/cbor.ts'
import { ACCOUNT, clientConfig, createService, register, start, startWithEcs } from './support.ts'

test('refuses by name an operation that it does not model, in each protocol', async () => {
  const { aws, ecs } = await startWithEcs()
  const config = clientConfig(aws)
  await expect(ecs.send(new CreateCapacityProviderCommand({ name: 'x' }))).rejects.toMatchObject({ name: 'LocalAwsNotModelled', message: 'local-aws does not model ecs:CreateCapacityProvider' })
  await expect(new DynamoDBClient(config).send(new ListTablesCommand({}))).rejects.toThrow('local-aws does not model dynamodb:ListTables')
  await expect(new ElasticLoadBalancingV2Client(config).send(new CreateTrustStoreCommand({ Name: 'x', CaCertificatesBundleS3Bucket: 'b', CaCertificatesBundleS3Key: 'k' }))).rejects.toThrow('local-aws does not model elbv2:CreateTrustStore')
  await expect(new LambdaClient(config).send(new ListLayersCommand({}))).rejects.toThrow('local-aws does not model')
})

test('refuses by name a parameter and a strategy that it does not model', async () => {
  const { ecs } = await startWithEcs()
  await register(ecs)
  await expect(createService(ecs, { serviceConnectConfiguration: { enabled: true } })).rejects.toThrow('local-aws does not model the parameter serviceConnectConfiguration of ecs:CreateService')
  for (const strategy of ['BLUE_GREEN', 'LINEAR', 'CANARY'] as const) {
    await expect(createService(ecs, { deploymentConfiguration: { strategy } })).rejects.toThrow(`local-aws does not model the deployment strategy ${strategy}`)
  }
})

test('answers wrong names as AWS does', async () => {
  const { ecs } = await startWithEcs()
  await expect(ecs.send(new DescribeServicesCommand({ cluster: 'nowhere', services: ['web'] }))).rejects.toMatchObject({ name: 'ClusterNotFoundException', message: 'Cluster not found.' })
  await expect(ecs.send(new CreateServiceCommand({ cluster: 'main', serviceName: 'web', taskDefinition: 'none', desiredCount: 1 }))).rejects.toMatchObject({ name: 'ClientException', message: 'TaskDefinition not found.' })
  const { failures } = await ecs.send(new DescribeServicesCommand({ cluster: 'main', services: ['nothing'] }))
  expect(failures).toEqual([{ arn: `arn:aws:ecs:us-east-1:${ACCOUNT}:service/main/nothing`, reason: 'MISSING' }])
})

test('keeps regions apart', async () => {
  const { aws } = await startWithEcs()
  const { ECSClient } = await import('@aws-sdk/client-ecs')
  const west = new ECSClient(clientConfig(aws, 'us-west-2'))
  const { clusters } = await west.send(new DescribeClustersCommand({ clusters: ['main'] }))
  expect(clusters).toEqual([])
})

test('refuses a call without credentials and with credentials that it never gave', async () => {
  const aws = await start()
  const unsigned = await fetch(aws.url, { method: 'POST', headers: { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters', 'content-type': 'application/x-amz-json-1.1' }, body: '{}' })
  expect([unsigned.status, await unsigned.json()]).toEqual([403, { __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' }])
  const sts = new STSClient({ ...clientConfig(aws), credentials: { accessKeyId: 'ASIAUNKNOWN', secretAccessKey: 's', sessionToken: 't' } })
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
})

test('gives credentials for a web identity, until they expire on its clock', async () => {
  const aws = await start()
  aws.control.seed({ roles: ['deploy'] })
  const sts = new STSClient(clientConfig(aws))
  const token = (exp: number) => `e30.${Buffer.from(JSON.stringify({ sub: 'repo:a/b', iss: 'https://token.actions.githubusercontent.com', aud: 'sts.amazonaws.com', exp })).toString('base64url')}.x`
  const assume = (roleName: string, webIdentityToken: string) =>
    sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/${roleName}`, RoleSessionName: 'run', WebIdentityToken: webIdentityToken, DurationSeconds: 900 }))
  const soon = aws.control.now() / 1000 + 600
  await expect(assume('deploy', 'garbage')).rejects.toMatchObject({ name: 'InvalidIdentityTokenException' })
  await expect(assume('deploy', token(soon - 3600))).rejects.toMatchObject({ name: 'ExpiredTokenException' })
  await expect(assume('other', token(soon))).rejects.toMatchObject({ name: 'AccessDenied' })
  const { Credentials: given } = await assume('deploy', token(soon))
  const mine = new STSClient({ ...clientConfig(aws), credentials: { accessKeyId: given!.AccessKeyId!, secretAccessKey: given!.SecretAccessKey!, sessionToken: given!.SessionToken! } })
  expect((await mine.send(new GetCallerIdentityCommand({}))).Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/deploy/run`)
  await aws.control.advance(901)
  await expect(mine.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'ExpiredToken' })
})

test('knows the roles that exist', async () => {
  const aws = await start()
  aws.control.seed({ roles: ['exec'] })
  const iam = new IAMClient(clientConfig(aws))
  expect((await iam.send(new GetRoleCommand({ RoleName: 'exec' }))).Role?.Arn).toBe(`arn:aws:iam::${ACCOUNT}:role/exec`)
  await expect(iam.send(new GetRoleCommand({ RoleName: 'none' }))).rejects.toMatchObject({ name: 'NoSuchEntityException' })
})

test('says the same in CBOR as it was told', () => {
  const value = { text: 'é', list: [1, -2, 300, 70_000, 1.5], yes: true, no: null, at: new Date(1_700_000_000_000), nested: { a: [] } }
  expect(decodeCbor(encodeCbor(value))).toEqual(value)
})
