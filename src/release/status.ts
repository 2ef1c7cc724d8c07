import { serviceStatus, type ServiceStatus } from '../rollout/status.ts'
import { lockHolder, type LockHolder } from './lock.ts'
import type { ReleaseRecord, StepRecord } from './records.ts'
import { connectOnce, regionsOf, type StageRun } from './request.ts'
import { ReleaseStore } from './store.ts'

/** How a stage stands. */
export interface StageStatus {
  readonly stage: string
  /** Who is releasing now. */
  readonly lock?: LockHolder
  /** Newest first. */
  readonly releases: readonly ReleaseRecord[]
  /** Steps of the newest release. */
  readonly steps: readonly StepRecord[]
  readonly regions: readonly { readonly region: string; readonly services: readonly ServiceStatus[]; readonly missing: readonly string[] }[]
}

/** Say how a stage stands: lock, last releases, services. */
export async function stageStatus(run: Pick<StageRun, 'stage' | 'connect' | 'regions' | 'clock'>): Promise<StageStatus> {
  const ports = connectOnce(run)
  const regions = regionsOf(run)
  const home = ports(regions[0] ?? '')
  const { stage } = run
  const store = new ReleaseStore(home.state, { stage: stage.name, clock: run.clock })
  const releases = await store.releases(10)
  const lock = await lockHolder(home.state, { stage: stage.name, nowMs: run.clock.now() })
  const services = []
  const names = Object.values(stage.deploy.services)
  for (const region of regions) {
    const found = await serviceStatus(ports(region), stage.cluster, names)
    services.push({ region, services: found, missing: names.filter((name) => !found.some((one) => one.service === name)) })
  }
  return { stage: stage.name, ...(lock ? { lock } : {}), releases, steps: releases[0] ? await store.steps(releases[0].id) : [], regions: services }
}

/** Read one release with its steps, for a report; undefined when there is none of that id. */
export async function readRelease(run: Pick<StageRun, 'stage' | 'connect' | 'regions' | 'clock'>, id: string): Promise<{ readonly record: ReleaseRecord; readonly steps: readonly StepRecord[] } | undefined> {
  const store = new ReleaseStore(connectOnce(run)(regionsOf(run)[0] ?? '').state, { stage: run.stage.name, clock: run.clock })
  const record = await store.release(id)
  return record && { record, steps: await store.steps(id) }
}

/** The status as lines. */
export function sayStatus(status: StageStatus): string[] {
  const lock = status.lock ? `lock: ${status.lock.holder}, release ${status.lock.releaseId}, lease until ${new Date(status.lock.expiresAtMs).toISOString()}` : 'lock: free'
  const services = status.regions.flatMap(({ region, services, missing }) => [
    ...services.flatMap((one) => [
      `${region} ${one.service}: ${one.running} of ${one.desired} running, ${one.revision ? `revision ${one.revision}` : 'not released by Hatchery'}`,
      ...(one.deployments.length > 1 || one.deployments.some((deployment) => deployment.state !== 'COMPLETED') ? one.deployments.map((deployment) => `  ${deployment.id} ${deployment.status} ${deployment.state}${deployment.failedTasks > 0 ? `, ${deployment.failedTasks} failed tasks` : ''}`) : []),
    ]),
    ...missing.map((name) => `${region} ${name}: NOT THERE`),
  ])
  const dead = (one: ReleaseRecord) => !status.lock && (one.state === 'running' || one.state === 'undoing')
  const releases = status.releases.map((one) => `${one.id} ${one.kind}: ${one.state}${one.smoke ? `, ${one.smoke}` : ''}${one.why ? `, ${one.why}` : ''}${one.remains.length > 0 ? `; remains: ${one.remains.join('; ')}` : ''}; by ${one.holder}${one.approvedBy ? `, approved by ${one.approvedBy}` : ''}${dead(one) ? '; nobody goes on with it: the same command again finishes it' : ''}`)
  return [`stage ${status.stage}`, lock, ...services, 'releases:', ...(releases.length > 0 ? releases : ['none'])]
}
