import { afterEach, describe, expect, test } from 'vitest'
import type { TaskBehaviour } from '../../local-aws/index.ts'
import { runDeploy, runMigrate, runRelease, stageDiff, stageLogs } from '../../src/release/functions.ts'
import { preflight, sayPreflight } from '../../src/release/preflight.ts'
import { releaseFailure, sayRelease, type ReleaseReport } from '../../src/release/release-report.ts'
import type { ReleaseRequest } from '../../src/release/request.ts'
import { runRollback } from '../../src/release/rollback.ts'
import { readRelease, sayStatus, stageStatus } from '../../src/release/status.ts'
import { sayDiff } from '../../src/rollout/diff.ts'
import { renderError } from '../../src/shared/render-error.ts'
import type { Waiver } from '../../src/config/model.ts'
import { configOf, digestOf, requestOf, shaOf, stageOf } from '../fakes/stage.ts'
import { components, plantedSecrets, startWorld, type World } from './release-world.ts'

let world: World
const shown: string[] = []
afterEach(async () => {
  await world.aws.stop()
  for (const secret of plantedSecrets) expect(shown.join('\n')).not.toContain(secret)
  shown.length = 0
})

type Over = Parameters<typeof stageOf>[0]
function request(letter: string, over: Over = {}, waivers: Waiver[] = []): ReleaseRequest {
  const process = world.process()
  const stage = stageOf({ regions: world.regions, ...over })
  const config = configOf(stage)
  const made = requestOf(letter, { stage, connect: process.connect, clock: process.clock, fetch: world.fetch, config: { ...config, gates: { ...config.gates, vulnerabilities: { ...config.gates.vulnerabilities, waivers } } } })
  return { ...made, events: (event) => shown.push(`${event.step} ${event.state} ${event.text ?? ''}`) }
}
const show = (report: ReleaseReport): ReleaseReport => {
  shown.push(...sayRelease(report), renderError(releaseFailure(report)), JSON.stringify(report))
  return report
}
const release = async (letter: string, over: Over = {}, waivers: Waiver[] = []) => show(await runRelease(request(letter, over, waivers)))
const crash = (service: string, over: Partial<TaskBehaviour> = {}) => world.aws.control.addBehaviour({ match: { service, image: digestOf('b') }, exit: { code: 3, afterSeconds: 5 }, logs: ['cannot start: API_TOKEN=planted-token-3'], ...over })
const revisions = (region?: string) => components.map((name) => world.revision(name, region).slice(0, 1)).join('')

