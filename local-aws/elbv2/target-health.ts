import { AwsError } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import { elbOf, listOf, required } from './find.ts'
import type { TargetGroup } from './state.ts'
import { balancersOf } from './target-groups.ts'
import { deregisterTarget, registerTarget } from './targets.ts'

interface TargetDescription {
  Id: string
  Port?: string
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html */
export const RegisterTargets: Operation = {
  requires: ['TargetGroupArn', 'Targets'],
  run(plane, call) {
    const group = required(elbOf(plane, call), 'targetGroups', call.input['TargetGroupArn'])
    for (const target of targetsOf(group, call.input['Targets'])) registerTarget(plane, { targetGroupArn: group.arn, target })
    return {}
  },
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html */
export const DeregisterTargets: Operation = {
  requires: ['TargetGroupArn', 'Targets'],
  run(plane, call) {
    const group = required(elbOf(plane, call), 'targetGroups', call.input['TargetGroupArn'])
    for (const target of targetsOf(group, call.input['Targets'])) {
      if (!group.targets.some((one) => one.id === target.id && one.port === target.port)) throw new AwsError('InvalidTarget', `The following targets are not registered: '${target.id}'`)
      deregisterTarget(plane, { targetGroupArn: group.arn, targetId: target.id, port: target.port })
    }
    return {}
  },
}

/**
 * Health with reasons. Targets of a group that no listener forwards to are `unused`; ones that were asked for and are not there
 * are too.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 */
export const DescribeTargetHealth: Operation = {
  requires: ['TargetGroupArn'],
  accepts: ['Targets', 'Include'],
  run(plane, call) {
    const elb = elbOf(plane, call)
    const group = required(elb, 'targetGroups', call.input['TargetGroupArn'])
    const inUse = balancersOf(elb, group).length > 0
    const asked = targetsOf(group, call.input['Targets'])
    const chosen = asked.length > 0 ? asked : group.targets
    return {
      TargetHealthDescriptions: chosen.map(({ id, port }) => ({
        Target: { Id: id, Port: port, AvailabilityZone: `${call.region}a` },
        HealthCheckPort: group.healthCheck.port === 'traffic-port' ? String(port) : group.healthCheck.port,
        TargetHealth: health(group, { id, port, inUse }),
      })),
    }
  },
}

function health(group: TargetGroup, options: { id: string; port: number; inUse: boolean }): Record<string, unknown> {
  const target = group.targets.find((one) => one.id === options.id && one.port === options.port)
  if (target === undefined) return { State: 'unused', Reason: 'Target.NotRegistered', Description: 'Target is not registered to the target group' }
  if (!options.inUse) return { State: 'unused', Reason: 'Target.NotInUse', Description: 'Target group is not configured to receive traffic from the load balancer' }
  return { State: target.state, Reason: target.reason, Description: target.description }
}

function targetsOf(group: TargetGroup, given: unknown): { id: string; port: number }[] {
  return listOf<TargetDescription>(given).map(({ Id, Port }) => ({ id: Id, port: Number(Port ?? group.port) }))
}
