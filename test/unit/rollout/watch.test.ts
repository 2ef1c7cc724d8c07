import { beforeEach, describe, expect, test } from 'vitest'
import { deployService } from '../../../src/rollout/deploy.ts'
import { failureOf } from '../../../src/rollout/outcome.ts'
import { restoreService } from '../../../src/rollout/rollback.ts'
import type { WatchOptions } from '../../../src/rollout/watch.ts'
import { watchDeployments } from '../../../src/rollout/watch.ts'
import { startDeployment } from '../../../src/rollout/start.ts'
import { HatcheryError } from '../../../src/shared/errors.ts'
import { DrivenClock } from '../../fakes/driven-clock.ts'
import { FakeAws } from '../../fakes/fake-aws.ts'

const digest = (letter: string) => `repo/api@sha256:${letter.repeat(64)}`
let clock: DrivenClock
let aws: FakeAws
let lines: string[]
let options: WatchOptions
beforeEach(() => {
  clock = new DrivenClock()
  aws = new FakeAws(clock)
  lines = []
  options = { clock, timeoutSeconds: 900, random: () => 0.5, onProgress: (_service, text) => lines.push(text) }
})

const deploy = (letter = 'a') => deployService(aws.ports(), { cluster: 'c', service: 'api', change: { images: { api: digest(letter) }, labels: { 'hatchery.revision': letter }, env: {}, revision: letter }, tags: {} }, options)

describe('a deployment that we started', () => {
  test('succeeds when ECS completes it, and each event is told once', async () => {
    aws.addService('api')
    const outcome = await deploy()
    expect(outcome.verdict).toEqual({ kind: 'succeeded', running: 1, desired: 1, scaledToZero: false })
    expect(lines.filter((line) => line.includes('steady state'))).toHaveLength(1)
    expect(failureOf(outcome)).toBeUndefined()
  })

  test('says that nothing is proven when the service is scaled to zero', async () => {
    aws.addService('api', { desiredCount: 0, runningCount: 0 })
    expect((await deploy()).verdict).toMatchObject({ kind: 'succeeded', scaledToZero: true })
  })

  test('is ended after the same exit code twice, before the breaker, with the evidence', async () => {
    aws.addService('api', { desiredCount: 10 })
    aws.plays.set('api', { kind: 'crashes', everyMs: 20_000, exitCode: 3 })
    const outcome = await deploy()
    expect(outcome.verdict).toMatchObject({ kind: 'rolled-back', by: 'us', restored: true })
    expect(outcome.decidedAtMs - outcome.started.startedAtMs).toBeLessThanOrEqual(50_000)
    expect(aws.calls.filter((api) => api === 'StopServiceDeployment')).toHaveLength(1)
    const failure = failureOf(outcome) as HatcheryError
    expect(failure.code).toBe('DEPLOYMENT_ROLLED_BACK')
    expect(failure.facts.details?.join('\n')).toContain('api exited with 3')
  })

  test('is rolled back by the breaker where exit codes differ', async () => {
    aws.addService('api')
    aws.plays.set('api', { kind: 'stuck' })
    const running = deploy()
    clock.plan(30_000, () => {
      const id = aws.services.get('api')!.deployments[0]!.id
      aws.rollBack('api', id, { breakerStatus: 'TRIGGERED', rollbackReason: 'circuit breaker' })
    })
    expect((await running).verdict).toEqual({ kind: 'rolled-back', by: 'breaker', reason: 'circuit breaker', restored: true })
  })

  test('is rolled back by an alarm, which is named', async () => {
    aws.addService('api')
    aws.plays.set('api', { kind: 'stuck' })
    const running = deploy()
    clock.plan(30_000, () => aws.rollBack('api', aws.services.get('api')!.deployments[0]!.id, { triggeredAlarms: ['api-5xx'], rollbackReason: 'alarm detected' }))
    expect((await running).verdict).toMatchObject({ kind: 'rolled-back', by: 'alarm', reason: 'alarm detected (api-5xx)' })
  })

  test('is superseded when somebody deploys another revision', async () => {
    aws.addService('api')
    aws.plays.set('api', { kind: 'stuck' })
    const other = aws.register({ family: 'api', containerDefinitions: [{ name: 'api', image: 'x' }] })
    const running = deploy()
    clock.plan(20_000, () => aws.deploy('api', other))
    expect((await running).verdict).toEqual({ kind: 'superseded', byTaskDefinition: other })
  })

  test('is stopped when somebody stops it', async () => {
    aws.addService('api')
    aws.plays.set('api', { kind: 'stuck' })
    const running = deploy()
    clock.plan(20_000, () => {
      const service = aws.services.get('api')!
      service.deployments[0]!.rolloutState = 'FAILED'
      Object.assign([...aws.records.values()][0]!, { status: 'STOPPED', statusReason: 'stopped by a user' })
    })
    expect((await running).verdict).toEqual({ kind: 'stopped', reason: 'stopped by a user' })
  })

  test('times out, and goes back', async () => {
    aws.addService('api')
    aws.plays.set('api', { kind: 'stuck' })
    expect((await deploy()).verdict).toMatchObject({ kind: 'timed-out', restored: true })
  })

  test('is not started twice when the answer to UpdateService is lost', async () => {
    aws.addService('api')
    let lost = 0
    const ports = aws.ports()
    const losing = { ...ports, ecs: { ...ports.ecs, updateService: async (input: { cluster: string; service: string; taskDefinition: string }) => {
      const answer = await ports.ecs.updateService(input)
      if (lost++ === 0) throw new HatcheryError('AWS_UNREACHABLE', { what: 'lost', next: 'again' })
      return answer
    } } }
    const next = aws.register({ family: 'api', containerDefinitions: [{ name: 'api', image: 'y' }] })
    await startDeployment(losing, { cluster: 'c', service: 'api', taskDefinition: next, previousTaskDefinition: 'p', clock })
    expect(aws.records.size).toBe(1)
  })

  test('is tried again where the same definition failed and nothing rolled it back', async () => {
    aws.addService('api')
    await deploy()
    aws.services.get('api')!.deployments[0]!.rolloutState = 'FAILED'
    const records = aws.records.size
    expect((await deploy()).verdict.kind).toBe('succeeded')
    expect(aws.records.size).toBe(records + 1)
  })

  test('does nothing where the service already runs the same', async () => {
    aws.addService('api')
    await deploy()
    const records = aws.records.size
    expect((await deploy()).verdict.kind).toBe('succeeded')
    expect(aws.records.size).toBe(records)
  })
})

