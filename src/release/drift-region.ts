import type { AwsPorts, Deployment, EcsService } from '../aws/ports.ts'
import type { Stage } from '../config/model.ts'
import { diffFields, sayDiff, type DiffLine } from '../rollout/diff.ts'
import { diffFacts, serviceFacts } from '../rollout/service-facts.ts'
import { registerable, sameDefinition } from '../rollout/task-definition.ts'
import type { Clock } from '../shared/clock.ts'
import { HatcheryError } from '../shared/errors.ts'
import { retryTransient } from '../shared/retry.ts'
import { joined, nothing, unseen, type DriftFinding, type DriftPart } from './drift-parts.ts'
import { driftOfMigrator } from './drift-migrator.ts'
import { findDefinition } from './find-definition.ts'
import type { LeftService, LeftStage } from './left.ts'
import { shortArn } from '../shared/arn.ts'

export interface DriftLook {
  readonly stage: Stage
  readonly clock: Clock
  readonly left: LeftStage
  /** Whether a release is going on: what it does then is no drift. */
  readonly busy: boolean
}

interface ServiceLook extends DriftLook {
  readonly component: string
  readonly was: LeftService
}

/** Compare one region with its record. */
export async function driftInRegion(ports: AwsPorts, look: DriftLook): Promise<DriftPart> {
  const { stage, clock, left } = look
  const { region } = ports
  const cluster = await seen(`${region} cluster ${stage.cluster}`, async () => {
    const found = await retryTransient(() => ports.ecs.describeCluster(stage.cluster), { clock })
    if (found?.status === 'ACTIVE') return nothing
    return found ? drift(region, { thing: `cluster ${stage.cluster}`, what: `is ${found.status}`, next: 'Wait until it is ACTIVE, or find out who removes it.' }) : gone(region, `cluster ${stage.cluster}`)
  })
  const parts = [cluster]
  if (cluster.findings.length === 0) parts.push(await seen(`${region} services`, () => servicesOf(ports, look)))
  if (stage.migrate && stage.deploy.order.includes('migrate')) {
    const was = left.migrators[region]
    if (look.busy) parts.push(unseen(`${region} migrator and database: a release is going on`))
    else if (was) parts.push(await seen(`${region} migrator`, () => driftOfMigrator(ports, { runner: stage.migrate!, clock, was, stage: stage.name })))
    else parts.push(unseen(`${region} migrator and database: no release has migrated yet`))
  }
  return joined(parts)
}

async function servicesOf(ports: AwsPorts, look: DriftLook): Promise<DriftPart> {
  const { stage, clock, left } = look
  const { region } = ports
  const names = Object.entries(stage.deploy.services).filter(([component]) => stage.deploy.order.includes(component))
  const found = new Map<string, EcsService>()
  for (let at = 0; at < names.length; at += 10) {
    const asked = names.slice(at, at + 10).map(([, name]) => name)
    for (const service of await retryTransient(() => ports.ecs.describeServices(stage.cluster, asked), { clock })) found.set(service.name, service)
  }
  const parts: DriftPart[] = []
  for (const [component, name] of names) {
    const was = left.services[region]?.[component]
    const service = found.get(name)
    if (!was) parts.push(unseen(`${region} service ${name}: no good release of ${component} is recorded`))
    else if (!service) parts.push(gone(region, `service ${name}`))
    else if (service.status !== 'ACTIVE') parts.push(drift(region, { thing: `service ${name}`, what: `is ${service.status}: somebody deletes it`, next: 'Create it again with your infrastructure code, then release.' }))
    else parts.push(await seen(`${region} service ${name}`, () => driftOfService(ports, service, { ...look, component, was })))
  }
  return joined(parts)
}

async function driftOfService(ports: AwsPorts, service: EcsService, look: ServiceLook): Promise<DriftPart> {
  const { was, stage } = look
  const { region } = ports
  const thing = `service ${service.name}`
  const mine = ownWork(look, region)
  const findings: DriftFinding[] = []
  const add = (finding: Omit<DriftFinding, 'region' | 'thing'>) => findings.push({ region, thing, ...finding })
  const foreign = service.deployments.filter((deployment) => deployment.rolloutState !== undefined && deployment.rolloutState !== 'COMPLETED' && !mine.has(deployment.taskDefinition))
  for (const deployment of foreign) add(sayForeign(deployment))
  if (service.taskDefinition !== was.taskDefinition && !mine.has(service.taskDefinition)) {
    const changed = await definitionDrift(ports, service, look)
    if (changed) add(changed)
  }
  const setup = was.facts ? diffFacts(was.facts, serviceFacts(service)) : []
  const breaker = setup.filter(({ field }) => field.startsWith('circuitBreaker.'))
  if (breaker.length > 0) add({ what: sayBreaker(service), next: `Set deploymentCircuitBreaker back: with it off, a failing deployment is never stopped by AWS. Or \`refresh --stage ${stage.name}\` if it was meant.`, fields: [] })
  const other = setup.filter(({ field }) => !field.startsWith('circuitBreaker.'))
  if (other.length > 0) add({ what: `is set up otherwise than ${was.release.kind} ${was.release.id} left it`, next: `Set it back with your infrastructure code, or \`refresh --stage ${stage.name}\` if it was meant.`, fields: sayDiff(other) })
  const notRecorded = was.facts ? [] : [`${region} ${thing}: its setup (circuit breaker, network) was not recorded by the release; the next one records it`]
  return { findings, unseen: notRecorded, same: findings.length > 0 ? [] : [`${region} ${thing}: ${shortArn(service.taskDefinition)}`] }
}

