import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DescribeTasksCommand, ListTasksCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { CreateListenerCommand, CreateLoadBalancerCommand, CreateTargetGroupCommand, DescribeTargetHealthCommand, ElasticLoadBalancingV2Client, ModifyListenerCommand, ModifyTargetGroupAttributesCommand, RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { expect, test } from 'vitest'
import { httpProber } from '../../local-aws/balancer/http-prober.ts'
import { Balancer } from '../../local-aws/balancer/proxy.ts'
import { containersDriver } from '../../local-aws/drivers/containers.ts'
import { clientConfig, createService, describe, primaryOf, register, startWithEcs } from '../unit/local-aws/support.ts'
import { processRuntime } from '../unit/local-aws/processes/process-runtime.ts'

/** Tasks are processes; what takes AWS seconds takes a twentieth here. */
async function world() {
  const containers = processRuntime()
  const made = await startWithEcs({
    clock: { kind: 'real', speed: 20 },
    runtime: (plane, reports) => ({
      driver: containersDriver(plane, reports, { containers, mapImage: (image) => image, mapEnvironment: (value) => value, platform: 'linux/amd64' }),
      prober: httpProber(plane),
      balancer: new Balancer(plane, { host: '127.0.0.1', firstPort: 0 }),
    }),
  })
  const elb = new ElasticLoadBalancingV2Client(clientConfig(made.aws))
  const LoadBalancerArn = (await elb.send(new CreateLoadBalancerCommand({ Name: 'edge', Subnets: ['subnet-1'] }))).LoadBalancers![0]!.LoadBalancerArn!
  const group = async (Name: string) => {
    const { TargetGroups } = await elb.send(new CreateTargetGroupCommand({ Name, Protocol: 'HTTP', Port: 8000, TargetType: 'ip', HealthCheckPath: '/health', HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2, HealthyThresholdCount: 2 }))
    await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: TargetGroups![0]!.TargetGroupArn, Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '5' }] }))
    return TargetGroups![0]!.TargetGroupArn!
  }
  const [blue, green] = [await group('blue'), await group('green')]
  const ListenerArn = (await elb.send(new CreateListenerCommand({ LoadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions: [{ Type: 'forward', TargetGroupArn: blue }] }))).Listeners![0]!.ListenerArn!
  const { port } = made.control.endpoints()[0]!
  return { ...made, elb, blue, green, ListenerArn, url: `http://127.0.0.1:${port}` }
}

const serving = (body: string, health = '200') => `process:
  const http = require('node:http')
  http.createServer((q, s) => { s.statusCode = q.url === '/health' ? ${health} : 200; if (q.url === '/crash') process.exit(9); s.end('${body}') }).listen(process.env.PORT)
  process.on('SIGTERM', () => { console.log('bye'); process.exit(0) })
  console.log('listening')`

const loadBalancers = (targetGroupArn: string) => [{ targetGroupArn, containerName: 'app', containerPort: 8000 }]

async function answers(url: string, count: number): Promise<Record<string, number>> {
  const seen: Record<string, number> = {}
  for (let at = 0; at < count; at += 1) {
    const response = await fetch(url, { headers: { connection: 'close' } })
    const body = response.status === 200 ? await response.text() : String(response.status)
    seen[body] = (seen[body] ?? 0) + 1
  }
  return seen
}

test('rolls real processes over behind a balancer that never answers badly, and stops the old ones with SIGTERM', async () => {
  const { ecs, url, blue, control } = await world()
  await register(ecs, { image: serving('one') })
  await createService(ecs, { loadBalancers: loadBalancers(blue), healthCheckGracePeriodSeconds: 200 })
  await expect.poll(async () => primaryOf(await describe(ecs)).rolloutState, { timeout: 20_000 }).toBe('COMPLETED')
  expect(await answers(url, 4)).toEqual({ one: 4 })
  await register(ecs, { image: serving('two') })
  await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web' }))
  const during: Record<string, number> = {}
  await expect
    .poll(async () => {
      for (const [body, count] of Object.entries(await answers(url, 5))) during[body] = (during[body] ?? 0) + count
      return primaryOf(await describe(ecs)).rolloutState
    }, { timeout: 20_000 })
    .toBe('COMPLETED')
  expect(Object.keys(during).sort()).toEqual(['one', 'two'])
  await expect.poll(async () => (await ecs.send(new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED' }))).taskArns!.length, { timeout: 20_000 }).toBe(2)
  const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED' }))
  await expect.poll(async () => (await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns! }))).tasks!.map((task) => task.containers![0]!.exitCode), { timeout: 20_000 }).toEqual([0, 0])
  const lines = Object.values(control.world.regions['us-east-1']!.stores.logGroups['/ecs/web']!.streams).map((stream) => stream.events.map((event) => event.message).join())
  expect(lines.sort()).toEqual(['listening', 'listening', 'listening,bye', 'listening,bye'])
})

