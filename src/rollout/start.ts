import type { AwsPorts, EcsService } from '../aws/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { HatcheryError } from '../shared/errors.ts'
import { retryTransient } from '../shared/retry.ts'
import { findService } from './find-service.ts'

/** A deployment that is ours to follow. */
export interface Started {
  readonly cluster: string
  readonly service: string
  /** `ecs-svc/<digits>` */
  readonly deploymentId: string
  readonly taskDefinition: string
  /** What the service ran before, to go back to. */
  readonly previousTaskDefinition: string
  /** By AWS's clock where it tells, so that it compares with the times of events and tasks. */
  readonly startedAtMs: number
}

/**
 * Start a deployment, or adopt the one that already runs this task definition.
 *
 * Without `forceNewDeployment` ECS starts nothing when the task definition is the one it has, so that a call
 * whose answer was lost can be made again: it never doubles a deployment. Nor does force, which is used on a failed one only.
 *
 * @see API_UpdateService, Amazon ECS API Reference
 */
export async function startDeployment(ports: AwsPorts, input: { readonly cluster: string; readonly service: string; readonly taskDefinition: string; readonly previousTaskDefinition: string; readonly clock: Clock }): Promise<Started> {
  const { cluster, service, taskDefinition, previousTaskDefinition, clock } = input
  const startedAtMs = clock.now()
  const run = async (): Promise<EcsService> => {
    const now = await findService(ports, { cluster, service })
    const there = primaryOf(now, taskDefinition)
    // A failed deployment that nothing rolled back stays PRIMARY; only force makes ECS try the same definition again.
    if (there?.rolloutState === 'FAILED') return ports.ecs.updateService({ cluster, service, taskDefinition, force: true })
    return there ? now : ports.ecs.updateService({ cluster, service, taskDefinition })
  }
  const after = await retryTransient(run, { clock })
  const ours = primaryOf(after, taskDefinition)
  if (!ours) throw new HatcheryError('DEPLOYMENT_SUPERSEDED', { what: `the deployment of ${taskDefinition} was replaced the moment it began`, where: `service ${service}`, next: 'Let only Hatchery deploy this service, then release again.' })
  return { cluster, service, deploymentId: ours.id, taskDefinition, previousTaskDefinition, startedAtMs: ours.createdAtMs || startedAtMs }
}

/** The PRIMARY deployment, if it runs this task definition. */
export function primaryOf(service: EcsService, taskDefinition: string) {
  return service.deployments.find((deployment) => deployment.status === 'PRIMARY' && deployment.taskDefinition === taskDefinition)
}
