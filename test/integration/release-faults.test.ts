import { afterAll, describe, expect, test } from 'vitest'
import type { FaultRule } from '../../local-aws/index.ts'
import { leaseMs } from '../../src/release/lock.ts'
import { runRelease } from '../../src/release/functions.ts'
import { releaseFailure, sayRelease, type ReleaseReport } from '../../src/release/release-report.ts'
import { stageStatus } from '../../src/release/status.ts'
import { isHatcheryError } from '../../src/shared/errors.ts'
import { renderError } from '../../src/shared/render-error.ts'
import { digestOf, requestOf, stageOf } from '../fakes/stage.ts'
import { plantedSecrets, startWorld, type World } from './release-world.ts'

const services = ['worker', 'api'] as const
const stage = stageOf({ deploy: { order: [...services, 'migrate'], services: { worker: 'worker', api: 'api' }, containers: {} } })
type Kind = FaultRule['kind']
const passing: readonly Kind[] = ['throttle', 'error-5xx', 'reset-before', 'reset-after', 'slow']
const denying: readonly Kind[] = ['expired-token', 'access-denied']
interface Call {
  readonly service: string
  readonly operation: string
  readonly nth: number
}

let cases = 0
let missed = 0
afterAll(() => console.log(`fault matrix: ${cases} cases struck and were judged; ${missed} calls did not come up again, their number varies with the jitter`))

async function make(crashing: boolean): Promise<World> {
  const world = await startWorld({ services, desiredCount: 1 })
  if (crashing) world.aws.control.addBehaviour({ match: { service: 'api', image: digestOf('a') }, exit: { code: 3, afterSeconds: 2 } })
  return world
}

async function run(world: World, shown: string[], letter = 'a'): Promise<ReleaseReport | { readonly refused: string }> {
  const process = world.process()
  try {
    const report = await runRelease({ ...requestOf(letter, { stage, connect: process.connect, clock: process.clock, fetch: world.fetch }), events: (event) => shown.push(event.text ?? '') })
    shown.push(...sayRelease(report), renderError(releaseFailure(report)))
    return report
  } catch (error) {
    if (!isHatcheryError(error)) throw error
    shown.push(renderError(error))
    return { refused: error.code }
  }
}

/** Every call that a release makes, in order. */
async function callsOf(crashing: boolean): Promise<Call[]> {
  const world = await make(crashing)
  const calls: Call[] = []
  world.aws.control.observe(({ call }) => calls.push({ service: call.service, operation: call.operation, nth: calls.filter((one) => one.service === call.service && one.operation === call.operation).length + 1 }))
  await run(world, [])
  await world.aws.stop()
  return calls
}

interface Ending {
  readonly report: ReleaseReport | { readonly refused: string }
  readonly upgrades: number
  readonly deployments: readonly number[]
  readonly revisions: string
  readonly lock: 'free' | 'held'
}

/** Release with one fault, tell how it ended, let the lease run out, release again: that must always go well. */
async function faulted(call: Call, fault: { kind: Kind; count: number; crashing: boolean }): Promise<{ struck: boolean; problems: string[]; ending: Ending }> {
  const world = await make(fault.crashing)
  const shown: string[] = []
  const rule = world.aws.control.addFault({ kind: fault.kind, service: call.service, operation: call.operation, nth: call.nth, count: fault.count, seconds: 20 })
  const ticking = fault.kind === 'slow' ? setInterval(() => void (world.clock.stalled && world.clock.tick(5)), 60) : undefined
  const report = await run(world, shown).finally(() => clearInterval(ticking))
  const hit = world.aws.control.world.faults.find((one) => one.id === rule)
  const struck = (hit?.seen ?? 0) >= call.nth
  const problems: string[] = []
  world.aws.control.removeRules()
  const { lock } = await stageStatus({ stage, connect: (region) => world.ports(region), clock: world.clock })
  const ending: Ending = { report, upgrades: world.database().upgrades, deployments: services.map((name) => world.deployments(name)), revisions: services.map((name) => world.revision(name).slice(0, 1)).join(''), lock: lock ? 'held' : 'free' }
  if (ending.upgrades > 1) problems.push(`${ending.upgrades} migrations`)
  await world.aws.control.advance(leaseMs / 1000 + 1_200)
  const again = await run(world, shown, 'b')
  if (!('record' in again) || again.record.state !== 'succeeded') problems.push(`the next release did not go well: ${JSON.stringify('record' in again ? again.record : again)}`)
  const now = services.map((name) => world.revision(name).slice(0, 1)).join('')
  if (now !== 'bb') problems.push(`the next release left ${now}`)
  for (const secret of plantedSecrets) if (shown.some((line) => line.includes(secret))) problems.push(`shows ${secret}`)
  await world.aws.stop()
  cases += struck ? 1 : 0
  missed += struck ? 0 : 1
  return { struck, problems, ending }
}

