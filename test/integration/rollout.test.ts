import { RegisterTaskDefinitionCommand, StopServiceDeploymentCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, describe, expect, test } from 'vitest'
import { evidenceLines } from '../../src/rollout/evidence.ts'
import { digestOf } from '../fakes/stage.ts'
import { startWorld, type World } from './release-world.ts'
import { addBalanced, deploy, ecsOf, update } from './rollout-world.ts'

let world: World
afterEach(() => world.aws.stop())
const start = async (desiredCount = 2) => {
  world = await startWorld({ services: ['api'], desiredCount })
}
const after = (seconds: number, act: () => Promise<unknown>) => void world.clock.sleep(seconds * 1000).then(() => world.clock.track(act))

describe('the verdict on a deployment that we started', () => {
  test('is success once ECS has completed it, with every event told once', async () => {
    await start()
    const lines: string[] = []
    const outcome = await deploy(world, 'a', { lines })
    expect(outcome.verdict).toEqual({ kind: 'succeeded', running: 2, desired: 2, scaledToZero: false })
    const told = (part: string) => lines.filter((line) => line.includes(part)).length
    expect([told(`(deployment ${outcome.started.deploymentId}) deployment completed`), told('has started 2 tasks'), told('has stopped 2 running tasks')]).toEqual([1, 1, 1])
  })

  test('is success that proves nothing where the service is scaled to zero', async () => {
    await start(0)
    expect((await deploy(world, 'a')).verdict).toMatchObject({ kind: 'succeeded', scaledToZero: true })
  })

  test('is a rollback by the breaker where that acts between two looks', async () => {
    await start(20)
    world.aws.control.addBehaviour({ match: { service: 'api', image: digestOf('a') }, exit: { code: 3, afterSeconds: 1 } })
    const outcome = await deploy(world, 'a', { intervalMs: 120_000 })
    expect(outcome.verdict).toMatchObject({ kind: 'rolled-back', by: 'breaker', restored: true })
    expect(evidenceLines(outcome.evidence!).join()).toContain('api exited with 3')
  })

  test('is a rollback by an alarm, which is named', async () => {
    await start()
    world.aws.control.seed({ region: 'us-east-1', alarms: { 'api-5xx': 'OK' } })
    await update(world, { deploymentConfiguration: { alarms: { alarmNames: ['api-5xx'], enable: true, rollback: true } } })
    after(25, () => Promise.resolve(world.aws.control.seed({ region: 'us-east-1', alarms: { 'api-5xx': 'ALARM' } })))
    expect((await deploy(world, 'a')).verdict).toMatchObject({ kind: 'rolled-back', by: 'alarm', restored: true })
  })

  test('is superseded when somebody deploys meanwhile', async () => {
    await start()
    after(25, async () => {
      const container = { name: 'api', image: `123456789012.dkr.ecr.us-east-1.amazonaws.com/app/api@${digestOf('b')}` }
      const made = await ecsOf(world).send(new RegisterTaskDefinitionCommand({ family: 'api', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512', executionRoleArn: 'arn:aws:iam::123456789012:role/execution', containerDefinitions: [container] }))
      await ecsOf(world).send(new UpdateServiceCommand({ cluster: 'app', service: 'api', taskDefinition: made.taskDefinition?.taskDefinitionArn }))
    })
    expect((await deploy(world, 'a')).verdict).toMatchObject({ kind: 'superseded', byTaskDefinition: expect.stringContaining('task-definition/api:3') as string })
  })

  test('is a rollback by someone when somebody stops it', async () => {
    await start()
    after(25, () => ecsOf(world).send(new StopServiceDeploymentCommand({ serviceDeploymentArn: world.service('api').serviceDeploymentArns.at(-1), stopType: 'ROLLBACK' })))
    expect((await deploy(world, 'a')).verdict).toMatchObject({ kind: 'rolled-back', by: 'someone', restored: true })
  })

  test('is timed out, and back, when nothing comes of it', async () => {
    await start()
    world.aws.control.addBehaviour({ match: { service: 'api', image: digestOf('a') }, stuck: true })
    expect((await deploy(world, 'a', { timeoutSeconds: 300 })).verdict).toEqual({ kind: 'timed-out', afterSeconds: expect.any(Number) as number, restored: true })
  })

  test('is a rollback by us when a target is unhealthy, with the reason of the balancer', async () => {
    await start()
    await addBalanced(world)
    world.aws.control.addBehaviour({ match: { service: 'web', image: digestOf('a') }, target: { state: 'unhealthy', reason: 'Target.ResponseCodeMismatch', description: 'Health checks failed with these codes: [503]' } })
    const outcome = await deploy(world, 'a', { service: 'web' })
    expect(outcome.verdict).toMatchObject({ kind: 'rolled-back', by: 'us', reason: expect.stringContaining('health check gave up') as string, restored: true })
    expect(evidenceLines(outcome.evidence!).join('\n')).toMatch(/ResponseCodeMismatch|\[503\]/)
  })

  test('of a balanced service is success', async () => {
    await start()
    await addBalanced(world)
    expect((await deploy(world, 'a', { service: 'web' })).verdict.kind).toBe('succeeded')
  })

  test('is a rollback by us where the circuit breaker is off', async () => {
    await start()
    world.aws.control.addBehaviour({ match: { service: 'api', image: digestOf('a') }, exit: { code: 1, afterSeconds: 1 } })
    await update(world, { deploymentConfiguration: { deploymentCircuitBreaker: { enable: false, rollback: false } } })
    expect((await deploy(world, 'a')).verdict).toMatchObject({ kind: 'rolled-back', by: 'us', restored: true })
  })
})

test('logs in to the registry of the account', async () => {
  await start()
  const login = await world.ports('us-east-1').ecr.login()
  expect([login.username, login.password.length > 0, login.host.length > 0]).toEqual(['AWS', true, true])
})