describe('a release', () => {
  test('goes out in order, migrates, proves the revision and gives the lock back', async () => {
    world = await startWorld()
    const report = await release('a')
    expect(releaseFailure(report)).toBeUndefined()
    expect(sayRelease(report).slice(1)).toEqual([
      'us-east-1 worker: done, succeeded: 2 of 2 running',
      'us-east-1 api: done, succeeded: 2 of 2 running',
      'us-east-1 frontend: done, succeeded: 2 of 2 running',
      'us-east-1 migrate: done, database 1 -> 2 (1 applied)',
      'smoke: 1 of 1 checks passed; revision proven',
    ])
    const status = sayStatus(await stageStatus(request('a')))
    expect(status).toContain('lock: free')
    expect(status).toContain(`us-east-1 api: 2 of 2 running, revision ${shaOf('a')}`)
  })

  test('comes back as one when a component crashes, with the evidence in the failure', async () => {
    world = await startWorld()
    await release('a')
    crash('api')
    const report = await release('b')
    expect(report.record).toMatchObject({ state: 'rolled-back', remains: [] })
    expect(revisions()).toBe('aaa')
    expect(report.steps.map((step) => `${step.name} ${step.state}`)).toEqual(['worker undone', 'api undone'])
    const message = renderError(releaseFailure(report))
    expect(message).toContain('container api exited twice with code 3')
    expect(message).toContain('log: cannot start: API_TOKEN=***')
    expect(message).toContain('[DEPLOYMENT_ROLLED_BACK]')
    expect(world.database().upgrades).toBe(1)
    expect(await readRelease(request('b'), report.record.id)).toMatchObject({ record: { state: 'rolled-back' } })
  })

  test.each([
    ['an image that cannot be pulled', { exit: undefined, pullError: 'CannotPullContainerError: manifest unknown: not found' }, 'the image cannot be pulled'],
    ['a secret that is missing', { exit: undefined, secretError: "ResourceInitializationError: unable to pull secrets: ResourceNotFoundException: Secrets Manager can't find the specified secret." }, 'cannot get what it needs to start'],
  ])('is ended early by %s', async (_what, over, reason) => {
    world = await startWorld()
    world.aws.control.addBehaviour({ match: { service: 'worker', image: digestOf('b') }, ...('pullError' in over ? { pullError: over.pullError } : { secretError: over.secretError }) })
    const report = await release('b')
    expect(report.record.why).toContain(reason)
    expect(revisions()).toBe('ooo')
  })

  test('comes back as one when the smoke test fails', async () => {
    world = await startWorld()
    await release('a')
    const made = request('b')
    const report = show(await runRelease({ ...made, fetch: () => Promise.resolve(new Response('{}', { status: 503 })) }))
    expect(report.cause?.code).toBe('SMOKE_FAILED')
    expect(report.record.state).toBe('rolled-back')
    expect(revisions()).toBe('aaa')
    expect(report.record.remains).toEqual([])
  })

  test('names the schema that stays when the smoke test fails after a migration', async () => {
    world = await startWorld()
    const report = show(await runRelease({ ...request('b'), fetch: () => Promise.resolve(new Response('{}', { status: 503 })) }))
    expect(report.record).toMatchObject({ state: 'rolled-back', remains: ['us-east-1 database stays at 2'] })
    expect([revisions(), world.database().current, world.database().upgrades]).toEqual(['ooo', '2', 1])
  })

  test('comes back when the migration fails, and the migrator is not run again', async () => {
    world = await startWorld()
    world.database().fails = true
    const report = await release('a')
    expect(report.cause?.code).toBe('MIGRATION_FAILED')
    expect([revisions(), world.database().upgrades, report.record.remains]).toEqual(['ooo', 1, []])
  })

  test('refuses a destructive step without a waiver; with one, code that fits the schema stays', async () => {
    world = await startWorld()
    world.database().sql = 'ALTER TABLE users DROP COLUMN email;'
    expect((await release('a')).cause?.code).toBe('MIGRATION_DESTRUCTIVE')
    expect([revisions(), world.database().upgrades]).toEqual(['ooo', 0])
    const waiver = { id: 'drop-column:users.email', reason: 'unused since 1.4', owner: 'ana', expires: '2099-01-01' }
    const report = show(await runRelease({ ...request('a', {}, [waiver]), fetch: () => Promise.resolve(new Response('{}', { status: 503 })) }))
    expect(report.record.state).toBe('failed')
    expect(report.record.remains.join()).toContain('worker stays as it is: the schema went through a contract step (drop-column:users.email)')
    expect(revisions()).toBe('aaa')
  })

  test('refuses to begin when preflight finds something, and changes nothing', async () => {
    world = await startWorld()
    const made = request('a', { deploy: { services: { worker: 'worker', api: 'api', frontend: 'front-end' } } })
    await expect(runRelease(made)).rejects.toMatchObject({ code: 'PREFLIGHT_FAILED' })
    expect(sayPreflight(await preflight(made)).join('\n')).toContain('NG   services: not there: front-end')
    expect(revisions()).toBe('ooo')
  })

  test('in two regions stops in the second when the first fails', async () => {
    world = await startWorld({ regions: ['us-east-1', 'eu-west-1'] })
    crash('api')
    const report = await release('b')
    expect(report.steps.map((step) => step.region)).not.toContain('eu-west-1')
    expect([revisions('us-east-1'), revisions('eu-west-1')]).toEqual(['ooo', 'ooo'])
  })

  test('in two regions at once brings both back when one fails', async () => {
    world = await startWorld({ regions: ['us-east-1', 'eu-west-1'] })
    world.aws.control.addBehaviour({ match: { service: 'frontend', image: digestOf('b'), region: 'eu-west-1' }, exit: { code: 1, afterSeconds: 3 } })
    const report = await release('b', { deploy: { maxParallelRegions: 2 } })
    expect(report.record.state).toBe('rolled-back')
    expect([revisions('us-east-1'), revisions('eu-west-1')]).toEqual(['ooo', 'ooo'])
    expect(report.steps.filter((step) => step.state === 'undone').length).toBeGreaterThanOrEqual(5)
  })

  test('is one at a time, and the other is told who holds the lock', async () => {
    world = await startWorld()
    const [one, other] = await Promise.allSettled([release('a'), runRelease({ ...request('b'), holder: 'second' })])
    expect([one.status, other.status].sort()).toEqual(['fulfilled', 'rejected'])
    expect((([one, other].find((each) => each.status === 'rejected')) as PromiseRejectedResult).reason).toMatchObject({ code: 'RELEASE_LOCKED' })
  })
})

