import type { AwsPorts, ServiceDeployment } from '../aws/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { isHatcheryError } from '../shared/errors.ts'
import { retryTransient } from '../shared/retry.ts'
import type { Started } from './start.ts'

/**
 * Find the service deployment that belongs to our deployment: the newest whose target is our task definition.
 *
 * @returns undefined where AWS shows none.
 */
export async function findServiceDeployment(ports: AwsPorts, started: Started): Promise<ServiceDeployment | undefined> {
  const arns = await ports.ecs.listServiceDeployments({ cluster: started.cluster, service: started.service, createdAfterMs: started.startedAtMs - 5_000 })
  if (arns.length === 0) return undefined
  const found = await ports.ecs.describeServiceDeployments(arns.slice(0, 20))
  const revisions = [...new Set(found.flatMap((one) => (one.targetRevision ? [one.targetRevision] : [])))]
  const definitions = revisions.length > 0 ? await ports.ecs.describeServiceRevisions(revisions) : {}
  const ours = found.filter((one) => one.targetRevision !== undefined && definitions[one.targetRevision] === started.taskDefinition)
  return [...ours].sort((a, b) => b.createdAtMs - a.createdAtMs)[0]
}

/**
 * End our deployment now: back to the revision before, or stop where there is none to go back to.
 *
 * @returns how it was told to end.
 */
export async function endDeployment(ports: AwsPorts, started: Started, options: { readonly clock: Clock }): Promise<'ROLLBACK' | 'ABORT'> {
  const retry = <T>(run: () => Promise<T>) => retryTransient(run, options)
  try {
    const found = await retry(() => findServiceDeployment(ports, started))
    if (found) return await retry(() => stop(ports, found))
  } catch (error) {
    if (!isHatcheryError(error) || (error.code !== 'AWS_ACCESS_DENIED' && error.code !== 'AWS_NOT_FOUND' && error.code !== 'AWS_REFUSED')) throw error
  }
  if (started.previousTaskDefinition === started.taskDefinition) return 'ABORT'
  // Where the service deployment cannot be stopped, deploying the previous revision has the same end.
  await retry(() => ports.ecs.updateService({ cluster: started.cluster, service: started.service, taskDefinition: started.previousTaskDefinition }))
  return 'ROLLBACK'
}

async function stop(ports: AwsPorts, found: ServiceDeployment): Promise<'ROLLBACK' | 'ABORT'> {
  try {
    await ports.ecs.stopServiceDeployment(found.arn, 'ROLLBACK')
    return 'ROLLBACK'
  } catch (error) {
    if (!isHatcheryError(error) || error.code !== 'AWS_REFUSED') throw error
    const [now] = await ports.ecs.describeServiceDeployments([found.arn])
    if (now && /ROLLBACK/.test(now.status)) return 'ROLLBACK'
    if (now && now.status !== 'IN_PROGRESS' && now.status !== 'PENDING') return 'ABORT'
    await ports.ecs.stopServiceDeployment(found.arn, 'ABORT')
    return 'ABORT'
  }
}
