import { RegisterTaskDefinitionCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runRelease } from '../../src/release/functions.ts'
import { assertReady, preflight, sayPreflight, type PreflightNode } from '../../src/release/preflight.ts'
import { runRollback } from '../../src/release/rollback.ts'
import { digestOf, requestOf, stageOf } from '../fakes/stage.ts'
import { startWorld, type World } from './release-world.ts'
import { ecsOf } from './rollout-world.ts'

let world: World
beforeEach(async () => {
  world = await startWorld({ services: ['api'] })
})
afterEach(() => world.aws.stop())

const request = (letter: string, over: Parameters<typeof stageOf>[0] = {}) => {
  const process = world.process()
  const stage = stageOf({ ...over, deploy: { order: ['api'], services: { api: 'api' }, containers: {}, ...over.deploy } })
  return requestOf(letter, { stage, connect: process.connect, clock: process.clock, fetch: world.fetch })
}
const linesOf = (tree: PreflightNode) => sayPreflight(tree).map((line) => line.trim().replace(/\s+/g, ' '))

/** Give the service a definition that differs, in a world where it does not have to start. */
async function define(change: { readonly container?: object; readonly executionRoleArn?: string }): Promise<void> {
  const container = { name: 'api', image: `123456789012.dkr.ecr.us-east-1.amazonaws.com/app/api@${digestOf('0')}`, essential: true }
  const { container: other = {}, ...rest } = change
  const made = await ecsOf(world).send(
    new RegisterTaskDefinitionCommand({ family: 'api', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512', executionRoleArn: 'arn:aws:iam::123456789012:role/execution', runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' }, containerDefinitions: [{ ...container, ...other }], ...rest }),
  )
  await ecsOf(world).send(new UpdateServiceCommand({ cluster: 'app', service: 'api', taskDefinition: made.taskDefinition?.taskDefinitionArn }))
}

describe('preflight', () => {
  test('finds nothing in a sound stage and changes nothing', async () => {
    const tree = await preflight(request('a'))
    expect(() => assertReady(tree)).not.toThrow()
    expect(linesOf(tree)).toEqual(expect.arrayContaining(['OK lock: free', 'OK circuit breaker: on, with rollback', 'OK execution role: execution']))
    expect(world.deployments('api')).toBe(0)
  })

  test.each([
    ['a role that is not there', { executionRoleArn: 'arn:aws:iam::123456789012:role/gone' }, 'NG execution role: arn:aws:iam::123456789012:role/gone is not there'],
    ['a secret that is not there', { container: { secrets: [{ name: 'DB', valueFrom: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:gone-abcdef' }] } }, 'NG secret DB: arn:aws:secretsmanager:us-east-1:123456789012:secret:gone-abcdef is not there'],
    ['a log group that is not there', { container: { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/gone', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'x' } } } }, 'NG log group /gone: is not there'],
    ['a container of another name', { container: { name: 'web' } }, 'NG container api: is not in api; it has web'],
  ])('finds %s', async (_what, change, line) => {
    await define(change)
    const tree = await preflight(request('a'))
    expect(linesOf(tree)).toContain(line)
    expect(() => assertReady(tree)).toThrow('would stop the release')
  })

  test('finds that a parameter is not there, and which secrets are, without reading them', async () => {
    world.aws.control.seed({ parameters: { '/app/key': 'planted' } })
    const db = Object.values(world.aws.control.world.regions['us-east-1']!.stores.secrets)[0]!.arn
    await define({ container: { secrets: [{ name: 'KEY', valueFrom: '/app/key' }, { name: 'GONE', valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/app/gone' }, { name: 'DB', valueFrom: `${db}:password::` }] } })
    const tree = await preflight(request('a'))
    expect(linesOf(tree)).toEqual(expect.arrayContaining(['OK secret KEY: there', 'NG secret GONE: arn:aws:ssm:us-east-1:123456789012:parameter/app/gone is not there', 'OK secret DB: there']))
    expect(() => assertReady(tree)).toThrow('would stop the release')
  })

  test('finds an image that is not there', async () => {
    const made = request('a')
    const tree = await preflight({ ...made, images: { api: made.images['api']!.replace(digestOf('a'), digestOf('9')) } })
    expect(linesOf(tree).join('\n')).toContain('NG image: ')
  })

  test('only advises where the circuit breaker is off', async () => {
    await ecsOf(world).send(new UpdateServiceCommand({ cluster: 'app', service: 'api', deploymentConfiguration: { deploymentCircuitBreaker: { enable: false, rollback: false } } }))
    const tree = await preflight(request('a'))
    expect(linesOf(tree)).toContain('NG (advice) circuit breaker: off')
    expect(() => assertReady(tree)).not.toThrow()
  })

  test('skips what the identity may not look at, and names the permission', async () => {
    world.aws.control.addFault({ kind: 'access-denied', service: 'iam', operation: 'GetRole' })
    const tree = await preflight(request('a'))
    expect(linesOf(tree).join('\n')).toContain('SKIP execution role: not looked at: iam:GetRole: AWS denied the call; the identity lacks the permission iam:GetRole')
    expect(() => assertReady(tree)).not.toThrow()
  })

  test('holds a release to its window, and a rollback to none', async () => {
    await runRelease(request('a'))
    await runRelease(request('b'))
    const closed = { window: 'Sun 02:00-05:00 UTC' }
    await expect(runRelease(request('c', closed))).rejects.toMatchObject({ code: 'PREFLIGHT_FAILED' })
    expect((await runRollback(request('c', closed))).record.state).toBe('succeeded')
  })

  test('begins nothing without the approval that a stage asks for, and records who gave it', async () => {
    const careful = { approval: 'required' } as const
    await expect(runRelease(request('a', careful))).rejects.toMatchObject({ code: 'PREFLIGHT_FAILED', facts: { details: [expect.stringContaining('--approved-by')] } })
    const { record } = await runRelease({ ...request('a', careful), approvedBy: 'ana' })
    expect(record).toMatchObject({ state: 'succeeded', approvedBy: 'ana' })
    await runRelease({ ...request('b', careful), approvedBy: 'ana' })
    expect((await runRollback(request('c', careful))).record.state).toBe('succeeded')
    expect(linesOf(await preflight(request('a', careful))).join('\n')).toContain('SKIP approval')
  })

  test('refuses strategies that do not exist yet by name', async () => {
    expect(linesOf(await preflight(request('a', { deploy: { strategy: 'canary' } })))).toContain('NG strategy: the strategy "canary" does not exist yet')
    await expect(runRelease(request('a', { deploy: { strategy: 'blue-green' } }))).rejects.toThrow('"blue-green" does not exist yet')
  })
})
