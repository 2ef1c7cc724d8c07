import { HatcheryError, isHatcheryError } from '../shared/errors.ts'
import { runSmoke, saySmoke, smokeFailure, type SmokeReport } from '../verify/smoke.ts'
import type { StepAround } from './deploy-step.ts'
import { fenced } from './fenced.ts'
import { Journal } from './journal.ts'
import { leasedClock, leaseMs, StageLock } from './lock.ts'
import { assertReady, preflight } from './preflight.ts'
import { releaseId, type ReleaseRecord } from './records.ts'
import { oneLine, type ReleaseReport } from './release-report.ts'
import { say, type Prepared } from './request.ts'
import { eachRegion, runRegions } from './run-regions.ts'
import { ReleaseStore } from './store.ts'
import { undoRegion } from './undo.ts'

/**
 * Run a release or a part of one under the lock of its stage: go on with what a killed run left, or undo that and begin.
 *
 * @returns how it went, also when it failed.
 * @throws {HatcheryError} `RELEASE_LOCKED`, `PREFLIGHT_FAILED`, `RELEASE_LOCK_LOST`, and AWS errors before anything was changed.
 */
export async function execute(asked: Prepared): Promise<ReleaseReport> {
  const { stage, revision, holder, random } = asked
  const home = asked.ports(asked.regionNames[0] ?? '')
  const id = releaseId({ nowMs: asked.clock.now(), revision, random })
  const lock = await StageLock.acquire(home.state, { stage: stage.name, holder, releaseId: id, clock: asked.clock, random })
  const clock = leasedClock(asked.clock, lock)
  const run: Prepared = { ...asked, ports: (region) => fenced(asked.ports(region), lock) }
  const store = new ReleaseStore(home.state, { stage: stage.name, clock })
  try {
    const open = (await store.releases(20)).filter((record) => record.state === 'running' || record.state === 'undoing')
    let goOn: ReleaseRecord | undefined
    for (const record of open) {
      if (!goOn && sameRelease(record, run)) goOn = record
      else await settle(run, { record, store, lock, clock })
    }
    if (goOn) return await resume(run, { record: goOn, store, lock, clock })
    assertReady(await preflight({ ...run, clock, regions: run.regionNames, components: run.order.filter((name) => name !== 'migrate'), migrates: run.order.includes('migrate'), ownRelease: true, anyTime: run.kind === 'rollback' }))
    const record: ReleaseRecord = { id, kind: run.kind, stage: stage.name, revision, images: run.images, order: run.order, regions: run.regionNames, state: 'running', startedAtMs: run.clock.now(), holder, ...(run.approvedBy ? { approvedBy: run.approvedBy } : {}), remains: [] }
    const journal = new Journal(store, { lock, clock, record })
    await journal.write({})
    return await forward(run, { journal, clock, lock, resumed: false })
  } finally {
    await giveBack(run, lock)
  }
}

interface Around extends StepAround {
  readonly lock: StageLock
  readonly resumed: boolean
}

/** The same work, so that going on with it is what was asked for. */
function sameRelease(record: ReleaseRecord, run: Prepared): boolean {
  return record.kind === run.kind && record.revision === run.revision && record.order.join() === run.order.join() && record.regions.join() === run.regionNames.join() && run.order.every((name) => record.images[name] === run.images[name])
}

async function resume(run: Prepared, known: { readonly record: ReleaseRecord; readonly store: ReleaseStore; readonly lock: StageLock; readonly clock: Prepared['clock'] }): Promise<ReleaseReport> {
  const { record, store, lock, clock } = known
  const steps = await store.steps(record.id)
  const journal = new Journal(store, { lock, clock, record, steps })
  say(run, { step: 'release', state: 'progress', text: `going on with ${record.id}, which ${record.holder} began` })
  const around = { journal, clock, lock, resumed: true }
  const failed = steps.find((step) => step.state === 'failed' || step.state === 'undoing' || step.state === 'undone')
  if (record.state === 'undoing' || failed) return backward(run, { ...around, why: record.why ?? failed?.text ?? 'interrupted' })
  return forward(run, around)
}

/** Undo a release that another one finds unfinished. */
async function settle(run: Prepared, known: { readonly record: ReleaseRecord; readonly store: ReleaseStore; readonly lock: StageLock; readonly clock: Prepared['clock'] }): Promise<void> {
  const { record, store, lock, clock } = known
  const journal = new Journal(store, { lock, clock, record, steps: await store.steps(record.id) })
  say(run, { step: 'release', state: 'progress', text: `undoing ${record.id}, which ${record.holder} left unfinished` })
  const report = await backward({ ...run, regionNames: record.regions, order: record.order }, { journal, clock, lock, resumed: true, why: record.why ?? 'interrupted, and another release began' })
  // What could not be brought back by now is written down; it must not block what comes.
  if (report.record.state === 'failed') say(run, { step: 'release', state: 'progress', text: `remains of ${record.id}: ${report.record.remains.join('; ')}` })
}

