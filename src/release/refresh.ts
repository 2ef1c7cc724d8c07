import type { AwsPorts, EcsService } from '../aws/ports.ts'
import { findService } from '../rollout/find-service.ts'
import { diffFields, sayDiff } from '../rollout/diff.ts'
import { serviceFacts } from '../rollout/service-facts.ts'
import { registerable, revisionOf, sameDefinition } from '../rollout/task-definition.ts'
import type { Clock } from '../shared/clock.ts'
import { HatcheryError } from '../shared/errors.ts'
import { retryTransient } from '../shared/retry.ts'
import { serviceOf, type StepPlace } from './deploy-step.ts'
import { findDefinition } from './find-definition.ts'
import { ready } from './functions.ts'
import { Journal } from './journal.ts'
import { readLeft, type LeftStage } from './left.ts'
import { leasedClock, StageLock } from './lock.ts'
import { migratorNow, saySchema, schemaNow } from './migrator-now.ts'
import { releaseId, unknownRevision, type ReleaseRecord, type StepRecord } from './records.ts'
import type { ReleaseReport } from './release-report.ts'
import { say, type Prepared, type StageRun } from './request.ts'
import { ReleaseStore } from './store.ts'
import { shortArn } from '../shared/arn.ts'

type Step = Partial<StepRecord> & { readonly atMs: number; readonly image: string; readonly revision?: string | undefined }

/**
 * Take what AWS runs now as the recorded state, after a change by hand; changes nothing in AWS.
 *
 * @returns a record of its own, with one step for each component and the migrator.
 * @throws {HatcheryError} `RELEASE_LOCKED`; `RELEASE_UNFINISHED`; `DEPLOYMENT_UNSETTLED`; `AWS_NOT_FOUND` for what is gone.
 */
export async function runRefresh(request: StageRun): Promise<ReleaseReport> {
  const { stage } = request
  const asked = ready({ ...request, revision: unknownRevision, images: {} }, { kind: 'refresh', order: stage.deploy.order, withSmoke: false })
  const { regionNames, holder, random } = asked
  const home = asked.ports(regionNames[0] ?? '')
  const id = releaseId({ nowMs: asked.clock.now(), revision: 'refresh', random })
  const lock = await StageLock.acquire(home.state, { stage: stage.name, holder, releaseId: id, clock: asked.clock, random })
  const clock = leasedClock(asked.clock, lock)
  const run = { ...asked, clock }
  try {
    const store = new ReleaseStore(home.state, { stage: stage.name, clock })
    const left = await readLeft(store, { stage, regions: regionNames })
    if (left.unfinished) throw stillOpen(stage.name, left.unfinished.release)
    const startedAtMs = clock.now()
    const found = await lookAtAll(run, left)
    const revisions = new Set(found.flatMap(({ step }) => (step.deploy ? [step.revision ?? unknownRevision] : [])))
    const [revision = unknownRevision] = revisions
    const images = Object.fromEntries(found.map(({ place, step }) => [place.name === 'migrate' ? (stage.migrate?.component ?? 'migrate') : place.name, step.image]))
    const record: ReleaseRecord = { id, kind: 'refresh', stage: stage.name, revision: revisions.size === 1 ? revision : unknownRevision, images, order: run.order, regions: regionNames, state: 'succeeded', startedAtMs, holder, remains: [], smoke: 'revision not proven: what ran was taken over, nothing was tried' }
    const journal = new Journal(store, { lock, clock, record })
    // The record comes last: steps without one count for nothing, so a run that is killed here has changed nothing.
    for (const { place, step } of found) await journal.writeStep(place, { state: 'done', text: step.text, beganAtMs: step.atMs, endedAtMs: step.atMs, ...(step.deploy ? { deploy: step.deploy } : {}), ...(step.migrate ? { migrate: step.migrate } : {}) })
    await journal.write({ finishedAtMs: clock.now() })
    // Ids sort by their second; what begins next is to sort after this.
    await clock.sleep(Math.max(0, startedAtMs + 1_000 - clock.now()))
    return { record: journal.record, steps: journal.steps(), resumed: false }
  } finally {
    await lock.release()
  }
}

async function lookAtAll(run: Prepared, left: LeftStage): Promise<readonly { readonly place: StepPlace; readonly step: Step }[]> {
  const found: { place: StepPlace; step: Step }[] = []
  for (const region of run.regionNames) {
    for (const [at, name] of run.order.entries()) {
      const place = { region, at, name }
      const step = name === 'migrate' ? await lookAtMigrator(run, place, left) : await lookAtService(run, place, left)
      if (!step) continue
      say(run, { step: `refresh.${region}.${name}`, state: 'passed', text: step.text ?? '' })
      found.push({ place, step })
    }
  }
  return found
}

