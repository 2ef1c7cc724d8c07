import { DeleteServiceCommand } from '@aws-sdk/client-ecs'
import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runMigrate, runRelease } from '../../src/release/functions.ts'
import { runRefresh } from '../../src/release/refresh.ts'
import { runRollback } from '../../src/release/rollback.ts'
import { sayStatus, stageStatus } from '../../src/release/status.ts'
import { begin, byHand, end, lambda, listen, look, refreshed, released, request, setup, strangeImage, withEnv, world } from './drift-world.ts'
import { ecsOf } from './rollout-world.ts'

beforeEach(() => begin())
afterEach(end)

describe('refresh', () => {
  test('takes what runs as the record: afterwards there is no drift', async () => {
    await released('a')
    await byHand('api', (container) => withEnv('LOG_LEVEL', 'debug')(container))
    await setup({ deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } } })
    world.database().current = '2b'
    expect(await look()).toContain('[DRIFTED]')
    const text = await refreshed()
    expect(text).toContain('us-east-1 api: done, runs api:3, was api:2: + containers.api.environment.LOG_LEVEL: debug')
    expect(text).toContain('us-east-1 worker: done, runs worker:2, as recorded')
    expect(text).toContain('us-east-1 migrate: done, function migrator as recorded; database at 2b, was 2')
    expect(await look()).toMatch(/^no drift: staging is as refresh \S+ \(revision aaaaaaaaaaaa, by ana\) left it/)
    expect(sayStatus(await stageStatus(request('a'))).join('\n')).toMatch(/refresh: succeeded, .*nothing was tried; by ana/)
    expect(world.deployments('api')).toBe(2)
  })

  test('makes a first record where nothing was released', async () => {
    expect(await refreshed()).toContain('us-east-1 api: done, runs api:1, was not recorded before')
    expect(await look()).toMatch(/^no drift in what could be looked at/)
    await released('a')
    expect((await runRollback(request('a'))).record).toMatchObject({ state: 'succeeded', revision: 'unknown' })
    expect(world.revision('api')).toBe('old')
  })

  test('lets a rollback go to what the release before had left', async () => {
    await released('a')
    await released('b')
    await byHand('api', withEnv('LOG_LEVEL', 'debug'))
    await refreshed()
    await runRollback(request('b'))
    expect([world.revision('api')[0], world.service('api').taskDefinition.split('/')[1]]).toEqual(['b', 'api:3'])
    expect(await look()).toMatch(/^no drift: staging is as rollback /)
  })

  test('that found nothing new does not stand in the way of a rollback', async () => {
    await released('a')
    await released('b')
    await refreshed()
    await refreshed()
    await runRollback(request('b'))
    expect(world.revision('api')[0]).toBe('a')
  })

  test('holds a rollback back from code older than a schema that was moved by hand', async () => {
    const first = await released('a')
    world.database().current = '2b'
    await refreshed()
    await expect(runRollback({ ...request('a'), to: first })).rejects.toMatchObject({ code: 'ROLLBACK_REFUSED', message: expect.stringContaining('moved by hand before refresh') as unknown })
  })

  test('refuses while a release is unfinished, and names it', async () => {
    await released('a')
    await expect(runRelease(request('b', {}, world.process().killAt(40, true)))).rejects.toThrow('killed')
    await expect(runRefresh(request('a'))).rejects.toMatchObject({ code: 'RELEASE_LOCKED' })
    await world.aws.control.advance(600)
    await expect(runRefresh(request('a'))).rejects.toMatchObject({ code: 'RELEASE_UNFINISHED', message: expect.stringMatching(/release \S+-bbbbbbb-\w+ of bbbbbbbbbbbb, which test began/) as unknown })
    expect(sayStatus(await stageStatus(request('a'))).join('\n')).toMatch(/release: running; by test; nobody goes on with it: the same command again finishes it/)
    // The lock was given back: the release can be finished.
    expect((await runRelease(request('b'))).record.state).toBe('succeeded')
  })

  test('refuses in the middle of a deployment, and where something is gone', async () => {
    await released('a')
    await byHand('api', withEnv('A', 'b'), { wait: false })
    await expect(runRefresh(request('a'))).rejects.toMatchObject({ code: 'DEPLOYMENT_UNSETTLED', message: expect.stringContaining('is PRIMARY IN_PROGRESS') as unknown })
    await world.aws.control.settle()
    await ecsOf(world).send(new DeleteServiceCommand({ cluster: 'app', service: 'worker', force: true }))
    await world.aws.control.settle()
    await expect(runRefresh(request('a'))).rejects.toMatchObject({ code: 'AWS_NOT_FOUND' })
    expect(sayStatus(await stageStatus(request('a')))).toContain('us-east-1 worker: NOT THERE')
  })

  test('records nothing when it is killed on the way', async () => {
    await released('a')
    const whole = world.process()
    const before = (await runRefresh(request('a', {}, whole))).record.id
    // The last call gives the lock back, the one before writes the record.
    for (const ahead of [1, 3, 5]) {
      await expect(runRefresh(request('a', {}, world.process().killAt(whole.calls.length - ahead, false)))).rejects.toThrow('killed')
      await world.aws.control.advance(600)
      expect((await stageStatus(request('a'))).releases[0]!.id).toBe(before)
    }
  })

  test('does not call a migrator that no release has brought', async () => {
    await runMigrate(request('a'))
    await lambda().send(new UpdateFunctionCodeCommand({ FunctionName: 'migrator', ImageUri: strangeImage }))
    await world.aws.control.settle()
    const asked = listen()
    expect(await refreshed()).toContain('database not asked: no release has brought')
    expect(asked).toEqual([])
  })
})
