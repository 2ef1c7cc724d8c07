import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FaultRule } from '../../local-aws/index.ts'
import { runRelease } from '../../src/release/functions.ts'
import { leaseMs } from '../../src/release/lock.ts'
import { readRelease, stageStatus } from '../../src/release/status.ts'
import { isHatcheryError } from '../../src/shared/errors.ts'
import { digestOf, requestOf, stageOf } from '../fakes/stage.ts'
import { Killed, startWorld, type World } from './release-world.ts'

const services = ['worker', 'api'] as const
const stage = stageOf({ deploy: { order: [...services, 'migrate'], services: { worker: 'worker', api: 'api' }, containers: {} } })

/** One run: what it releases, how it dies, what goes wrong meanwhile, and how long it is until the next. */
interface Run {
  readonly letter: 'a' | 'b' | 'c'
  readonly killAt: number | undefined
  readonly afterEffect: boolean
  readonly crashes: 'worker' | 'api' | undefined
  readonly smokeFails: boolean
  readonly fault: { readonly kind: FaultRule['kind']; readonly nth: number } | undefined
  readonly gapSeconds: number
}

const run: fc.Arbitrary<Run> = fc.record({
  letter: fc.constantFrom('a', 'b', 'c'),
  killAt: fc.option(fc.integer({ min: 1, max: 130 }), { nil: undefined, freq: 1 }),
  afterEffect: fc.boolean(),
  crashes: fc.option(fc.constantFrom('worker', 'api'), { nil: undefined, freq: 1 }),
  smokeFails: fc.boolean(),
  fault: fc.option(fc.record({ kind: fc.constantFrom<FaultRule['kind'][]>('error-5xx', 'reset-before', 'reset-after', 'expired-token', 'access-denied'), nth: fc.integer({ min: 1, max: 120 }) }), { nil: undefined, freq: 1 }),
  gapSeconds: fc.constantFrom(0, 30, leaseMs / 1000 + 1, 3600),
})

async function attempt(world: World, one: Run): Promise<void> {
  const process = one.killAt === undefined ? world.process() : world.process().killAt(one.killAt, one.afterEffect)
  if (one.crashes) world.aws.control.addBehaviour({ match: { service: one.crashes, image: digestOf(one.letter) }, exit: { code: 3, afterSeconds: 2 } })
  if (one.fault) world.aws.control.addFault({ kind: one.fault.kind, nth: one.fault.nth, count: 1 })
  const fetchUrl = one.smokeFails ? () => Promise.resolve(new Response('{}', { status: 503 })) : world.fetch
  try {
    await runRelease({ ...requestOf(one.letter, { stage, connect: process.connect, clock: process.clock, fetch: fetchUrl }) })
  } catch (error) {
    if (!(error instanceof Killed) && !isHatcheryError(error)) throw error
  }
  world.aws.control.removeRules()
  await world.aws.control.advance(one.gapSeconds)
}

test('whatever runs, kills, crashes and faults came before, the next release goes well and nothing is doubled', async () => {
  let runs = 0
  await fc.assert(
    fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 4 }), async (schedule) => {
      const world = await startWorld({ services, desiredCount: 1 })
      try {
        for (const one of schedule) await attempt(world, one)
        runs += schedule.length
        await world.aws.control.advance(leaseMs / 1000 + 1_200)
        const process = world.process()
        const last = await runRelease(requestOf('d', { stage, connect: process.connect, clock: process.clock, fetch: world.fetch }))
        expect(last.record).toMatchObject({ state: 'succeeded' })
        expect(services.map((name) => world.revision(name).slice(0, 1)).join('')).toBe('dd')
        const status = await stageStatus({ stage, connect: (region) => world.ports(region), clock: world.clock })
        expect(status.lock).toBeUndefined()
        expect(status.releases.filter((one) => one.state === 'running' || one.state === 'undoing')).toEqual([])
        const started = await Promise.all(status.releases.map(async ({ id }) => (await readRelease({ stage, connect: (region) => world.ports(region), clock: world.clock }, id))?.steps.some((step) => step.name === 'migrate' && step.migrate !== undefined)))
        expect(world.database().upgrades).toBeLessThanOrEqual(started.filter(Boolean).length)
        for (const name of services) expect(world.service(name).deployments).toHaveLength(1)
      } finally {
        await world.aws.stop()
      }
    }),
    { numRuns: 60, seed: 20260105, endOnFailure: true },
  )
  console.log(`random schedules: 60 with ${runs} runs in all, each followed by a release that went well`)
}, 900_000)
