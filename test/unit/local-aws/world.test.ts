import { DescribeServicesCommand, ECSClient, ListServicesCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { CloudWatchLogsClient, DescribeLogGroupsCommand, DescribeLogStreamsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { GetParameterCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm'
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, test } from 'vitest'
import { clientConfig, createService, describe, NETWORK, primaryOf, register, start, startWithEcs } from './support.ts'

test('reads logs to their end and from their end', async () => {
  const { aws, control, ecs } = await startWithEcs()
  await register(ecs)
  control.addBehaviour({ match: { family: 'web' }, logs: ['one', 'two', 'three'] })
  await createService(ecs, { desiredCount: 1 })
  await control.settle()
  const logs = new CloudWatchLogsClient(clientConfig(aws))
  expect((await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ecs' }))).logGroups!.map((group) => group.logGroupName)).toEqual(['/ecs/web'])
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: '/ecs/web', orderBy: 'LastEventTime', descending: true }))
  const read = (input: object) => logs.send(new GetLogEventsCommand({ logGroupName: '/ecs/web', logStreamName: logStreams![0]!.logStreamName, ...input }))
  expect((await read({ limit: 2 })).events!.map((event) => event.message)).toEqual(['two', 'three'])
  const head = await read({ startFromHead: true })
  expect(head.events).toHaveLength(3)
  const end = await read({ startFromHead: true, nextToken: head.nextForwardToken })
  expect([end.events, end.nextForwardToken]).toEqual([[], head.nextForwardToken])
  await expect(logs.send(new GetLogEventsCommand({ logGroupName: '/none', logStreamName: 'x' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('knows parameters and secrets, and which are not there', async () => {
  const aws = await start()
  aws.control.seed({ parameters: { '/app/key': 'v' }, secrets: { db: 's' } })
  const ssm = new SSMClient(clientConfig(aws))
  const found = await ssm.send(new GetParametersCommand({ Names: ['/app/key', '/none'], WithDecryption: true }))
  expect([found.Parameters!.map((one) => one.Value), found.InvalidParameters]).toEqual([['v'], ['/none']])
  await expect(ssm.send(new GetParameterCommand({ Name: '/none' }))).rejects.toMatchObject({ name: 'ParameterNotFound' })
  const secrets = new SecretsManagerClient(clientConfig(aws))
  expect((await secrets.send(new DescribeSecretCommand({ SecretId: 'db' }))).Name).toBe('db')
  await expect(secrets.send(new DescribeSecretCommand({ SecretId: 'none' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('goes on from a snapshot as if nothing had happened', async () => {
  const { aws, control, ecs } = await startWithEcs()
  await register(ecs)
  await createService(ecs)
  await control.settle()
  await register(ecs, { tag: 'v2' })
  await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web:2' }))
  await control.advance(13)
  const snapshot = JSON.parse(JSON.stringify(control.snapshot())) as ReturnType<typeof control.snapshot>
  const other = await start()
  await fetch(`${other.url}/_local/state`, { method: 'PUT', body: JSON.stringify(snapshot) })
  for (const one of [aws, other]) await one.control.settle()
  const [here, there] = [await describe(ecs), await describe(new ECSClient(clientConfig(other)))]
  expect(there).toEqual({ ...here, $metadata: undefined, events: there.events })
  expect(there.events!.map((event) => event.message)).toEqual(here.events!.map((event) => event.message))
  expect(primaryOf(there)).toMatchObject({ rolloutState: 'COMPLETED', runningCount: 2 })
})

test('is driven over HTTP by a process that has no other hold on it', async () => {
  const { aws, ecs } = await startWithEcs()
  const post = async (path: string, body: unknown, method = 'POST') => {
    const response = await fetch(`${aws.url}/_local/${path}`, { method, body: JSON.stringify(body) })
    return [response.status, await response.json()] as const
  }
  await post('seed', { clusters: ['second'] })
  await register(ecs)
  expect((await post('behaviours', { match: { service: 'web' }, stuck: true }))[0]).toBe(200)
  await createService(ecs)
  await post('advance', { seconds: 60 })
  expect(primaryOf(await describe(ecs))).toMatchObject({ pendingCount: 2 })
  expect((await post('nowhere', {}))[0]).toBe(404)
  await post('reset', {})
  await expect(describe(ecs)).rejects.toMatchObject({ name: 'ClusterNotFoundException' })
})

test('gives the same world for the same calls', async () => {
  const ids = async () => {
    const { control, ecs } = await startWithEcs()
    await register(ecs)
    const service = await createService(ecs)
    await control.settle()
    return [primaryOf(service).id, Object.keys(control.world.regions['us-east-1']!.ecs.tasks)]
  }
  expect(await ids()).toEqual(await ids())
})

test('holds 200 services with 2,000 tasks', async () => {
  const { control, ecs } = await startWithEcs()
  await register(ecs)
  for (let at = 0; at < 200; at += 1) await createService(ecs, { serviceName: `s${at}`, desiredCount: 10, networkConfiguration: NETWORK })
  await control.settle()
  await register(ecs, { tag: 'v2' })
  for (let at = 0; at < 200; at += 1) await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: `s${at}`, taskDefinition: 'web:2' }))
  await control.settle()
  const arns: string[] = []
  for (let token: string | undefined; ; ) {
    const listed = await ecs.send(new ListServicesCommand({ cluster: 'main', maxResults: 100, nextToken: token }))
    arns.push(...listed.serviceArns!)
    token = listed.nextToken
    if (token === undefined) break
  }
  let running = 0
  for (let at = 0; at < 200; at += 10) {
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'main', services: arns.slice(at, at + 10) }))
    for (const service of services!) {
      expect(primaryOf(service).rolloutState).toBe('COMPLETED')
      running += service.runningCount!
    }
  }
  expect([arns.length, running]).toEqual([200, 2000])
  await expect(ecs.send(new DescribeServicesCommand({ cluster: 'main', services: arns.slice(0, 11) }))).rejects.toMatchObject({ name: 'InvalidParameterException' })
}, 300_000)