/** A call that may fail for a moment changes nothing: the release succeeds, everything happens once, the lock is free. */
function untouched({ report, upgrades, deployments, revisions, lock }: Ending): string[] {
  const state = 'record' in report ? report.record.state : report.refused
  const found = `${state} ${revisions} ${upgrades} migration(s) ${deployments.join('+')} deployments, lock ${lock}`
  return found === 'succeeded aa 1 migration(s) 1+1 deployments, lock free' ? [] : [found]
}

/** A call that is refused for good may fail the release; then all is as before, or the report says what remains. */
function honest({ report, revisions, lock, upgrades }: Ending): string[] {
  if (!('record' in report)) return revisions === 'oo' && upgrades === 0 ? [] : [`refused with ${report.refused}, yet ${revisions}`]
  const { state, remains } = report.record
  const found = `${state} ${revisions}, lock ${lock}, remains ${remains.join('; ') || 'nothing'}`
  if (state === 'succeeded') return revisions === 'aa' && upgrades === 1 ? [] : [found]
  if (state === 'rolled-back') return revisions === 'oo' && (upgrades === 0 || remains.some((line) => line.includes('database'))) ? [] : [found]
  return remains.length > 0 ? [] : [found]
}

async function sweep(calls: readonly Call[], faults: { kind: Kind; count: number; crashing: boolean; judge: (ending: Ending) => string[] }): Promise<string[]> {
  const wrong: string[] = []
  const one = async (call: Call): Promise<void> => {
    const { struck, problems, ending } = await faulted(call, faults)
    const judge = isUpgrade(call) && mayHaveRun.includes(faults.kind) ? honestly : faults.judge
    for (const problem of struck ? [...problems, ...judge(ending)] : []) wrong.push(`${call.service}:${call.operation} #${call.nth} ${faults.kind}: ${problem}`)
  }
  // Each case has a world of its own; side by side the real pauses of the SDK's retries overlap.
  const queue = [...calls]
  const worker = async (): Promise<void> => {
    for (let call = queue.shift(); call; call = queue.shift()) await one(call)
  }
  await Promise.all(Array.from({ length: 6 }, worker))
  return wrong
}

/** The invocation that migrates, the third: before it the revision and the SQL are asked. */
const isUpgrade = (call: Call) => call.service === 'lambda' && call.operation === 'Invoke' && call.nth === 3
/** Nothing ran, and nobody can tell from outside; the database tells, and the migrator is not started again. */
const mayHaveRun: readonly Kind[] = ['error-5xx', 'reset-before']
const honestly = (ending: Ending): string[] => ('record' in ending.report && ending.report.cause?.code === 'MIGRATION_FAILED' ? honest(ending) : ['should have failed as MIGRATION_FAILED'])

const happy = await callsOf(false)
const failing = (await callsOf(true)).filter((call) => !happy.some((one) => one.service === call.service && one.operation === call.operation) || call.operation === 'UpdateService')
const firsts = happy.filter((call) => call.nth === 1)

describe(`a release of ${happy.length} calls`, () => {
  test.each(passing)('ends well whichever call meets one %s', async (kind) => expect(await sweep(happy, { kind, count: 1, crashing: false, judge: untouched })).toEqual([]), 900_000)
  test.each(denying)('ends honestly whichever call meets %s', async (kind) => expect(await sweep(happy, { kind, count: 1, crashing: false, judge: honest })).toEqual([]), 900_000)
  test.each(denying)('ends honestly when a kind of call meets %s for good', async (kind) => expect(await sweep(firsts, { kind, count: 10_000, crashing: false, judge: honest })).toEqual([]), 900_000)
  test.each(['throttle', 'error-5xx', 'reset-before'] as const)('outlasts %s longer than the SDK retries', async (kind) => expect(await sweep(firsts.filter((call) => call.service !== 'lambda' || call.operation !== 'Invoke'), { kind, count: 4, crashing: false, judge: untouched })).toEqual([]), 900_000)
})

describe(`a failing release, its ${failing.length} own calls`, () => {
  const back = ({ report, revisions, upgrades }: Ending): string[] => ('record' in report && report.record.state === 'rolled-back' && revisions === 'oo' && upgrades === 0 ? [] : [`${'record' in report ? sayRelease(report).join(' | ') : report.refused} ${revisions}`])
  test.each(passing)('comes back whichever of them meets one %s', async (kind) => expect(await sweep(failing, { kind, count: 1, crashing: true, judge: back })).toEqual([]), 900_000)
  test.each(denying)('ends honestly whichever of them meets %s', async (kind) => expect(await sweep(failing, { kind, count: 1, crashing: true, judge: honest })).toEqual([]), 900_000)
})