test('replaces a process that dies, with its exit code, and says 502 only to whom it happened', async () => {
  const { ecs, url, blue } = await world()
  await register(ecs, { image: serving('one') })
  await createService(ecs, { loadBalancers: loadBalancers(blue), healthCheckGracePeriodSeconds: 200 })
  await expect.poll(async () => primaryOf(await describe(ecs)).rolloutState, { timeout: 20_000 }).toBe('COMPLETED')
  expect(await answers(`${url}/crash`, 1)).toEqual({ '502': 1 })
  const stopped = async () => {
    const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED' }))
    if (taskArns!.length === 0) return undefined
    const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns! }))
    return [tasks![0]!.stopCode, tasks![0]!.containers![0]!.exitCode]
  }
  await expect.poll(stopped, { timeout: 20_000 }).toEqual(['EssentialContainerExited', 9])
  await expect.poll(async () => (await describe(ecs)).runningCount, { timeout: 20_000 }).toBe(2)
})

test('rolls back from an image that crashes, one that is sick, and one that is not there', async () => {
  const { ecs, url, blue, elb } = await world()
  await register(ecs, { image: serving('good') })
  const first = primaryOf(await createService(ecs, { desiredCount: 1, loadBalancers: loadBalancers(blue), healthCheckGracePeriodSeconds: 100 })).id
  await expect.poll(async () => primaryOf(await describe(ecs)).rolloutState, { timeout: 20_000 }).toBe('COMPLETED')
  const reasons = new Set<string>()
  for (const image of ['process: console.log("no"); process.exit(4)', serving('sick', '500'), 'registry.example/none:1']) {
    await register(ecs, { image })
    await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web' }))
    await expect
      .poll(async () => {
        const { TargetHealthDescriptions: found } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: blue }))
        for (const one of found!) if (one.TargetHealth!.State === 'unhealthy') reasons.add(one.TargetHealth!.Description!)
        const primary = primaryOf(await describe(ecs))
        return [primary.id, primary.rolloutState]
      }, { timeout: 90_000 })
      .toEqual([first, 'COMPLETED'])
  }
  expect([...reasons]).toContain('Health checks failed with these codes: [500]')
  const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED' }))
  const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns! }))
  const said = new Set(tasks!.map((task) => task.stoppedReason!.replace(/\(.*/, '').trim()))
  expect([...said]).toEqual(expect.arrayContaining(['Essential container in task exited', 'Task failed ELB health checks in', 'CannotPullContainerError: registry.example/none:1: not found']))
  expect(await answers(url, 2)).toEqual({ good: 2 })
}, 280_000)

test('judges containers by their own health check command', async () => {
  const { ecs } = await world()
  const check = (command: string) => ({ healthCheck: { command: ['CMD-SHELL', command], interval: 5, timeout: 2, retries: 1 } })
  await register(ecs, { image: serving('x'), container: check('test "$PORT" -gt 0') })
  await createService(ecs, { desiredCount: 1 })
  await expect.poll(async () => primaryOf(await describe(ecs)).rolloutState, { timeout: 30_000 }).toBe('COMPLETED')
  await register(ecs, { image: serving('x'), container: check('exit 1') })
  await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web' }))
  await expect
    .poll(async () => {
      const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED' }))
      return taskArns!.length === 0 ? '' : (await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns! }))).tasks!.map((task) => task.stoppedReason).join()
    }, { timeout: 30_000 })
    .toContain('Task failed container health checks')
}, 90_000)

test('shares requests between target groups exactly by weight', async () => {
  const { elb, blue, green, ListenerArn, url } = await world()
  const servers = ['blue', 'green'].map((body) => createServer((_request, response) => response.end(body)))
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))))
  try {
    for (const [at, group] of [blue, green].entries()) {
      await elb.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: '127.0.0.1', Port: (servers[at]!.address() as AddressInfo).port }] }))
    }
    const weigh = (b: number, g: number) => elb.send(new ModifyListenerCommand({ ListenerArn, DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: blue, Weight: b }, { TargetGroupArn: green, Weight: g }] } }] }))
    await weigh(90, 10)
    await expect.poll(async () => (await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: green }))).TargetHealthDescriptions![0]!.TargetHealth!.State, { timeout: 10_000 }).toBe('healthy')
    expect(await answers(url, 100)).toEqual({ blue: 90, green: 10 })
    await weigh(0, 1)
    expect(await answers(url, 5)).toEqual({ green: 5 })
    await elb.send(new ModifyListenerCommand({ ListenerArn, DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503', MessageBody: 'closed' } }] }))
    expect(await answers(url, 1)).toEqual({ '503': 1 })
  } finally {
    for (const server of servers) server.close()
  }
})

test('starts the tasks of a snapshot again, as the same tasks', async () => {
  const before = await world()
  await register(before.ecs, { image: serving('kept') })
  await createService(before.ecs, { loadBalancers: loadBalancers(before.blue), healthCheckGracePeriodSeconds: 200 })
  await expect.poll(async () => primaryOf(await describe(before.ecs)).rolloutState, { timeout: 20_000 }).toBe('COMPLETED')
  const tasks = async (ecs: typeof before.ecs) => (await ecs.send(new ListTasksCommand({ cluster: 'main', serviceName: 'web' }))).taskArns!.sort()
  const arns = await tasks(before.ecs)
  const snapshot = before.control.snapshot()
  const after = await world()
  after.control.restore(snapshot)
  await expect.poll(async () => answers(`http://127.0.0.1:${after.control.endpoints()[0]!.port}`, 1).catch(() => ({})), { timeout: 20_000 }).toEqual({ kept: 1 })
  expect(await tasks(after.ecs)).toEqual(arns)
  expect((await describe(after.ecs)).runningCount).toBe(2)
})
