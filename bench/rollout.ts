import { DescribeServicesCommand, ECSClient, UpdateServiceCommand, waitUntilServicesStable } from '@aws-sdk/client-ecs'
import type { TaskBehaviour } from '../local-aws/index.ts'
import { startDeployment, type Started } from '../src/rollout/start.ts'
import { watchDeployments } from '../src/rollout/watch.ts'
import { nextTaskDefinition } from '../src/rollout/task-definition.ts'
import { digestOf } from '../test/fakes/stage.ts'
import { startWorld, type World } from '../test/integration/release-world.ts'
import type { Row } from './row.ts'

/** A rollout that fails, and how: `atOnce` tasks are launched beside the running ones. */
interface Scenario {
  readonly name: string
  readonly desired: number
  readonly maximumPercent: number
  readonly behaviour: Omit<TaskBehaviour, 'id' | 'match'>
}

const scenarios: readonly Scenario[] = [
  { name: 'crash, 25 tasks one at a time', desired: 25, maximumPercent: 104, behaviour: { exit: { code: 1, afterSeconds: 5 } } },
  { name: 'crash, 2 tasks at once', desired: 2, maximumPercent: 200, behaviour: { exit: { code: 1, afterSeconds: 5 } } },
  { name: 'image missing, 2 tasks', desired: 2, maximumPercent: 200, behaviour: { pullError: 'CannotPullContainerError: manifest unknown: not found' } },
]
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' }

/** Measure the time to a verdict and the calls it takes, on the clock of the stand-in for AWS. */
export async function rolloutBench(): Promise<Row[]> {
  const rows: Row[] = []
  for (const scenario of scenarios) rows.push(...(await verdicts(scenario)))
  rows.push(await successLag(), ...(await callCounts()))
  return rows
}

async function verdicts(scenario: Scenario): Promise<Row[]> {
  const row = (name: string, value: number, note: string, unit = 's'): Row => ({ name: `${scenario.name}: ${name}`, value, unit, note })
  const breaker = await failing(scenario, (world, started) => until(world, () => stateOf(world, started) === 'FAILED'))
  const evidence = await failing(scenario, (world, started) => until(world, () => stopped(world, started) >= (scenario.behaviour.pullError ? 1 : 2)))
  const polling = await failing(scenario, (world, started) => plainPolling(world, started))
  const sdk = await failing(scenario, (world, started) => sdkWaiter(world, started, undefined))
  const sdk15 = await failing(scenario, (world, started) => sdkWaiter(world, started, 15))
  const hatchery = await failing(scenario, async (world, started) => {
    const [outcome] = await watchDeployments(world.ports('us-east-1'), [started], { clock: world.clock, timeoutSeconds: 3600, onProgress: () => undefined })
    if (outcome?.verdict.kind !== 'rolled-back') throw new Error(`expected a rollback, got ${JSON.stringify(outcome?.verdict)}`)
    return outcome.decidedAtMs
  })
  return [
    row('Hatchery knows', hatchery, `verdict "rolled back by Hatchery", ${(hatchery - evidence).toFixed(0)} s after the evidence exists`),
    row('circuit breaker acts', breaker, `Hatchery takes ${((100 * hatchery) / breaker).toFixed(0)} % of that`),
    row('plain polling of the breaker', polling, 'DescribeServices every 15 s until FAILED'),
    row('waitUntilServicesStable', sdk, 'AWS SDK as it comes (maxDelay 600): says success, the old revision is stable again'),
    row('waitUntilServicesStable, maxDelay 15', sdk15, 'says success as well'),
  ]
}

/** Start the failing rollout and give the seconds from there to what `wait` gives. */
async function failing(scenario: Scenario, wait: (world: World, started: Started) => Promise<number>): Promise<number> {
  const world = await startWorld({ services: ['api'], desiredCount: scenario.desired })
  const ecs = new ECSClient({ region: 'us-east-1', endpoint: world.aws.url, credentials })
  await ecs.send(new UpdateServiceCommand({ cluster: 'app', service: 'api', deploymentConfiguration: { maximumPercent: scenario.maximumPercent, minimumHealthyPercent: 100 } }))
  world.aws.control.addBehaviour({ match: { service: 'api', image: digestOf('a') }, ...scenario.behaviour })
  await world.aws.control.settle()
  const started = await begin(world, 'api')
  const atMs = await wait(world, started)
  await world.aws.stop()
  return (atMs - started.startedAtMs) / 1000
}

async function begin(world: World, service: string, region = 'us-east-1'): Promise<Started> {
  const { ecs } = world.ports(region)
  const previousTaskDefinition = world.service(service, region).taskDefinition
  const { definition } = await ecs.describeTaskDefinition(previousTaskDefinition)
  const image = `123456789012.dkr.ecr.${region}.amazonaws.com/app/${service}@${digestOf('a')}`
  const taskDefinition = await ecs.registerTaskDefinition(nextTaskDefinition(definition, { images: { [service]: image }, labels: {}, env: {}, revision: 'a' }), [])
  return startDeployment(world.ports(region), { cluster: 'app', service, taskDefinition, previousTaskDefinition, clock: world.clock })
}

