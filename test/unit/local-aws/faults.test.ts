import { ECSClient, ListClustersCommand, ListServicesCommand, RegisterTaskDefinitionCommand, CreateClusterCommand } from '@aws-sdk/client-ecs'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { clientConfig, start } from './support.ts'

async function withFaults() {
  const aws = await start()
  const config = clientConfig(aws)
  const retrying = new ECSClient({ ...config, maxAttempts: 3 })
  return { aws, control: aws.control, config, ecs: new ECSClient(config), retrying }
}

test('throttles as each service does, for as many calls as asked', async () => {
  const { control, config, ecs, retrying } = await withFaults()
  control.addFault({ kind: 'throttle', service: 'ecs', operation: 'ListClusters', count: 2 })
  control.addFault({ kind: 'throttle', service: 'lambda', count: 1 })
  control.addFault({ kind: 'throttle', service: 'sts', count: 1 })
  expect((await retrying.send(new ListClustersCommand({}))).$metadata.attempts).toBe(3)
  await ecs.send(new ListClustersCommand({}))
  await expect(new LambdaClient(config).send(new ListFunctionsCommand({}))).rejects.toMatchObject({ name: 'TooManyRequestsException', $metadata: { httpStatusCode: 429 } })
  await expect(new STSClient(config).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'Throttling' })
})

test('hits the call that was named, and no other', async () => {
  const { control, ecs } = await withFaults()
  control.addFault({ kind: 'error-5xx', service: 'ecs', operation: 'ListClusters', nth: 2, count: 1 })
  await ecs.send(new ListClustersCommand({}))
  await expect(ecs.send(new ListClustersCommand({}))).rejects.toMatchObject({ name: 'ServerException', $metadata: { httpStatusCode: 500 } })
  await ecs.send(new ListClustersCommand({}))
  await expect(ecs.send(new ListServicesCommand({}))).rejects.toMatchObject({ name: 'ClusterNotFoundException' })
})

test('cuts the connection before or after the effect', async () => {
  const { control, ecs, retrying } = await withFaults()
  const define = (client: ECSClient) => client.send(new RegisterTaskDefinitionCommand({ family: 'web', containerDefinitions: [{ name: 'a', image: 'a' }] }))
  const before = control.addFault({ kind: 'reset-before', operation: 'RegisterTaskDefinition', count: 1 })
  await expect(define(ecs)).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(control.world.regions['us-east-1']?.ecs.taskDefinitions['web']).toBeUndefined()
  control.removeRules(before)
  control.addFault({ kind: 'reset-after', operation: 'RegisterTaskDefinition', count: 1 })
  await define(retrying)
  expect(control.world.regions['us-east-1']!.ecs.taskDefinitions['web']).toHaveLength(2)
})

test('says that the token has expired, or that access is denied', async () => {
  const { control, ecs, config } = await withFaults()
  control.addFault({ kind: 'expired-token', service: 'ecs' })
  control.addFault({ kind: 'access-denied', service: 'sts' })
  await expect(ecs.send(new CreateClusterCommand({}))).rejects.toMatchObject({ name: 'ExpiredTokenException' })
  await expect(new STSClient(config).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'AccessDenied', message: 'User is not authorized to perform: sts:GetCallerIdentity' })
  control.removeRules()
  await ecs.send(new CreateClusterCommand({}))
})

test('answers slowly on its own clock', async () => {
  const { control, ecs } = await withFaults()
  control.addFault({ kind: 'slow', service: 'ecs', seconds: 45 })
  let answered = false
  const pending = ecs.send(new ListClustersCommand({})).then(() => (answered = true))
  await new Promise((resolve) => setTimeout(resolve, 50))
  await control.advance(44)
  expect(answered).toBe(false)
  await control.advance(1)
  expect(await pending).toBe(true)
})
