import { DescribeServiceDeploymentsCommand, DescribeTasksCommand, ListServiceDeploymentsCommand, ListTasksCommand, StopServiceDeploymentCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { createService, describe, messages, primaryOf, register, startWithEcs } from './support.ts'

test('brings a new service to a steady state through the whole task lifecycle', async () => {
  const { control, ecs } = await startWithEcs()
  await register(ecs)
  await createService(ecs)
  const seen = new Set<string>()
  for (let second = 0; second < 90; second += 1) {
    await control.advance(1)
    for (const task of Object.values(control.world.regions['us-east-1']!.ecs.tasks)) seen.add(task.lastStatus)
  }
  expect([...seen]).toEqual(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING'])
  const service = await describe(ecs)
  const primary = primaryOf(service)
  expect(primary).toMatchObject({ rolloutState: 'COMPLETED', runningCount: 2, pendingCount: 0, failedTasks: 0 })
  expect(primary.id).toMatch(/^ecs-svc\/\d{19}$/)
  expect(messages(service)).toEqual([
    expect.stringMatching(/^\(service web\) has started 2 tasks: \(task [0-9a-f]{32}\) \(task [0-9a-f]{32}\)\.$/),
    `(service web) (deployment ${primary.id}) deployment completed.`,
    '(service web) has reached a steady state.',
  ])
})

test('keeps the minimum healthy and stays under the maximum while it replaces tasks', async () => {
  const { control, ecs } = await startWithEcs()
  await register(ecs)
  await createService(ecs, { desiredCount: 4, deploymentConfiguration: { maximumPercent: 150, minimumHealthyPercent: 75 } })
  await control.settle()
  await register(ecs, { tag: 'v2' })
  await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web' }))
  let least = Infinity
  let most = 0
  for (let second = 0; second < 400; second += 1) {
    await control.advance(1)
    const tasks = Object.values(control.world.regions['us-east-1']!.ecs.tasks).filter((task) => task.desiredStatus === 'RUNNING')
    least = Math.min(least, tasks.filter((task) => task.lastStatus === 'RUNNING').length)
    most = Math.max(most, tasks.length)
  }
  expect({ least, most }).toEqual({ least: 3, most: 6 })
  const service = await describe(ecs)
  expect(service.deployments).toHaveLength(1)
  expect(primaryOf(service)).toMatchObject({ rolloutState: 'COMPLETED', runningCount: 4, taskDefinition: expect.stringMatching(/web:2$/) as string })
})

test('shows PRIMARY beside ACTIVE while a rollout is under way, and its service deployment', async () => {
  const { control, ecs } = await startWithEcs()
  await register(ecs)
  await createService(ecs)
  await control.settle()
  await register(ecs, { tag: 'v2' })
  const { service: updated } = await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web:2' }))
  const id = primaryOf(updated!).id!
  await control.advance(15)
  const service = await describe(ecs)
  expect(service.deployments!.map((one) => [one.status, one.rolloutState])).toEqual([['PRIMARY', 'IN_PROGRESS'], ['ACTIVE', 'COMPLETED']])
  expect(primaryOf(service).rolloutStateReason).toBe(`ECS deployment ${id} in progress.`)
  const { serviceDeployments } = await ecs.send(new ListServiceDeploymentsCommand({ cluster: 'main', service: 'web' }))
  expect(serviceDeployments!.map((one) => one.status)).toEqual(['IN_PROGRESS', 'SUCCESSFUL'])
  expect(service.currentServiceDeployment).toBe(serviceDeployments![0]!.serviceDeploymentArn)
  await control.settle()
  expect(primaryOf(await describe(ecs))).toMatchObject({ id, rolloutState: 'COMPLETED', rolloutStateReason: `ECS deployment ${id} completed.` })
})

test('rolls a crash loop back to the last completed deployment, under its own id', async () => {
  const { control, ecs } = await startWithEcs()
  await register(ecs)
  const first = primaryOf(await createService(ecs)).id!
  await control.settle()
  await register(ecs, { tag: 'v2' })
  control.addBehaviour({ match: { family: 'web', revision: 2 }, exit: { code: 3, afterSeconds: 2 } })
  const { service: updated } = await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web:2' }))
  const second = primaryOf(updated!).id!
  const arn = updated!.currentServiceDeployment!
  let rolling: string | undefined
  while (rolling === undefined && control.now() < Date.UTC(2026, 0, 5, 14)) {
    await control.advance(1)
    const reason = primaryOf(await describe(ecs)).rolloutStateReason!
    if (reason.includes('rolling back')) rolling = reason
  }
  expect(rolling).toBe(`ECS deployment circuit breaker: rolling back to deploymentId ${first}.`)
  const service = await describe(ecs)
  expect(service.deployments!.map((one) => [one.id, one.status, one.rolloutState])).toEqual([[first, 'PRIMARY', 'IN_PROGRESS'], [second, 'ACTIVE', 'FAILED']])
  expect(service.deployments![1]).toMatchObject({ rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.' })
  const { serviceDeployments } = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }))
  expect(serviceDeployments![0]).toMatchObject({ status: 'ROLLBACK_IN_PROGRESS', deploymentCircuitBreaker: { status: 'TRIGGERED', threshold: 3, failureCount: 4 } })
  const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: 'main', startedBy: second, desiredStatus: 'STOPPED' }))
  const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns! }))
  expect(tasks![0]).toMatchObject({ stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ exitCode: 3 }] })
  await control.settle()
  expect(primaryOf(await describe(ecs))).toMatchObject({ id: first, rolloutState: 'COMPLETED', runningCount: 2 })
  const after = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }))
  expect(after.serviceDeployments![0]!.status).toBe('ROLLBACK_SUCCESSFUL')
  expect(messages(await describe(ecs))).toContain(`(service web) rolling back to deployment ${first}.`)
})

