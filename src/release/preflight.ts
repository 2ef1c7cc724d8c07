import type { AwsPorts, EcsService } from '../aws/ports.ts'
import { isInWindow, parseWindow } from '../config/window.ts'
import { findFunction } from '../migrate/find-function.ts'
import { assertStrategy } from '../rollout/find-service.ts'
import { HatcheryError } from '../shared/errors.ts'
import { retryTransient } from '../shared/retry.ts'
import { lockHolder } from './lock.ts'
import { imageOf, lookAtService } from './preflight-service.ts'
import { blockers, branch, leaf, look, ng, ok, skip, type PreflightNode } from './preflight-tree.ts'
import { connectOnce, regionsOf, type StageRun } from './request.ts'

export { sayPreflight, type PreflightNode } from './preflight-tree.ts'

export interface PreflightRequest extends StageRun {
  /** Component to image reference by digest; without them images are not looked at. */
  readonly images?: Readonly<Record<string, string>>
  readonly components?: readonly string[]
  /** Set by a release that holds the lock itself. */
  readonly ownRelease?: boolean
  /** Whether migrations are to run; as the stage's order says when left out. */
  readonly migrates?: boolean
  /** Set by a rollback, which neither window nor approval holds back. */
  readonly anyTime?: boolean
}

/** Look at everything that would stop a release, changing nothing. */
export async function preflight(request: PreflightRequest): Promise<PreflightNode> {
  const ports = connectOnce(request)
  const regions = regionsOf(request)
  const home = ports(regions[0] ?? '')
  const general = [
    leaf('strategy', strategyOf(request)),
    leaf('window', windowOf(request)),
    leaf('approval', approvalOf(request)),
    await look('state table', { clock: request.clock, run: async () => ((await home.state.tableExists()) ? ok('there') : ng('is not there', 'Create it from docs/state.cloudformation.yaml.')) }),
    ...(request.ownRelease ? [] : [await look('lock', { clock: request.clock, run: () => lockOf(request, home) })]),
  ]
  const inRegions: PreflightNode[] = []
  for (const region of regions) inRegions.push(await lookAtRegion(ports(region), request))
  return branch(`stage ${request.stage.name}`, [...general, ...inRegions])
}

/** @throws {HatcheryError} `PREFLIGHT_FAILED` with every finding that stops a release. */
export function assertReady(tree: PreflightNode): void {
  const found = blockers(tree)
  if (found.length === 0) return
  throw new HatcheryError('PREFLIGHT_FAILED', { what: `${found.length} finding(s) would stop the release; nothing was changed`, where: tree.name, next: 'Do what each finding says, then run the same command again.', details: found.map(({ path, node }) => `${path}: ${node.text}. ${node.next ?? ''}`) })
}

async function lookAtRegion(ports: AwsPorts, request: PreflightRequest): Promise<PreflightNode> {
  const { stage, clock, images = {} } = request
  const names = Object.entries(stage.deploy.services).filter(([component]) => !request.components || request.components.includes(component))
  const nodes = [
    await look('caller', { clock, run: async () => ok((await ports.sts.callerIdentity()).arn) }),
    await look(`cluster ${stage.cluster}`, {
      clock,
      run: async () => {
        const cluster = await ports.ecs.describeCluster(stage.cluster)
        if (!cluster) return ng('is not there', 'Create it, or name the right one under `cluster` of the stage.')
        return cluster.status === 'ACTIVE' ? ok('ACTIVE') : ng(`is ${cluster.status}`, 'Wait until it is ACTIVE, or name another.')
      },
    }),
  ]
  const found = new Map<string, EcsService>()
  const services = await look('services', {
    clock,
    run: async () => {
      for (let at = 0; at < names.length; at += 10) for (const service of await ports.ecs.describeServices(stage.cluster, names.slice(at, at + 10).map(([, name]) => name))) found.set(service.name, service)
      const missing = names.filter(([, name]) => !found.has(name)).map(([, name]) => name)
      return missing.length === 0 ? ok(`${names.length} there`) : ng(`not there: ${missing.join(', ')}`, 'Create them first, or name the right ones under `deploy.services`: Hatchery releases services, it does not make them.')
    },
  })
  nodes.push(services)
  for (const [component, name] of names) {
    const service = found.get(name)
    if (service) nodes.push(await retryTransient(() => lookAtService(service, { ports, clock, component, container: stage.deploy.containers[component] ?? component, image: images[component] }), { clock, attempts: 3 }).catch((error: unknown) => unreadable(name, error)))
  }
  const runner = stage.migrate
  if (runner && (request.migrates ?? stage.deploy.order.includes('migrate'))) {
    nodes.push(
      await look('migrator', {
        clock,
        run: async () => {
          if (runner.kind === 'lambda') return ok((await findFunction(ports, runner)).name)
          const { definition } = await ports.ecs.describeTaskDefinition(runner.taskDefinition)
          const image = await imageOf(ports, images[runner.component], definition)
          return image.state === 'NG' ? image : ok(runner.taskDefinition)
        },
      }),
    )
  }
  return branch(`region ${ports.region}`, nodes)
}

function unreadable(service: string, error: unknown): PreflightNode {
  if (!(error instanceof HatcheryError) || error.code === 'AWS_CREDENTIALS_EXPIRED') throw error
  return leaf(`service ${service}`, error.code === 'AWS_ACCESS_DENIED' ? skip(`not looked at: ${error.message}`) : ng(`[${error.code}] ${error.message}`, error.facts.next))
}

function strategyOf({ stage }: PreflightRequest) {
  try {
    assertStrategy(stage.deploy.strategy)
    return ok(stage.deploy.strategy)
  } catch (error) {
    if (!(error instanceof HatcheryError)) throw error
    return ng(error.facts.what, error.facts.next)
  }
}

function windowOf({ stage, clock, anyTime }: PreflightRequest) {
  if (anyTime) return skip('a rollback may start at any time')
  const window = stage.window === undefined ? undefined : parseWindow(stage.window)
  if (!window) return skip('none set')
  return isInWindow(window, clock.now()) ? ok(stage.window ?? '') : ng(`it is outside ${stage.window}`, 'Release inside the window, or change `window` of the stage.')
}

function approvalOf({ stage, approvedBy, anyTime, ownRelease }: PreflightRequest) {
  if (stage.approval === 'none') return skip('none asked for')
  if (anyTime) return skip('a rollback waits for none')
  if (approvedBy) return ok(`given by ${approvedBy}`)
  return ownRelease ? ng('nobody has given it', 'Name who approved this with --approved-by.') : skip('a release names it with --approved-by')
}

async function lockOf(request: PreflightRequest, home: AwsPorts) {
  const holder = await lockHolder(home.state, { stage: request.stage.name, nowMs: request.clock.now() })
  return holder ? ng(`held by ${holder.holder} (${holder.releaseId}) until ${new Date(holder.expiresAtMs).toISOString()}`, 'Wait for it to end.') : ok('free')
}
