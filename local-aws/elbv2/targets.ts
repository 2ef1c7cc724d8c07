import type { Plane } from '../plane.ts'
import { regionOfArn } from '../world.ts'
import type { Target, TargetGroup } from './state.ts'

/**
 * Register a target; it is `initial` until the prober has judged it.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html (states and reasons)
 */
export function registerTarget(plane: Plane, options: { targetGroupArn: string; target: { id: string; port: number; taskArn?: string } }): void {
  const group = groupOf(plane, options.targetGroupArn)
  if (group === undefined) return
  const { id, port, taskArn } = options.target
  const known = group.targets.find((target) => target.id === id && target.port === port)
  if (known !== undefined && known.state !== 'draining') return
  const target: Target = {
    id,
    port,
    ...(taskArn === undefined ? {} : { taskArn }),
    state: 'initial',
    reason: 'Elb.RegistrationInProgress',
    description: 'Target registration is in progress',
    registeredAt: plane.timeline.now(),
  }
  group.targets = [...group.targets.filter((one) => one !== known), target]
  plane.prober.watch({ targetGroupArn: group.arn, targetId: id, port, taskArn })
}

/** Begin to drain a target; it is gone when the deregistration delay has passed. */
export function deregisterTarget(plane: Plane, options: { targetGroupArn: string; targetId: string; port: number }): void {
  const { targetGroupArn, targetId, port } = options
  const target = findTarget(plane, options)
  if (target === undefined || target.state === 'draining') return
  Object.assign(target, { state: 'draining', reason: 'Target.DeregistrationInProgress', description: 'Target deregistration is in progress' })
  plane.prober.unwatch({ targetGroupArn, targetId, port, taskArn: target.taskArn })
  plane.timeline.schedule(deregistrationDelaySeconds(plane, targetGroupArn) * 1000, 'elbv2.drained', { targetGroup: targetGroupArn, target: targetId, port })
}

/** Write down what the prober found; a task behind the target makes its service look again. */
export function judgeTarget(plane: Plane, options: { targetGroupArn: string; targetId: string; port: number; state: 'initial' | 'healthy' | 'unhealthy'; reason?: string; description?: string }): void {
  const target = findTarget(plane, options)
  if (target === undefined || target.state === 'draining') return
  const changed = target.state !== options.state || target.reason !== options.reason
  target.state = options.state
  delete target.reason
  delete target.description
  if (options.reason !== undefined) target.reason = options.reason
  if (options.description !== undefined) target.description = options.description
  if (changed && target.taskArn !== undefined) plane.timeline.schedule(0, 'ecs.target-changed', { task: target.taskArn })
}

/** Default 300 s. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
export function deregistrationDelaySeconds(plane: Plane, targetGroupArn: string): number {
  return Number(groupOf(plane, targetGroupArn)?.attributes['deregistration_delay.timeout_seconds'] ?? 300)
}

/** The target group of an ARN, if it exists. */
export function groupOf(plane: Plane, targetGroupArn: string): TargetGroup | undefined {
  return regionOfArn(plane.world, targetGroupArn).elbv2.targetGroups[targetGroupArn]
}

/** One target of a group, if it is registered or draining. */
export function findTarget(plane: Plane, options: { targetGroupArn: string; targetId: string; port: number }): Target | undefined {
  return groupOf(plane, options.targetGroupArn)?.targets.find((target) => target.id === options.targetId && target.port === options.port)
}

/** What the timeline does for targets. */
export const TARGET_HANDLERS: Plane['handlers'] = {
  'elbv2.drained': (plane, data) => {
    const group = groupOf(plane, String(data['targetGroup']))
    if (group === undefined) return
    group.targets = group.targets.filter((target) => !(target.state === 'draining' && target.id === data['target'] && target.port === data['port']))
  },
}