describe('parts of a release, each alone', () => {
  test('deploy, status, logs and rollback as separate calls see one world', async () => {
    world = await startWorld()
    show(await runDeploy(request('a')))
    show(await runDeploy({ ...request('b'), components: ['api'] }))
    expect(revisions()).toBe('aba')
    expect((await stageLogs(request('b'))).map((one) => one.component)).toEqual(['worker', 'api', 'frontend'])
    const back = show(await runRollback(request('b')))
    expect(releaseFailure(back)).toBeUndefined()
    expect(revisions()).toBe('aaa')
  })

  test('migrate runs the migrator and touches no service', async () => {
    world = await startWorld()
    expect(sayRelease(show(await runMigrate(request('a')))).slice(1, 2)).toEqual(['us-east-1 migrate: done, database 1 -> 2 (1 applied)'])
    expect(revisions()).toBe('ooo')
  })

  test('diff says what would change, and changes nothing', async () => {
    world = await startWorld()
    const found = await stageDiff(request('a'))
    const lines = found.flatMap((one) => sayDiff(one.lines))
    shown.push(...lines)
    expect(lines).toContain(`+ containers.api.dockerLabels.hatchery.revision: ${shaOf('a')}`)
    expect(lines.filter((line) => line.includes('.image:'))).toHaveLength(3)
    expect(found.at(-1)).toMatchObject({ component: 'migrate', lines: [{ field: 'image', before: expect.stringContaining(digestOf('0')) as unknown, after: request('a').images['migrator'] }] })
    expect(world.deployments('api')).toBe(0)
  })

  test('refuses a component that the stage does not deploy, and names those that it does', async () => {
    world = await startWorld()
    await expect(runDeploy({ ...request('a'), components: ['wroker'] })).rejects.toMatchObject({ code: 'COMPONENT_UNKNOWN', facts: { next: expect.stringContaining('worker, api, frontend') as unknown } })
    await expect(stageLogs({ ...request('a'), components: ['wroker'] })).rejects.toMatchObject({ code: 'COMPONENT_UNKNOWN' })
  })
})

describe('a rollback', () => {
  test('goes to a named release and proves its revision', async () => {
    world = await startWorld()
    const first = await release('a')
    await release('b')
    await release('c')
    const back = show(await runRollback({ ...request('c'), to: first.record.id }))
    expect([back.record.smoke, revisions()]).toEqual(['1 of 1 checks passed; revision proven', 'aaa'])
  })

  test('is refused across a contract migration', async () => {
    world = await startWorld()
    const first = await release('a')
    const database = world.database()
    Object.assign(database, { head: '3', sql: 'DROP TABLE old;' })
    await release('b', {}, [{ id: 'drop-table:old', reason: 'unused', owner: 'ana', expires: '2099-01-01' }])
    await release('c')
    await expect(runRollback({ ...request('c'), to: first.record.id })).rejects.toMatchObject({ code: 'ROLLBACK_REFUSED' })
    show(await runRollback(request('c')))
    expect(revisions()).toBe('bbb')
  })

  test('is refused where there is nothing to go back to', async () => {
    world = await startWorld()
    await release('a')
    await expect(runRollback(request('a'))).rejects.toMatchObject({ code: 'RELEASE_NOT_FOUND' })
  })
})