async function lookAtService(run: Prepared, place: StepPlace, left: LeftStage): Promise<Step> {
  const { stage, clock } = run
  const ports = run.ports(place.region)
  const service = await retryTransient(() => findService(ports, { cluster: stage.cluster, service: serviceOf(run, place.name) }), { clock })
  assertSettled(service)
  const { definition } = await retryTransient(() => ports.ecs.describeTaskDefinition(service.taskDefinition), { clock })
  const container = stage.deploy.containers[place.name] ?? place.name
  const image = definition.containerDefinitions.find(({ name }) => name === container)?.image
  if (image === undefined) throw new HatcheryError('CONFIG_INVALID', { what: `${shortArn(service.taskDefinition)} has no container "${container}"; it has ${definition.containerDefinitions.map(({ name }) => name).join(', ')}`, where: `service ${service.name}, region ${place.region}`, next: 'Name the container under `deploy.containers` of the stage.' })
  const was = left.services[place.region]?.[place.name]
  const changes = was && was.taskDefinition !== service.taskDefinition ? await changesSince(ports, { was: was.taskDefinition, now: definition, clock }) : []
  const moved = was !== undefined && changes.length > 0
  // The label says what a release brought; with another image it says nothing any more.
  const revision = was && (was.release.images[place.name] ?? image) !== image ? undefined : revisionOf(definition)
  const text = was === undefined ? 'was not recorded before' : was.taskDefinition === service.taskDefinition ? 'as recorded' : `was ${shortArn(was.taskDefinition)}: ${changes.length > 0 ? changes.join('; ') : 'says the same'}`
  return { atMs: clock.now(), image, revision, text: `runs ${shortArn(service.taskDefinition)}, ${text}`, deploy: { previousTaskDefinition: moved ? was.taskDefinition : service.taskDefinition, taskDefinition: service.taskDefinition, service: serviceFacts(service) } }
}

async function changesSince(ports: AwsPorts, of: { readonly was: string; readonly now: Parameters<typeof registerable>[0]; readonly clock: Clock }): Promise<readonly string[]> {
  const was = await findDefinition(ports, of.was, of.clock)
  if (!was) return ['which AWS does not know any more']
  return sameDefinition(was, of.now) ? [] : sayDiff(diffFields(registerable(was), registerable(of.now)))
}

async function lookAtMigrator(run: Prepared, place: StepPlace, left: LeftStage): Promise<Step | undefined> {
  const { stage, clock } = run
  if (!stage.migrate) return undefined
  const ports = run.ports(place.region)
  const now = await migratorNow(ports, stage.migrate, clock)
  const was = left.migrators[place.region]
  const schema = await schemaNow(ports, now, { trusted: was?.images ?? [], clock })
  const after = schema.kind === 'told' ? schema.revision : undefined
  const moved = was?.schema !== undefined && after !== undefined && after !== was.schema
  const database = schema.kind === 'told' ? `database at ${saySchema(schema.revision)}${moved ? `, was ${saySchema(was.schema ?? null)}` : ''}` : `database not asked: ${schema.why}`
  const image = now.image ?? ''
  const text = `${now.name} ${was === undefined ? 'was not recorded before' : was.images.includes(image) ? 'as recorded' : `has ${image}, was ${was.images[0] ?? 'none'}`}; ${database}`
  // Whether a migration by hand took something away is not known, so it counts as if: older code may not fit.
  const contract = moved ? [{ id: `by-hand:${saySchema(was.schema ?? null)}-${saySchema(after)}`, statement: 'a migration that Hatchery did not run' }] : []
  return { atMs: clock.now(), image, text, migrate: { before: moved ? was.schema : after, after, atMs: clock.now(), contract } }
}

/** Only one completed deployment is a state that can be taken down. */
function assertSettled(service: EcsService): void {
  const open = service.deployments.find(({ rolloutState, status }) => (rolloutState !== undefined && rolloutState !== 'COMPLETED') || (service.deployments.length > 1 && status !== 'PRIMARY'))
  if (!open) return
  throw new HatcheryError('DEPLOYMENT_UNSETTLED', {
    what: `deployment ${open.id} of ${shortArn(open.taskDefinition)} is ${open.status} ${open.rolloutState ?? ''}`.trimEnd(),
    where: `service ${service.name}`,
    next: open.rolloutState === 'FAILED' ? 'Release or roll back first: what failed is no state to keep.' : 'Wait until it has ended (`status`), then run `refresh` again.',
  })
}

function stillOpen(stage: string, open: ReleaseRecord): HatcheryError {
  return new HatcheryError('RELEASE_UNFINISHED', {
    what: `${open.kind} ${open.id} of ${open.revision.slice(0, 12)}, which ${open.holder} began at ${new Date(open.startedAtMs).toISOString()}, is neither finished nor undone`,
    where: `stage ${stage}`,
    next: 'Run the same command again, which finishes it, or release another revision, which undoes it first; then `refresh`.',
  })
}