/** Advance a second at a time until something is so; gives when. */
async function until(world: World, holds: () => boolean): Promise<number> {
  while (!holds()) await world.aws.control.advance(1)
  return world.clock.now()
}

const stateOf = (world: World, started: Started): string | undefined => world.service(started.service).deployments.find((one) => one.id === started.deploymentId)?.rolloutState

function stopped(world: World, started: Started): number {
  return Object.values(world.aws.control.world.regions['us-east-1']?.ecs.tasks ?? {}).filter((task) => task.deploymentId === started.deploymentId && task.lastStatus === 'STOPPED').length
}

async function plainPolling(world: World, started: Started): Promise<number> {
  const ecs = new ECSClient({ region: 'us-east-1', endpoint: world.aws.url, credentials })
  for (;;) {
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'app', services: ['api'] }))
    const ours = services?.[0]?.deployments?.find((one) => one.id === started.deploymentId)
    if (!ours || ours.rolloutState === 'FAILED') return world.clock.now()
    await world.aws.control.advance(15)
  }
}

/** The waiter sleeps by `setTimeout`; its sleeps, and only those, go to the driven clock. */
async function sdkWaiter(world: World, started: Started, maxDelay: number | undefined): Promise<number> {
  const client = new ECSClient({ region: 'us-east-1', endpoint: world.aws.url, credentials })
  const real = globalThis.setTimeout
  const patched = ((run: () => void, ms?: number) => ((ms ?? 0) >= 10_000 ? void world.aws.control.advance((ms ?? 0) / 1000).then(run) : real(run, ms))) as typeof setTimeout
  globalThis.setTimeout = patched
  try {
    await waitUntilServicesStable({ client, maxWaitTime: 1e9, ...(maxDelay ? { maxDelay } : {}) }, { cluster: 'app', services: [started.service] })
  } finally {
    globalThis.setTimeout = real
  }
  return world.clock.now()
}

async function successLag(): Promise<Row> {
  const world = await startWorld({ services: ['api'], desiredCount: 2 })
  const lags: number[] = []
  for (let round = 0; round < 10; round++) {
    const started = await begin(world, 'api')
    const [outcome] = await watchDeployments(world.ports('us-east-1'), [started], { clock: world.clock, timeoutSeconds: 3600, onProgress: () => undefined })
    const knownAtMs = world.service('api').deployments.find((one) => one.id === started.deploymentId)?.updatedAt ?? 0
    lags.push(((outcome?.decidedAtMs ?? 0) - knownAtMs) / 1000)
    await world.ports('us-east-1').ecs.updateService({ cluster: 'app', service: 'api', taskDefinition: started.previousTaskDefinition })
    await world.aws.control.settle()
  }
  await world.aws.stop()
  return { name: 'success verdict after AWS knows', value: Math.max(...lags), unit: 's', note: `longest of ${lags.length} rollouts; the target is 10 s` }
}

const regions = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2']
const perRegion = 40

async function callCounts(): Promise<Row[]> {
  const batched = await watchAll((world, region, started) => watchDeployments(world.ports(region), started, { clock: world.clock, timeoutSeconds: 3600, onProgress: () => undefined }))
  const single = await watchAll((world, region, started) => Promise.all(started.map((one) => watchDeployments(world.ports(region), [one], { clock: world.clock, timeoutSeconds: 3600, onProgress: () => undefined }))))
  const services = regions.length * perRegion
  return [
    { name: `calls to follow ${services} services in ${regions.length} regions`, value: batched.calls, unit: 'calls', note: `${(batched.calls / services / batched.minutes).toFixed(2)} a service a minute; busiest ${batched.busiest} in one minute` },
    { name: 'the same with one poller a service', value: single.calls, unit: 'calls', note: `${(single.calls / batched.calls).toFixed(1)} times as many; busiest ${single.busiest} in one minute` },
  ]
}

async function watchAll(watch: (world: World, region: string, started: Started[]) => Promise<unknown>): Promise<{ calls: number; minutes: number; busiest: string }> {
  const services = Array.from({ length: perRegion }, (_, at) => `s${at}`)
  const world = await startWorld({ regions, services, desiredCount: 1 })
  const all = new Map<string, Started[]>()
  for (const region of regions) all.set(region, [])
  for (const region of regions) for (const service of services) all.get(region)?.push(await begin(world, service, region))
  const seen: { api: string; atMs: number }[] = []
  world.aws.control.observe(({ call, atMs }) => seen.push({ api: call.operation, atMs }))
  const startMs = world.clock.now()
  await Promise.all(regions.map((region) => watch(world, region, all.get(region) ?? [])))
  const minutes = (world.clock.now() - startMs) / 60_000
  await world.aws.stop()
  const apis = [...new Set(seen.map((one) => one.api))].map((api) => ({ api, most: busiestMinute(seen.filter((one) => one.api === api).map((one) => one.atMs)) }))
  const top = apis.sort((a, b) => b.most - a.most)[0] ?? { api: 'none', most: 0 }
  return { calls: seen.length, minutes, busiest: `${top.api} with ${top.most}` }
}

function busiestMinute(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((atMs) => atMs >= from && atMs < from + 60_000).length))
}
