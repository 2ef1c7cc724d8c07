import { afterAll, expect, test } from 'vitest'
import { runRelease } from '../../src/release/functions.ts'
import { leaseMs } from '../../src/release/lock.ts'
import { isHatcheryError } from '../../src/shared/errors.ts'
import { requestOf, stageOf } from '../fakes/stage.ts'
import { startWorld, type Process, type World } from './release-world.ts'

const services = ['worker', 'api'] as const
const stage = stageOf({ deploy: { order: [...services, 'migrate'], services: { worker: 'worker', api: 'api' }, containers: {} } })
const release = (world: World, process: Process, letter: string) => runRelease(requestOf(letter, { stage, connect: process.connect, clock: process.clock, fetch: world.fetch, holder: letter }))
let cases = 0
afterAll(() => console.log(`paused: ${cases} holders were overtaken, woke up and changed nothing`))

/** Pause a run after one of its calls, let another take over and finish, wake the first up: it must change nothing. */
async function overtaken(call: number): Promise<string[]> {
  const world = await startWorld({ services, desiredCount: 1 })
  const process = world.process()
  const { paused, resume } = process.pauseAfter(call)
  const sleeping = release(world, process, 'a').then(
    (report) => report.record.state,
    (error: unknown) => (isHatcheryError(error) ? error.code : String(error)),
  )
  const early = await Promise.race([paused.then(() => undefined), sleeping])
  if (early !== undefined) return (await world.aws.stop(), [])
  await world.aws.control.advance(leaseMs / 1000 + 400)
  const other = await release(world, world.process(), 'b')
  const made = services.map((name) => world.deployments(name)).join('+')
  resume()
  const end = await sleeping
  cases += 1
  const problems: string[] = []
  if (other.record.state !== 'succeeded') problems.push(`the one that took over ended as ${other.record.state}`)
  const now = services.map((name) => world.revision(name).slice(0, 1)).join('')
  if (now !== 'bb' || services.map((name) => world.deployments(name)).join('+') !== made) problems.push(`the overtaken run changed something: ${now}`)
  // What had succeeded before the pause was no longer under the lock.
  if (end !== 'RELEASE_LOCK_LOST' && end !== 'succeeded') problems.push(`the overtaken run ended as ${end}`)
  if (world.database().upgrades > 2) problems.push(`${world.database().upgrades} migrations`)
  await world.aws.stop()
  return problems.map((problem) => `paused after call ${call} (${process.calls[call - 1]}): ${problem}`)
}

test('a holder that pauses after any call, is overtaken and wakes up changes nothing', async () => {
  const wrong: string[] = []
  // From the second call on: the first only looks at the lock, and a run that pauses there has not begun.
  const queue = Array.from({ length: 130 }, (_, at) => at + 2)
  const worker = async (): Promise<void> => {
    for (let call = queue.shift(); call !== undefined; call = queue.shift()) wrong.push(...(await overtaken(call)))
  }
  await Promise.all(Array.from({ length: 4 }, worker))
  expect(wrong).toEqual([])
}, 900_000)