/** What an unfinished release has brought or would go back to. */
function ownWork({ left, component }: ServiceLook, region: string): ReadonlySet<string> {
  const steps = (left.unfinished?.steps ?? []).filter((step) => step.region === region && step.name === component)
  return new Set(steps.flatMap(({ deploy }) => [deploy?.taskDefinition, deploy?.previousTaskDefinition]).filter((arn) => arn !== undefined))
}

async function definitionDrift(ports: AwsPorts, service: EcsService, look: ServiceLook): Promise<Omit<DriftFinding, 'region' | 'thing'> | undefined> {
  const { clock, was, stage, left } = look
  const [now, then] = [service.taskDefinition, was.taskDefinition]
  const running = (await retryTransient(() => ports.ecs.describeTaskDefinition(now), { clock })).definition
  const recorded = await findDefinition(ports, then, clock)
  const next = `If this was meant, \`refresh --stage ${stage.name}\`; if not, \`rollback --stage ${stage.name} --to ${left.last?.id}\` brings it back.`
  const from = left.failed.get(now)
  const by = from ? `, which ${from.kind} ${from.id} (${from.state}) brought` : typeof running['registeredBy'] === 'string' ? `, registered by ${running['registeredBy']}` : ''
  const what = `runs ${shortArn(now)}${by}; ${was.release.kind} ${was.release.id} left ${shortArn(then)}`
  if (!recorded) return { what: `${what}, which AWS does not know any more`, next: `Take what runs as the record with \`refresh --stage ${stage.name}\`, or release again.`, fields: [] }
  // Another revision that says the same is no drift: a restore registers one where the old one was deregistered.
  if (sameDefinition(recorded, running)) return undefined
  const fields = diffFields(registerable(recorded), registerable(running))
  return { what: `${what}${sayImages(fields)}`, next, fields: sayDiff(fields) }
}

function sayImages(fields: readonly DiffLine[]): string {
  const images = fields.filter(({ field }) => /^containers\.[^.]+\.image$/.test(field))
  if (images.length === 0) return '; the images are the same'
  const tags = images.filter(({ after }) => after !== undefined && !after.includes('@sha256:'))
  return tags.length > 0 ? `; the image ${tags.map(({ after }) => after).join(', ')} is a tag, which may mean another image tomorrow` : `; ${images.length === 1 ? 'the image is' : 'images are'} another`
}

function sayForeign(deployment: Deployment): Omit<DriftFinding, 'region' | 'thing'> {
  const { id, taskDefinition, rolloutState, createdAtMs, rolloutStateReason } = deployment
  const since = new Date(createdAtMs).toISOString()
  if (rolloutState === 'FAILED') return { what: `deployment ${id} of ${shortArn(taskDefinition)} (since ${since}) failed and was not rolled back${rolloutStateReason ? `: ${rolloutStateReason}` : ''}`, next: 'Look at `logs` and `status`, then release or roll back.', fields: [] }
  return { what: `deployment ${id} of ${shortArn(taskDefinition)} is going on since ${since}, and no release of Hatchery has begun it`, next: 'Find out who deploys, wait for its end, then look again: two hands on one service supersede each other.', fields: [] }
}

function sayBreaker({ breaker }: EcsService): string {
  if (!breaker.enable) return 'its circuit breaker was turned off'
  return breaker.rollback ? 'its circuit breaker was turned on, with rollback' : 'the rollback of its circuit breaker was turned off'
}

function gone(region: string, thing: string): DriftPart {
  return drift(region, { thing, what: 'is gone', next: 'Create it again with your infrastructure code, or name the right one in hatchery.yaml; then release.' })
}

function drift(region: string, finding: Pick<DriftFinding, 'thing' | 'what' | 'next'>): DriftPart {
  return { ...nothing, findings: [{ region, fields: [], ...finding }] }
}

/** What the identity may not look at is said, with the permission, and is no drift. */
async function seen(what: string, run: () => Promise<DriftPart>): Promise<DriftPart> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof HatcheryError) || error.code !== 'AWS_ACCESS_DENIED') throw error
    return unseen(`${what}: not looked at: ${error.message}`)
  }
}
