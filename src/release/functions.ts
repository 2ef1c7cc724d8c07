import type { AwsPorts } from '../aws/ports.ts'
import type { Stage } from '../config/model.ts'
import { assertStrategy } from '../rollout/find-service.ts'
import { diffService, type DiffLine } from '../rollout/diff.ts'
import { serviceLogs, type TaskLog } from '../rollout/logs.ts'
import { HatcheryError, isHatcheryError } from '../shared/errors.ts'
import { runSmoke, type SmokeOptions, type SmokeReport } from '../verify/smoke.ts'
import { serviceOf } from './deploy-step.ts'
import { execute } from './execute.ts'
import { migratorNow } from './migrator-now.ts'
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
  assertComponents(request.stage, request.components)
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
  /** Component name, or `migrate` for what would migrate. */
  readonly component: string
  readonly lines: readonly DiffLine[]
  /** Why it was not looked at. */
  readonly unseen?: string
}

/** Say what a release would change, service by service and in the migrator, field by field; changes nothing. */
export async function stageDiff(request: Pick<ReleaseRequest, 'stage' | 'connect' | 'regions' | 'images' | 'revision' | 'clock'>): Promise<readonly ComponentDiff[]> {
  const { stage, images, revision } = request
  const ports = connectOnce(request)
  const found: ComponentDiff[] = []
  for (const region of regionsOf(request)) {
    for (const component of stage.deploy.order.filter((name) => name !== 'migrate')) {
      const image = images[component]
      const change = { images: image === undefined ? {} : { [stage.deploy.containers[component] ?? component]: image }, labels: { 'hatchery.revision': revision }, env: stage.deploy.env, revision }
      found.push({ region, component, lines: await diffService(ports(region), { cluster: stage.cluster, service: serviceOf(request, component), change }) })
    }
    if (stage.migrate && stage.deploy.order.includes('migrate')) found.push({ region, component: 'migrate', ...(await migratorDiff(ports(region), request)) })
  }
  return found
}

async function migratorDiff(ports: AwsPorts, request: Pick<ReleaseRequest, 'stage' | 'images' | 'clock'>): Promise<Pick<ComponentDiff, 'lines' | 'unseen'>> {
  const { migrate: runner } = request.stage
  const after = runner && request.images[runner.component]
  if (!runner || after === undefined) return { lines: [] }
  try {
    const { image: before } = await migratorNow(ports, runner, request.clock)
    return { lines: before === after ? [] : [{ field: 'image', ...(before === undefined ? {} : { before }), after }] }
  } catch (error) {
    if (isHatcheryError(error) && error.code === 'AWS_ACCESS_DENIED') return { lines: [], unseen: error.message }
    throw error
  }
}

/** Logs of one component in one region. */
export interface ComponentLogs {
  readonly region: string
  readonly component: string
  readonly tasks: readonly TaskLog[]
}

/**
 * Read the last log lines of a stage's components.
 *
 * @throws {HatcheryError} `COMPONENT_UNKNOWN` for one that the stage has no service for.
 */
export async function stageLogs(request: Pick<StageRun, 'stage' | 'connect' | 'regions'> & { readonly components?: readonly string[]; readonly limit?: number }): Promise<readonly ComponentLogs[]> {
  const ports = connectOnce(request)
  assertComponents(request.stage, request.components)
  const components = Object.keys(request.stage.deploy.services).filter((name) => !request.components || request.components.includes(name))
  const found: ComponentLogs[] = []
  for (const region of regionsOf(request)) {
    for (const component of components) found.push({ region, component, tasks: await serviceLogs(ports(region), { cluster: request.stage.cluster, service: serviceOf(request, component), ...(request.limit ? { limit: request.limit } : {}) }) })
  }
  return found
}

/** @throws {HatcheryError} `COMPONENT_UNKNOWN` for a name that the stage does not deploy. */
export function assertComponents(stage: Stage, components: readonly string[] = []): void {
  const all = stage.deploy.order.filter((name) => name !== 'migrate')
  const unknown = components.find((name) => !all.includes(name))
  if (unknown !== undefined) throw new HatcheryError('COMPONENT_UNKNOWN', { what: `the stage does not deploy "${unknown}"`, where: `stage ${stage.name}`, next: `Name one of: ${all.join(', ')}; or add it to \`deploy.order\`.` })
}

/** Make a request ready to run. */
export function ready(request: ReleaseRequest, part: { readonly kind: ReleaseKind; readonly order: readonly string[]; readonly withSmoke: boolean; readonly targets?: Prepared['targets'] }): Prepared {
  assertStrategy(request.stage.deploy.strategy)
  const regionNames = regionsOf(request)
  if (regionNames.length === 0) throw new HatcheryError('CONFIG_INVALID', { what: 'no region is known', where: `stage ${request.stage.name}`, next: 'Set `regions` of the stage, or give a region with the credentials.' })
  const { targets, ...rest } = part
  return { ...request, ...rest, regionNames, ports: connectOnce(request), ...(targets ? { targets } : {}) }
}
