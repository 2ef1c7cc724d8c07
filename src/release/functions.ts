import { assertStrategy } from '../rollout/find-service.ts'
import { diffService, type DiffLine } from '../rollout/diff.ts'
import { serviceLogs, type TaskLog } from '../rollout/logs.ts'
import { HatcheryError } from '../shared/errors.ts'
import { runSmoke, type SmokeOptions, type SmokeReport } from '../verify/smoke.ts'
import { serviceOf } from './deploy-step.ts'
import { execute } from './execute.ts'
import type { ReleaseKind } from './records.ts'
import type { ReleaseReport } from './release-report.ts'
import { connectOnce, regionsOf, say, type Prepared, type ReleaseRequest, type StageRun } from './request.ts'

/**
 * Release a stage: lock, preflight, the stage's order in every region, smoke test; undone as one when a part fails.
 *
 * @returns how it went, also when it failed; {@link releaseFailure} makes the error of it.
 */
export async function runRelease(request: ReleaseRequest): Promise<ReleaseReport> {
  return execute(ready(request, { kind: 'release', order: request.stage.deploy.order, withSmoke: true }))
}

/** Roll the components out, without migrations and smoke test; `components` narrows. */
export async function runDeploy(request: ReleaseRequest): Promise<ReleaseReport> {
  const all = request.stage.deploy.order.filter((name) => name !== 'migrate')
  const unknown = (request.components ?? []).find((name) => !all.includes(name))
  if (unknown !== undefined) throw new HatcheryError('CONFIG_INVALID', { what: `the stage does not deploy "${unknown}"; it deploys ${all.join(', ')}`, where: `stage ${request.stage.name}`, next: 'Name one of these, or add it to `deploy.order`.' })
  return execute(ready(request, { kind: 'deploy', order: request.components ? all.filter((name) => request.components?.includes(name)) : all, withSmoke: false }))
}

/** Run the migrations alone. */
export async function runMigrate(request: ReleaseRequest): Promise<ReleaseReport> {
  return execute(ready(request, { kind: 'migrate', order: ['migrate'], withSmoke: false }))
}

/**
 * Try the running application.
 *
 * @throws {HatcheryError} `CONFIG_INVALID` when the stage has no baseUrl.
 */
export async function runSmokeTest(run: Pick<StageRun, 'config' | 'stage' | 'clock' | 'events' | 'fetch'> & { readonly revision: string; readonly runSuite?: SmokeOptions['runSuite'] }): Promise<SmokeReport> {
  const { baseUrl } = run.stage
  if (baseUrl === undefined) throw new HatcheryError('CONFIG_INVALID', { what: 'the stage has no address to try', where: `stage ${run.stage.name}`, next: 'Set `baseUrl` of the stage.' })
  return runSmoke(run.config.smoke, { baseUrl, revision: run.revision }, { fetch: run.fetch, clock: run.clock, onProgress: (text) => say(run, { step: 'smoke', state: 'progress', text }), ...(run.runSuite ? { runSuite: run.runSuite } : {}) })
}

/** What a release would change of one component in one region. */
export interface ComponentDiff {
  readonly region: string
  readonly component: string
  readonly lines: readonly DiffLine[]
}

/** Say what a release would change, service by service, field by field; changes nothing. */
export async function stageDiff(request: Pick<ReleaseRequest, 'stage' | 'connect' | 'regions' | 'images' | 'revision'>): Promise<readonly ComponentDiff[]> {
  const { stage, images, revision } = request
  const ports = connectOnce(request)
  const found: ComponentDiff[] = []
  for (const region of regionsOf(request)) {
    for (const component of stage.deploy.order.filter((name) => name !== 'migrate')) {
      const image = images[component]
      const change = { images: image === undefined ? {} : { [stage.deploy.containers[component] ?? component]: image }, labels: { 'hatchery.revision': revision }, env: stage.deploy.env, revision }
      found.push({ region, component, lines: await diffService(ports(region), { cluster: stage.cluster, service: serviceOf(request, component), change }) })
    }
  }
  return found
}

/** Logs of one component in one region. */
export interface ComponentLogs {
  readonly region: string
  readonly component: string
  readonly tasks: readonly TaskLog[]
}

/** Read the last log lines of a stage's components. */
export async function stageLogs(request: Pick<StageRun, 'stage' | 'connect' | 'regions'> & { readonly components?: readonly string[]; readonly limit?: number }): Promise<readonly ComponentLogs[]> {
  const ports = connectOnce(request)
  const components = Object.keys(request.stage.deploy.services).filter((name) => !request.components || request.components.includes(name))
  const found: ComponentLogs[] = []
  for (const region of regionsOf(request)) {
    for (const component of components) found.push({ region, component, tasks: await serviceLogs(ports(region), { cluster: request.stage.cluster, service: serviceOf(request, component), ...(request.limit ? { limit: request.limit } : {}) }) })
  }
  return found
}

/** Make a request ready to run. */
export function ready(request: ReleaseRequest, part: { readonly kind: ReleaseKind; readonly order: readonly string[]; readonly withSmoke: boolean; readonly targets?: Prepared['targets'] }): Prepared {
  assertStrategy(request.stage.deploy.strategy)
  const regionNames = regionsOf(request)
  if (regionNames.length === 0) throw new HatcheryError('CONFIG_INVALID', { what: 'no region is known', where: `stage ${request.stage.name}`, next: 'Set `regions` of the stage, or give a region with the credentials.' })
  const { targets, ...rest } = part
  return { ...request, ...rest, regionNames, ports: connectOnce(request), ...(targets ? { targets } : {}) }
}
