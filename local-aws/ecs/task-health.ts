import type { Plane } from '../plane.ts'
import { regionOfArn } from '../world.ts'
import type { Target } from '../elbv2/state.ts'
import type { Service } from './state.ts'
import type { Health, Task } from './task-state.ts'

/** Health of a task as DescribeTasks gives it: that of its essential containers that have a health check. */
export function taskHealth(task: Task): Health {
  const checked = task.containers.filter((container) => container.essential && container.hasHealthCheck)
  if (checked.length === 0) return 'UNKNOWN'
  if (checked.some((container) => container.healthStatus === 'UNHEALTHY')) return 'UNHEALTHY'
  return checked.every((container) => container.healthStatus === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN'
}

/** The entries of the task in its target groups. */
export function targetsOf(plane: Plane, task: Task): Target[] {
  const { targetGroups } = regionOfArn(plane.world, task.arn).elbv2
  return task.targets.flatMap(({ targetGroupArn, port }) => targetGroups[targetGroupArn]?.targets.find((target) => target.id === task.privateIp && target.port === port) ?? [])
}

/**
 * Whether a task counts towards the minimum healthy percent: RUNNING, healthy by every check that it has, and 40 seconds
 * old when it has none.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html (minimumHealthyPercent)
 */
export function countsAsHealthy(plane: Plane, task: Task): boolean {
  if (task.lastStatus !== 'RUNNING' || task.desiredStatus !== 'RUNNING') return false
  const checked = task.containers.some((container) => container.essential && container.hasHealthCheck)
  if (checked && taskHealth(task) !== 'HEALTHY') return false
  const targets = targetsOf(plane, task)
  if (targets.length < task.targets.length || targets.some((target) => target.state !== 'healthy')) return false
  if (checked || targets.length > 0) return true
  return plane.timeline.now() - (task.startedAt ?? plane.timeline.now()) >= plane.world.timings.countedAfterSeconds * 1000
}

export interface Illness {
  readonly kind: 'container' | 'target'
  readonly targetGroupArn?: string
  readonly port?: number
  readonly reason: string
}

/**
 * Why the service scheduler must replace a task, if it must.
 *
 * Unhealthy targets and containers are ignored during the health check grace period.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html (healthCheckGracePeriodSeconds)
 */
export function illnessOf(plane: Plane, options: { service: Service; task: Task }): Illness | undefined {
  const { service, task } = options
  if (task.lastStatus !== 'RUNNING' || task.desiredStatus !== 'RUNNING' || task.startedAt === undefined) return undefined
  const ageSeconds = (plane.timeline.now() - task.startedAt) / 1000
  if (ageSeconds < service.healthCheckGracePeriodSeconds) return undefined
  if (taskHealth(task) === 'UNHEALTHY') return { kind: 'container', reason: 'Task failed container health checks' }
  for (const target of targetsOf(plane, task)) {
    if (target.state !== 'unhealthy') continue
    const binding = task.targets.find((bound) => bound.port === target.port)
    const targetGroupArn = binding?.targetGroupArn ?? ''
    return { kind: 'target', targetGroupArn, port: target.port, reason: target.description ?? target.reason ?? 'unhealthy' }
  }
  return undefined
}
