import { DeleteServiceCommand } from '@aws-sdk/client-ecs'
import { DeleteFunctionCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { stageDrift } from '../../src/release/drift.ts'
import { runDeploy, runRelease } from '../../src/release/functions.ts'
import { runRollback } from '../../src/release/rollback.ts'
import { digestOf, shaOf } from '../fakes/stage.ts'
import { begin, byHand, end, lambda, listen, look, released, request, setup, strangeImage, withEnv, world } from './drift-world.ts'
import { ecsOf } from './rollout-world.ts'

beforeEach(() => begin())
afterEach(end)

describe('drift', () => {
  test('is none right after a release, and the release is named', async () => {
    const id = await released('a')
    const text = await look()
    expect(text.split('\n')[0]).toBe(`no drift: staging is as release ${id} (revision ${shaOf('a').slice(0, 12)}, by test) left it`)
    expect(text).toContain('OK    us-east-1 service api: api:2')
    expect(text).toContain('OK    us-east-1 database: at 2')
  })

  test('is told from what autoscaling and releases change by themselves', async () => {
    await released('a')
    await setup({ desiredCount: 5 })
    await world.aws.control.settle()
    await runDeploy({ ...request('b'), components: ['api'] })
    world.aws.control.addBehaviour({ match: { service: 'frontend', image: digestOf('c') }, exit: { code: 3, afterSeconds: 5 } })
    expect((await runRelease(request('c'))).record.state).toBe('rolled-back')
    // The same, registered once more, as a restore does where the old one was deregistered.
    await byHand('worker', (container) => container)
    expect(await look()).toMatch(/^no drift: /)
  })

  test('names another task definition field by field, without secrets, and who brought it', async () => {
    const id = await released('a')
    await byHand('api', (container) => withEnv('API_TOKEN', 'planted-token-3-rotated')(withEnv('LOG_LEVEL', 'debug')({ ...container, image: container.image!.replace(/@.*/, `:${shaOf('d')}`) })), { memory: '1024' })
    const text = await look()
    expect(text).toContain('[DRIFTED]')
    expect(text).toMatch(/DRIFT us-east-1 service api: runs api:3.*; release \S+ left api:2; the image \S+:d+ is a tag/)
    for (const field of ['+ containers.api.environment.LOG_LEVEL: debug', '~ containers.api.environment.API_TOKEN: *** -> ***', '~ memory: 512 -> 1024', '~ containers.api.image: ']) expect(text).toContain(field)
    expect(text).toContain(`rollback --stage staging --to ${id}`)
    expect(text).toContain('OK    us-east-1 service worker')
  })

  test('is ended by the rollback that it names', async () => {
    const id = await released('a')
    await byHand('api', withEnv('LOG_LEVEL', 'debug'))
    expect(await look()).toContain(`rollback --stage staging --to ${id}`)
    expect((await runRollback({ ...request('a'), to: id })).record.state).toBe('succeeded')
    expect(await look()).toMatch(/^no drift: staging is as rollback /)
    expect(world.service('api').taskDefinition).toMatch(/api:2$/)
  })

  test('names a circuit breaker that was turned off, and another network', async () => {
    await released('a')
    await setup({ deploymentConfiguration: { deploymentCircuitBreaker: { enable: false, rollback: false } } })
    expect(await look()).toContain('DRIFT us-east-1 service api: its circuit breaker was turned off')
    await setup({ networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-open'] } } })
    await world.aws.control.settle()
    expect(await look()).toContain('~ placement.networkConfiguration.awsvpcConfiguration.securityGroups.0: sg-1 -> sg-open')
  })

  test('names a deployment that somebody else has begun', async () => {
    await released('a')
    await setup({ forceNewDeployment: true })
    expect(await look()).toMatch(/DRIFT us-east-1 service api: deployment ecs-svc\/\d+ of api:2 is going on since \S+, and no release of Hatchery has begun it/)
  })

  test('names another image of the migrator, and does not call a function that it does not know', async () => {
    await released('a')
    await lambda().send(new UpdateFunctionCodeCommand({ FunctionName: 'migrator', ImageUri: strangeImage }))
    await world.aws.control.settle()
    const asked = listen()
    const text = await look()
    expect(text).toContain(`DRIFT us-east-1 function migrator: has the image ${strangeImage}; release`)
    expect(text).toContain('SKIP  us-east-1 database: not asked')
    expect(asked).toEqual([])
  })

  test('names a schema that was moved by hand, having only read it', async () => {
    await released('a')
    world.database().current = '2b'
    const asked = listen()
    expect(await look()).toMatch(/DRIFT us-east-1 database: is at 2b; release \S+ left it at 2/)
    expect(asked).toEqual(['{"command":"current"}'])
  })

  test('takes the migrator as a failed release left it: its code never goes back', async () => {
    await released('a')
    Object.assign(world.database(), { head: '3' })
    const failing = await runRelease({ ...request('b'), fetch: () => Promise.resolve(new Response('{}', { status: 503 })) })
    expect(failing.record.state).toBe('rolled-back')
    expect(await look()).toMatch(/^no drift: .*\n(.*\n)*OK {4}us-east-1 database: at 3/)
  })

  test('names what is gone: a service, a function, a cluster', async () => {
    await released('a')
    await ecsOf(world).send(new DeleteServiceCommand({ cluster: 'app', service: 'worker', force: true }))
    await world.aws.control.settle()
    await lambda().send(new DeleteFunctionCommand({ FunctionName: 'migrator' }))
    const text = await look()
    expect(text).toContain('DRIFT us-east-1 service worker: is gone')
    expect(text).toContain('DRIFT us-east-1 function migrator: is gone')
    const elsewhere = await stageDrift(request('a', { cluster: 'none' }))
    expect(elsewhere.findings.map(({ thing, what }) => `${thing} ${what}`)).toContain('cluster none is gone')
  })

  test('says by code that nothing is recorded, and changes nothing', async () => {
    await expect(stageDrift(request('a'))).rejects.toMatchObject({ code: 'RELEASE_NOT_FOUND', message: expect.stringContaining('nothing has been released yet') as unknown })
    world.database().fails = true
    await runRelease(request('a'))
    await expect(stageDrift(request('a'))).rejects.toMatchObject({ message: expect.stringMatching(/no release has succeeded yet \(the last one, \S+, is rolled-back\)/) as unknown })
  })

  test('skips what the identity may not look at, names the permission and claims no more', async () => {
    await released('a')
    world.aws.control.addFault({ kind: 'access-denied', service: 'lambda', operation: 'Invoke' })
    const text = await look()
    expect(text).toMatch(/^no drift in what could be looked at: /)
    expect(text).toMatch(/SKIP {2}us-east-1 database: not asked: .*lambda:InvokeFunction/)
  })

  test('only looks: no call of it changes anything', async () => {
    await released('a')
    await byHand('api', withEnv('A', 'b'))
    const process = world.process()
    await stageDrift(request('a', {}, process))
    const reads = /\.(describe\w+|list\w+|get\w*|query|invoke)$/
    expect(process.calls.filter((call) => !reads.test(call))).toEqual([])
  })

  test('says that a release is going on, and does not count what it brings; once it is dead, it is named', async () => {
    await released('a')
    const process = world.process()
    const paused = process.pauseAfter(40)
    const running = runRelease(request('b', {}, process))
    await paused.paused
    const text = await look()
    expect(text).toMatch(/^no drift in what could be looked at: /)
    expect(text).toMatch(/a release is going on \(\S+-bbbbbbb-\w+, by test\)/)
    paused.resume()
    expect((await running).record.state).toBe('succeeded')
    const killed = world.process().killAt(40, true)
    await expect(runRelease(request('c', {}, killed))).rejects.toThrow('killed')
    await world.aws.control.advance(600)
    expect(await look()).toMatch(/DRIFT us-east-1 release \S+-ccccccc-\w+: is unfinished: test began it/)
  })

  test('looks at every region', async () => {
    await end()
    await begin({ regions: ['us-east-1', 'eu-west-1'] })
    await released('a')
    world.database('eu-west-1').current = '9'
    expect(await look()).toMatch(/one thing differs from what release \S+ left: eu-west-1 database/)
  })
})