test('stalls a first deployment whose tasks crash, because there is nothing to go back to', async () => {
  const { control, ecs } = await startWithEcs()
  await register(ecs)
  control.addBehaviour({ match: { service: 'web' }, exit: { code: 1, afterSeconds: 1 } })
  await createService(ecs)
  await control.settle()
  const service = await describe(ecs)
  expect(primaryOf(service)).toMatchObject({ rolloutState: 'FAILED', runningCount: 0, pendingCount: 0 })
  const { serviceDeployments } = await ecs.send(new ListServiceDeploymentsCommand({ cluster: 'main', service: 'web' }))
  expect(serviceDeployments!.map((one) => one.status)).toEqual(['STOPPED'])
})

test('rolls back on request, also where the service is not configured to', async () => {
  const { control, ecs } = await startWithEcs()
  await register(ecs)
  const first = primaryOf(await createService(ecs, { deploymentConfiguration: {} })).id
  await control.settle()
  await register(ecs, { tag: 'v2' })
  const { service } = await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web:2' }))
  await control.advance(10)
  await ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: service!.currentServiceDeployment!, stopType: 'ROLLBACK' }))
  await control.settle()
  expect(primaryOf(await describe(ecs))).toMatchObject({ id: first, rolloutState: 'COMPLETED' })
  await expect(ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: service!.currentServiceDeployment!, stopType: 'ROLLBACK' }))).rejects.toMatchObject({ name: 'ConflictException' })
})

test('ends a deployment that a newer one replaces', async () => {
  const { control, ecs } = await startWithEcs()
  await register(ecs)
  await createService(ecs)
  await control.settle()
  await register(ecs, { tag: 'v2' })
  await register(ecs, { tag: 'v3' })
  await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web:2' }))
  await control.advance(12)
  await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web:3' }))
  expect((await describe(ecs)).deployments!.map((one) => one.status)).toEqual(['PRIMARY', 'ACTIVE', 'ACTIVE'])
  await control.settle()
  const { serviceDeployments } = await ecs.send(new ListServiceDeploymentsCommand({ cluster: 'main', service: 'web' }))
  expect(serviceDeployments!.map((one) => one.status)).toEqual(['SUCCESSFUL', 'STOPPED', 'SUCCESSFUL'])
  expect(primaryOf(await describe(ecs)).taskDefinition).toMatch(/web:3$/)
})
