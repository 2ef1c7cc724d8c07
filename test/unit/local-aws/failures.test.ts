import { DescribeTasksCommand, DescribeServiceDeploymentsCommand, ListTasksCommand, RunTaskCommand, StopServiceDeploymentCommand, StopTaskCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import type { ECSClient, Task } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { breakerThreshold } from '../../../local-aws/ecs/failures.ts'
import { ACCOUNT, createService, describe, messages, NETWORK, primaryOf, register, startWithEcs } from './support.ts'

async function stoppedTasks(ecs: ECSClient): Promise<Task[]> {
  const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED' }))
  return taskArns!.length === 0 ? [] : (await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns! }))).tasks!
}

async function runTask(ecs: ECSClient, input: Partial<ConstructorParameters<typeof RunTaskCommand>[0]> = {}) {
  const { tasks } = await ecs.send(new RunTaskCommand({ cluster: 'main', taskDefinition: 'web', networkConfiguration: NETWORK, ...input }))
  const arn = tasks![0]!.taskArn!
  return { arn, now: async () => (await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: [arn] }))).tasks![0]! }
}

test('computes the threshold of the circuit breaker by the formula of AWS', () => {
  expect([1, 25, 400, 1000].map((desired) => breakerThreshold({ enable: true, rollback: true }, desired))).toEqual([3, 13, 200, 200])
  const configured = (type: 'COUNT' | 'BOUNDED_PERCENT' | 'UNBOUNDED_PERCENT', value: number) => breakerThreshold({ enable: true, rollback: true, thresholdConfiguration: { type, value } }, 10)
  expect([configured('COUNT', 1), configured('BOUNDED_PERCENT', 10), configured('UNBOUNDED_PERCENT', 10), configured('BOUNDED_PERCENT', 80)]).toEqual([1, 3, 1, 8])
})

test('stops a task whose secret is missing, in the words of AWS', async () => {
  const { ecs, control } = await startWithEcs()
  const arn = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:db-AbCdEf`
  await register(ecs, { container: { secrets: [{ name: 'DB', valueFrom: arn }] } })
  const task = await runTask(ecs)
  await control.settle()
  expect(await task.now()).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'TaskFailedToStart',
    stoppedReason: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${arn} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
  })
  control.seed({ secrets: { db: 'x' }, parameters: { '/app/key': 'y' } })
  const secret = control.world.regions['us-east-1']!.stores.secrets['db']!
  await register(ecs, { container: { secrets: [{ name: 'DB', valueFrom: secret.arn }, { name: 'KEY', valueFrom: '/app/key' }] } })
  const second = await runTask(ecs)
  await control.settle()
  expect((await second.now()).lastStatus).toBe('RUNNING')
})

test('stops a task whose image is not there, or not for its architecture', async () => {
  const { ecs, control } = await startWithEcs()
  control.seed({ repositories: [{ name: 'intel', images: [{ tags: ['v1'], platforms: ['linux/amd64'] }] }] })
  await register(ecs, { tag: 'missing' })
  const missing = await runTask(ecs)
  await register(ecs, { image: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/intel:v1` })
  const foreign = await runTask(ecs)
  await control.settle()
  expect((await missing.now()).stoppedReason).toMatch(/^CannotPullContainerError: pull image manifest has been retried 5 time\(s\): failed to resolve ref .*\/web:missing: not found$/)
  expect((await foreign.now()).stoppedReason).toContain("image Manifest does not contain descriptor matching platform 'linux/arm64'")
})

test('runs a task to its exit code', async () => {
  const { ecs, control } = await startWithEcs()
  await register(ecs)
  control.addBehaviour({ match: { family: 'web' }, exit: { code: 0, afterSeconds: 20 }, logs: ['migrating', 'done'] })
  const task = await runTask(ecs, { startedBy: 'release-1', overrides: { containerOverrides: [{ name: 'app', command: ['migrate'] }] } })
  await control.settle()
  expect(await task.now()).toMatchObject({ stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', startedBy: 'release-1', containers: [{ name: 'app', exitCode: 0, lastStatus: 'STOPPED' }] })
  const { logGroups } = control.world.regions['us-east-1']!.stores
  expect(Object.entries(logGroups['/ecs/web']!.streams)).toEqual([[`web/app/${task.arn.split('/').at(-1)}`, expect.objectContaining({ events: [expect.objectContaining({ message: 'migrating' }), expect.objectContaining({ message: 'done' })] })]])
})

test('does not run a task twice for one client token', async () => {
  const { ecs } = await startWithEcs()
  await register(ecs)
  const [first, second] = [await runTask(ecs, { clientToken: 'one' }), await runTask(ecs, { clientToken: 'one' })]
  expect(second.arn).toBe(first.arn)
})

test('kills a container that ignores SIGTERM when its stop timeout has passed', async () => {
  const { ecs, control } = await startWithEcs()
  await register(ecs, { container: { stopTimeout: 60 } })
  control.addBehaviour({ match: { family: 'web' }, ignoresSigterm: true })
  const task = await runTask(ecs)
  await control.settle()
  await ecs.send(new StopTaskCommand({ cluster: 'main', task: task.arn, reason: 'enough' }))
  await control.advance(59)
  expect((await task.now()).lastStatus).toBe('STOPPING')
  await control.settle()
  expect(await task.now()).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'enough', containers: [{ exitCode: 137 }] })
})

