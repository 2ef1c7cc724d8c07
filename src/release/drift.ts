import { HatcheryError } from '../shared/errors.ts'
import { joined, nothing, type DriftPart } from './drift-parts.ts'
import { driftInRegion } from './drift-region.ts'
import { readLeft, type LeftStage } from './left.ts'
import { lockHolder, type LockHolder } from './lock.ts'
import type { ReleaseRecord } from './records.ts'
import { connectOnce, regionsOf, type StageRun } from './request.ts'
import { ReleaseStore } from './store.ts'

/** How a stage differs from its record. */
export interface DriftReport extends DriftPart {
  readonly stage: string
  /** The last good release. */
  readonly release: ReleaseRecord
  /** A release that is going on now; what it changes is no drift. */
  readonly goingOn?: LockHolder
}

/**
 * Say what in AWS differs from what the last good release left; changes nothing and takes no lock.
 *
 * Desired counts, which autoscaling changes, and revisions of a task definition that say the same are no drift.
 *
 * @throws {HatcheryError} `RELEASE_NOT_FOUND` when no good release is recorded.
 */
export async function stageDrift(run: Pick<StageRun, 'stage' | 'connect' | 'regions' | 'clock'>): Promise<DriftReport> {
  const { stage, clock } = run
  const ports = connectOnce(run)
  const regions = regionsOf(run)
  const home = ports(regions[0] ?? '')
  const store = new ReleaseStore(home.state, { stage: stage.name, clock })
  for (let attempt = 1; ; attempt++) {
    const left = await readLeft(store, { stage, regions })
    if (!left.last) throw nothingRecorded(stage.name, left)
    const goingOn = await lockHolder(home.state, { stage: stage.name, nowMs: clock.now() })
    const found: DriftPart[] = [unfinished(left, goingOn)]
    for (const region of regions) found.push(await driftInRegion(ports(region), { stage, clock, left, busy: goingOn !== undefined }))
    const report: DriftReport = { stage: stage.name, release: left.last, ...(goingOn ? { goingOn } : {}), ...joined(found) }
    // A release that began or ended meanwhile makes half of what was seen old.
    if (report.findings.length === 0 || attempt >= 3 || (await mark(store)) === markOf(left)) return report
  }
}

/** The drift as lines, for whoever has to mend it. */
export function sayDrift(report: DriftReport): string[] {
  const { release, goingOn, findings, unseen, same, stage } = report
  const as = `${release.kind} ${release.id} (revision ${release.revision.slice(0, 12)}, by ${release.holder})`
  const verdict = findings.length > 0 ? `${stage} is not as ${as} left it:` : unseen.length > 0 ? `no drift in what could be looked at: ${stage} is as ${as} left it` : `no drift: ${stage} is as ${as} left it`
  return [
    verdict,
    ...(goingOn ? [`a release is going on (${goingOn.releaseId}, by ${goingOn.holder}); what it changes is not counted, so look again when it has ended`] : []),
    ...findings.flatMap(({ region, thing, what, next, fields }) => [`DRIFT ${region} ${thing}: ${what}`, ...fields.map((field) => `      ${field}`), `      Next: ${next}`]),
    ...unseen.map((line) => `SKIP  ${line}`),
    ...same.map((line) => `OK    ${line}`),
  ]
}

/** The failure that a drift is; undefined when there is none. */
export function driftFailure(report: DriftReport): HatcheryError | undefined {
  const { findings, stage, release } = report
  if (findings.length === 0) return undefined
  const things = [...new Set(findings.map(({ region, thing }) => `${region} ${thing}`))]
  return new HatcheryError('DRIFTED', {
    what: `${things.length === 1 ? 'one thing differs' : `${things.length} things differ`} from what ${release.kind} ${release.id} left: ${things.join(', ')}`,
    where: `stage ${stage}`,
    next: `Do what each line says. Where what runs now is meant, \`refresh --stage ${stage}\` takes it as the record.`,
    details: sayDrift(report),
  })
}

function unfinished(left: LeftStage, goingOn: LockHolder | undefined): DriftPart {
  const open = left.unfinished
  if (!open || goingOn) return nothing
  const { id, kind, holder, startedAtMs } = open.release
  const finding = { region: open.release.regions.join(', '), thing: `${kind} ${id}`, what: `is unfinished: ${holder} began it at ${new Date(startedAtMs).toISOString()} and nobody goes on with it`, next: 'Run the same command again: it finishes it. A release of another revision undoes it first.', fields: [] }
  return { ...nothing, findings: [finding] }
}

async function mark(store: ReleaseStore): Promise<string> {
  const [newest] = await store.releases(1)
  return newest ? `${newest.id} ${newest.state}` : ''
}

function markOf({ newest }: LeftStage): string {
  return newest ? `${newest.id} ${newest.state}` : ''
}

function nothingRecorded(stage: string, left: LeftStage): HatcheryError {
  const { newest } = left
  return new HatcheryError('RELEASE_NOT_FOUND', {
    what: newest ? `no release has succeeded yet (the last one, ${newest.id}, is ${newest.state}), so there is nothing to compare with` : 'nothing has been released yet, so there is nothing to compare with',
    where: `stage ${stage}`,
    next: `Release first, or take what runs now as the record with \`refresh --stage ${stage}\`.`,
  })
}