async function forward(run: Prepared, around: Around): Promise<ReleaseReport> {
  const { journal, clock } = around
  const failure = await runRegions(run, around)
  if (failure !== undefined) return failWith(run, { ...around, error: failure })
  let smoke: SmokeReport | undefined
  try {
    smoke = await smokeTest(run, around)
    const wrong = smoke && smokeFailure(smoke)
    if (wrong) return await failWith(run, { ...around, error: wrong, smoke })
    await journal.write({ state: 'succeeded', finishedAtMs: clock.now(), smoke: smoke ? saySmoke(smoke) : notProven(run) })
  } catch (error) {
    return failWith(run, { ...around, error, smoke })
  }
  say(run, { step: 'release', state: 'passed', text: journal.record.smoke ?? '' })
  return { record: journal.record, steps: journal.steps(), smoke, resumed: around.resumed }
}

async function smokeTest(run: Prepared, { clock, lock }: Around): Promise<SmokeReport | undefined> {
  const { baseUrl } = run.stage
  if (!run.withSmoke || baseUrl === undefined) return undefined
  say(run, { step: 'release.smoke', state: 'started', text: baseUrl })
  const runSuite = run.runSuite
  return runSmoke(run.config.smoke, { baseUrl, revision: run.revision }, {
    fetch: run.fetch,
    clock,
    onProgress: (text) => say(run, { step: 'release.smoke', state: 'progress', text }),
    ...(runSuite ? { runSuite: async (suite) => (await lock.renew(longestSuiteMs + leaseMs), runSuite(suite)) } : {}),
  })
}

const longestSuiteMs = 60 * 60_000

function notProven(run: Prepared): string {
  return run.withSmoke ? 'revision not proven: the stage has no baseUrl' : 'revision not proven: no smoke test in this part'
}

/** Only what we know to be a failure of the release is undone; without the lock nothing is touched. */
async function failWith(run: Prepared, around: Around & { readonly error: unknown; readonly smoke?: SmokeReport | undefined }): Promise<ReleaseReport> {
  const { error, smoke } = around
  if (!isHatcheryError(error) || error.code === 'RELEASE_LOCK_LOST') throw error
  say(run, { step: 'release', state: 'progress', text: `failed: ${oneLine(error)}; ${run.kind === 'rollback' ? 'leaving it as it is' : 'undoing'}` })
  const report = await backward(run, { ...around, why: oneLine(error) })
  return { ...report, cause: error, smoke }
}

async function backward(run: Prepared, around: Around & { readonly why: string; readonly smoke?: SmokeReport | undefined }): Promise<ReleaseReport> {
  const { journal, clock, why } = around
  const finish = (change: Partial<ReleaseRecord>): ReleaseReport => ({ record: { ...journal.record, ...change }, steps: journal.steps(), resumed: around.resumed })
  try {
    // A rollback that does not succeed is not undone: that would bring back what it was to end.
    if (journal.record.kind === 'rollback') {
      const remains = journal.steps().filter((step) => step.state !== 'done').map((step) => `${step.region} ${step.name} did not go back: ${step.text ?? step.state}`)
      await journal.write({ state: 'failed', why, finishedAtMs: clock.now(), remains, ...(around.smoke ? { smoke: saySmoke(around.smoke) } : {}) })
      return finish({})
    }
    await journal.write({ state: 'undoing', why, ...(around.smoke ? { smoke: saySmoke(around.smoke) } : {}) })
    const remains = (await eachRegion(run, (region) => undoRegion(run, region, around))).flat()
    const stuck = remains.some((line) => !line.includes('database'))
    const retry = remains.some((line) => line.endsWith('run again to finish'))
    // `undoing` stays written where the next run can still bring something back.
    await journal.write({ state: retry ? 'undoing' : stuck ? 'failed' : 'rolled-back', finishedAtMs: clock.now(), remains })
    say(run, { step: 'release', state: 'failed', text: remains.length > 0 ? `remains: ${remains.join('; ')}` : 'everything is as it was' })
    return finish(retry ? { state: 'failed' } : {})
  } catch (error) {
    if (!(error instanceof HatcheryError) || error.code === 'RELEASE_LOCK_LOST') throw error
    return finish({ state: 'failed', why, remains: [`the way back stopped: ${oneLine(error)}; run the same command again, it finishes`] })
  }
}

async function giveBack(run: Prepared, lock: StageLock): Promise<void> {
  try {
    await lock.release()
  } catch (error) {
    if (!isHatcheryError(error)) throw error
    say(run, { step: 'release', state: 'progress', text: `the lock could not be given back (${oneLine(error)}); it expires by itself` })
  }
}
