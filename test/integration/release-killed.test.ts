import { afterAll, describe, expect, test } from 'vitest'
import { runRelease } from '../../src/release/functions.ts'
import { sayRelease, type ReleaseReport } from '../../src/release/release-report.ts'
import { stageStatus } from '../../src/release/status.ts'
import { digestOf, requestOf, stageOf } from '../fakes/stage.ts'
import { Killed, startWorld, type Process, type World } from './release-world.ts'

const services = ['worker', 'api'] as const
const stage = stageOf({ deploy: { order: [...services, 'migrate'], services: { worker: 'worker', api: 'api' }, containers: {} } })
let cases = 0
let undone = 0
afterAll(() => console.log(`killed: ${cases} runs were killed and run again; ${undone} of them undone, as the migrator may have been at work, the others finished`))

interface Options {
  readonly crashing?: boolean
  readonly slow?: boolean
  readonly failingMigration?: boolean
}

async function make(options: Options = {}): Promise<World> {
  const world = await startWorld({ services, desiredCount: 1 })
  if (options.crashing) world.aws.control.addBehaviour({ match: { service: 'api', image: digestOf('a') }, exit: { code: 3, afterSeconds: 2 } })
  world.database().fails = options.failingMigration ?? false
  // Longer than the lease: the next run meets a deployment that is still under way.
  if (options.slow) world.aws.control.addBehaviour({ match: { image: digestOf('a') }, startSeconds: 450 })
  return world
}

const release = (world: World, process: Process, letter = 'a') => runRelease(requestOf(letter, { stage, connect: process.connect, clock: process.clock, fetch: world.fetch }))
const revisions = (world: World) => services.map((name) => world.revision(name).slice(0, 1)).join('')

async function callsOf(options: Options): Promise<readonly string[]> {
  const world = await make(options)
  const process = world.process()
  await release(world, process)
  await world.aws.stop()
  return process.calls
}

/** Kill a run at one call, then let `after` judge what the next runs make of it. */
async function killed(at: { call: number; afterEffect: boolean }, options: Options, after: (world: World) => Promise<string[]>): Promise<string[]> {
  const world = await make(options)
  const process = world.process().killAt(at.call, at.afterEffect)
  const died = await release(world, process).then(() => false, (error: unknown) => {
    if (error instanceof Killed) return true
    throw error
  })
  if (!died) return (await world.aws.stop(), [])
  cases += 1
  const lock = (await stageStatus({ stage, connect: (region) => world.ports(region), clock: world.clock })).lock
  await world.aws.control.advance(lock ? (lock.expiresAtMs - world.clock.now()) / 1000 + 1 : 1)
  const problems = await after(world)
  await world.aws.stop()
  return problems.map((problem) => `killed ${at.afterEffect ? 'after' : 'before'} call ${at.call} (${process.calls.at(-1)}): ${problem}`)
}

const say = (report: ReleaseReport) => sayRelease(report).join(' | ')

async function everywhere(calls: readonly string[], step: number, options: Options, after: (world: World) => Promise<string[]>): Promise<string[]> {
  const wrong: string[] = []
  const queue: { call: number; afterEffect: boolean }[] = []
  for (let call = options.failingMigration ? calls.indexOf('lambda.updateFunctionCode') + 1 : 1; call <= calls.length; call += step) queue.push({ call, afterEffect: false }, { call, afterEffect: true })
  const worker = async (): Promise<void> => {
    for (let at = queue.shift(); at; at = queue.shift()) wrong.push(...(await killed(at, options, after)))
  }
  await Promise.all(Array.from({ length: 4 }, worker))
  return wrong
}

const finishes = async (world: World): Promise<string[]> => {
  let report = await release(world, world.process())
  if (report.record.state === 'rolled-back' && report.cause?.code === 'MIGRATION_FAILED' && revisions(world) === 'oo' && world.database().upgrades === 0) {
    undone += 1
    report = await release(world, world.process())
    return report.record.state === 'succeeded' && revisions(world) === 'aa' && world.database().upgrades === 1 ? [] : [say(report)]
  }
  const found = `${report.record.state} ${revisions(world)} ${world.database().upgrades} migration(s) ${services.map((name) => world.deployments(name)).join('+')} deployments`
  return found === 'succeeded aa 1 migration(s) 1+1 deployments' ? [] : [`${found}: ${say(report)}`]
}

describe('a release that is killed and run again', () => {
  test('finishes, whichever call it died at, and nothing happens twice', async () => expect(await everywhere(await callsOf({}), 1, {}, finishes)).toEqual([]), 900_000)

  test('goes on with a deployment that is still under way', async () => expect(await everywhere(await callsOf({ slow: true }), 9, { slow: true }, finishes)).toEqual([]), 900_000)

  test('is undone first when another revision is released next', async () => {
    const next = async (world: World): Promise<string[]> => {
      const report = await release(world, world.process(), 'b')
      const { releases } = await stageStatus({ stage, connect: (region) => world.ports(region), clock: world.clock })
      const open = releases.filter((one) => one.state === 'running' || one.state === 'undoing')
      return report.record.state === 'succeeded' && revisions(world) === 'bb' && open.length === 0 && world.database().upgrades <= 2 ? [] : [`${say(report)}; ${revisions(world)}; ${open.length} open`]
    }
    expect(await everywhere(await callsOf({}), 3, {}, next)).toEqual([])
  }, 900_000)

  test('that was failing is undone, and the next release goes well', async () => {
    const undone = async (world: World): Promise<string[]> => {
      const report = await release(world, world.process())
      const state = `${report.record.state} ${revisions(world)} ${world.database().upgrades} migration(s)`
      world.aws.control.removeRules()
      const next = await release(world, world.process(), 'b')
      return state === 'rolled-back oo 0 migration(s)' && next.record.state === 'succeeded' && revisions(world) === 'bb' ? [] : [`${state}: ${say(report)}; then ${say(next)}`]
    }
    expect(await everywhere(await callsOf({ crashing: true }), 2, { crashing: true }, undone)).toEqual([])
  }, 900_000)

  test('whose migration fails is undone, and the migrator is not started a second time', async () => {
    const once = async (world: World): Promise<string[]> => {
      const report = await release(world, world.process())
      const own = report.resumed ? world.database().upgrades : 1
      const state = `${report.record.state} ${revisions(world)}, ${own} migration(s)`
      return state === 'rolled-back oo, 1 migration(s)' || state === 'rolled-back oo, 0 migration(s)' ? [] : [`${state}: ${say(report)}`]
    }
    expect(await everywhere(await callsOf({ failingMigration: true }), 1, { failingMigration: true }, once)).toEqual([])
  }, 900_000)
})
