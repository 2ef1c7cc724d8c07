import { HatcheryError } from '../shared/errors.ts'
import { execute } from './execute.ts'
import { ready } from './functions.ts'
import { contracted, unknownRevision, type ReleaseRecord, type StepRecord } from './records.ts'
import type { ReleaseReport } from './release-report.ts'
import { connectOnce, regionsOf, type ReleaseRequest } from './request.ts'
import { ReleaseStore } from './store.ts'

/** Where a rollback goes. */
export interface RollbackPlan {
  readonly to: ReleaseRecord
  /** Region and component to task definition. */
  readonly targets: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const remembered = 100

/**
 * Bring the components back to what a named release left, or the last good one before the current; in reverse order.
 *
 * @throws {HatcheryError} `RELEASE_NOT_FOUND`; `ROLLBACK_REFUSED` across a contract step; what {@link execute} throws.
 */
export async function runRollback(request: Omit<ReleaseRequest, 'revision' | 'images'> & { readonly to?: string }): Promise<ReleaseReport> {
  const plan = await planRollback(request)
  const components = [...request.stage.deploy.order].reverse().filter((name) => Object.values(plan.targets).some((inRegion) => inRegion[name] !== undefined))
  const { revision, ...untold } = request.config.smoke
  // No answer could prove a revision that is not known.
  const smoke = { ...untold, ...(revision && plan.to.revision !== unknownRevision ? { revision } : {}) }
  const config = { ...request.config, smoke }
  return execute(ready({ ...request, config, revision: plan.to.revision, images: plan.to.images }, { kind: 'rollback', order: components, withSmoke: true, targets: plan.targets }))
}

/** Find where a rollback would go, and refuse one that the schema does not allow. */
export async function planRollback(request: Pick<ReleaseRequest, 'stage' | 'connect' | 'regions' | 'clock'> & { readonly to?: string }): Promise<RollbackPlan> {
  const ports = connectOnce(request)
  const store = new ReleaseStore(ports(regionsOf(request)[0] ?? '').state, { stage: request.stage.name, clock: request.clock })
  const releases = await store.releases(remembered)
  const to = request.to === undefined ? await lastGood(store, releases) : releases.find((one) => one.id === request.to || (request.to !== '' && one.revision === request.to))
  if (!to || to.state !== 'succeeded') throw notFound(request, { releases, found: to })
  for (const newer of releases.filter((one) => one.id > to.id)) {
    const contract = (await store.steps(newer.id)).find(contracted)
    if (contract) throw refused(to, { newer, contract })
  }
  return { to, targets: await targetsAt(store, releases.filter((one) => one.id <= to.id && one.state === 'succeeded')) }
}

/** The release before the one that runs now; what failed and went back does not count, nor does a refresh that found nothing new. */
async function lastGood(store: ReleaseStore, releases: readonly ReleaseRecord[]): Promise<ReleaseRecord | undefined> {
  const deploying = releases.filter((one) => one.kind !== 'migrate' && one.state !== 'refused')
  const good = deploying.filter((one) => one.state === 'succeeded')
  // After a release that failed without coming back, the last good one is what should run again.
  if (deploying[0]?.state === 'failed') return good[0]
  for (const [at, current] of good.entries()) {
    if (current.kind !== 'refresh') return good.slice(at).find((one) => one.revision !== current.revision)
    // What was changed by hand goes back to what the release before had left, also where both are of one revision.
    if ((await store.steps(current.id)).some(({ deploy }) => deploy !== undefined && deploy.taskDefinition !== deploy.previousTaskDefinition)) return good[at + 1]
  }
  return undefined
}

/** What each component ran right after a release: its newest successful step up to then. */
async function targetsAt(store: ReleaseStore, releases: readonly ReleaseRecord[]): Promise<RollbackPlan['targets']> {
  const targets: Record<string, Record<string, string>> = {}
  for (const release of releases) {
    for (const step of await store.steps(release.id)) {
      const definition = step.deploy?.taskDefinition
      if (step.state === 'done' && definition !== undefined) (targets[step.region] ??= {})[step.name] ??= definition
    }
  }
  return targets
}

function notFound(request: { readonly to?: string; readonly stage: { readonly name: string } }, known: { readonly releases: readonly ReleaseRecord[]; readonly found: ReleaseRecord | undefined }): HatcheryError {
  const good = known.releases.filter((one) => one.state === 'succeeded')
  const [current] = good
  const others = good.filter((one) => one.revision !== current?.revision)
  const next = good.length === 0 ? 'Release first: only what Hatchery released can be gone back to.' : others.length === 0 ? 'All that succeeded is of the revision that runs now: release a fix forward.' : 'Name one of these with `--to`, or release a fix forward.'
  return new HatcheryError('RELEASE_NOT_FOUND', {
    what: known.found ? `release ${known.found.id} ended as ${known.found.state}, so there is nothing to go back to` : request.to === undefined ? 'there is no good release before the current one' : `there is no release "${request.to}"`,
    where: `stage ${request.stage.name}`,
    next,
    details: good.slice(0, 10).map((one) => `${one.kind} ${one.id} of ${one.revision}${one === current ? ' (the newest)' : ''}`),
  })
}

function refused(to: ReleaseRecord, known: { readonly newer: ReleaseRecord; readonly contract: StepRecord }): HatcheryError {
  const { newer, contract } = known
  const what = newer.kind === 'refresh' ? `the schema was moved by hand before ${newer.kind} ${newer.id} (from ${contract.migrate?.before} to ${contract.migrate?.after}), and what that took away is not known` : `release ${newer.id} took ${contract.migrate?.contract.map(({ id }) => id).join(', ')} away from the schema`
  return new HatcheryError('ROLLBACK_REFUSED', {
    what: `${what}; ${to.revision.slice(0, 12)} is older and may still use it`,
    where: `release ${to.id}`,
    next: `Go back no further than ${newer.id}, or release a fix forward.`,
  })
}