test('counts tasks that fail their container health check, and says so', async () => {
  const { ecs, control } = await startWithEcs()
  const healthCheck = { command: ['CMD', 'true'], interval: 5, retries: 2 }
  await register(ecs, { container: { healthCheck } })
  const first = primaryOf(await createService(ecs, { desiredCount: 1 })).id
  await control.settle()
  await register(ecs, { tag: 'v2', container: { healthCheck } })
  control.addBehaviour({ match: { revision: 2 }, health: 'unhealthy' })
  await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web:2' }))
  await control.settle()
  const service = await describe(ecs)
  expect(primaryOf(service)).toMatchObject({ id: first, rolloutState: 'COMPLETED', runningCount: 1 })
  expect(messages(service).filter((message) => message.endsWith('failed container health checks.'))).toHaveLength(3)
  expect((await stoppedTasks(ecs)).filter((task) => task.stoppedReason === 'Task failed container health checks')).toHaveLength(3)
})

test('spaces out launches that never reach RUNNING', async () => {
  const { ecs, control } = await startWithEcs()
  await register(ecs, { tag: 'missing' })
  await createService(ecs, { desiredCount: 1, deploymentConfiguration: {} })
  await control.advance(3600)
  const starts = Object.values(control.world.regions['us-east-1']!.ecs.tasks).map((task) => task.createdAt)
  const pauses = starts.slice(1).map((at, index) => at - starts[index]!)
  expect(pauses.every((pause, index) => index === 0 || pause >= pauses[index - 1]! - 5000)).toBe(true)
  expect(Math.max(...pauses)).toBeGreaterThan(600_000)
  expect(messages(await describe(ecs)).join()).toContain('is unable to consistently start tasks successfully')
})

test('fails a deployment on an alarm, but not on one that was in ALARM before', async () => {
  const { ecs, control } = await startWithEcs()
  control.seed({ alarms: { errors: 'OK', old: 'ALARM' } })
  await register(ecs)
  const alarms = { alarmNames: ['errors', 'old'], enable: true, rollback: true }
  const first = primaryOf(await createService(ecs, { deploymentConfiguration: { alarms } })).id
  await control.settle()
  await register(ecs, { tag: 'v2' })
  const { service } = await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web:2' }))
  await control.advance(20)
  expect(primaryOf(await describe(ecs)).rolloutState).toBe('IN_PROGRESS')
  control.seed({ alarms: { errors: 'ALARM' } })
  await control.settle()
  expect(primaryOf(await describe(ecs)).id).toBe(first)
  const { serviceDeployments } = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [service!.currentServiceDeployment!] }))
  expect(serviceDeployments![0]).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['errors'] } })
})

test('leaves the tasks as they are when a service deployment is aborted', async () => {
  const { ecs, control } = await startWithEcs()
  await register(ecs)
  await createService(ecs)
  await control.settle()
  await register(ecs, { tag: 'v2' })
  control.addBehaviour({ match: { revision: 2 }, stuck: true })
  const { service } = await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web:2' }))
  await control.advance(30)
  await ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: service!.currentServiceDeployment!, stopType: 'ABORT' }))
  await control.advance(600)
  const { serviceDeployments } = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [service!.currentServiceDeployment!] }))
  expect(serviceDeployments![0]!.status).toBe('STOPPED')
  expect((await describe(ecs)).deployments!.map((one) => [one.status, one.runningCount, one.pendingCount])).toEqual([['PRIMARY', 0, 2], ['ACTIVE', 2, 0]])
})

test('replaces a crashed task of a steady service without failing its deployment', async () => {
  const { ecs, control } = await startWithEcs()
  await register(ecs)
  await createService(ecs)
  await control.settle()
  const [task] = Object.values(control.world.regions['us-east-1']!.ecs.tasks)
  await ecs.send(new StopTaskCommand({ cluster: 'main', task: task!.arn }))
  await control.settle()
  expect(primaryOf(await describe(ecs))).toMatchObject({ rolloutState: 'COMPLETED', runningCount: 2, failedTasks: 0 })
})