test('throttling slows the looks and changes no verdict', async () => {
  aws.addService('api')
  let throttled = 0
  aws.before = (api) => {
    if (api === 'DescribeServices' && throttled++ % 3 !== 0) throw new HatcheryError('AWS_THROTTLED', { what: 'slow down', next: 'wait' })
  }
  expect((await deploy()).verdict.kind).toBe('succeeded')
})

test('a restored service is followed to its own verdict and never ended early', async () => {
  aws.addService('api')
  const first = aws.services.get('api')!.taskDefinition
  await deploy()
  aws.plays.set('api', { kind: 'completes', afterMs: 10_000 })
  expect((await restoreService(aws.ports(), { cluster: 'c', service: 'api', taskDefinition: first }, options)).verdict.kind).toBe('succeeded')
  expect(aws.services.get('api')!.taskDefinition).toBe(first)
})

test.each([10, 100])('%i services stay within the calls that are allowed a minute', async (count) => {
  const started = []
  for (let at = 0; at < count; at++) {
    aws.addService(`s${at}`)
    aws.plays.set(`s${at}`, { kind: 'stuck' })
    const next = aws.register({ family: `s${at}`, containerDefinitions: [{ name: 'x', image: 'y' }] })
    started.push(await startDeployment(aws.ports(), { cluster: 'c', service: `s${at}`, taskDefinition: next, previousTaskDefinition: aws.services.get(`s${at}`)!.taskDefinition, clock }))
  }
  const calls: { api: string; atMs: number }[] = []
  aws.before = (api) => {
    calls.push({ api, atMs: clock.now() })
  }
  await watchDeployments(aws.ports(), started, { ...options, timeoutSeconds: 300 })
  const until = calls[0]!.atMs + 290_000
  for (const api of new Set(calls.map((call) => call.api))) {
    const times = calls.filter((call) => call.api === api && call.atMs < until).map((call) => call.atMs)
    const busiest = Math.max(0, ...times.map((from) => times.filter((atMs) => atMs >= from && atMs < from + 60_000).length))
    expect(busiest, api).toBeLessThanOrEqual(count <= 10 ? 12 : 2 * count)
  }
})
