import type { Operation, ServiceModel } from '../operation.ts'
import { page } from '../page.ts'
import { regionOf } from '../world.ts'
import type { ScalableTarget } from './state.ts'

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html (50 at most) */
const DescribeScalableTargets: Operation = {
  requires: ['ServiceNamespace'],
  accepts: ['ResourceIds', 'ScalableDimension', 'MaxResults', 'NextToken'],
  run(plane, call) {
    const input = call.input as { ServiceNamespace: string; ResourceIds?: string[]; ScalableDimension?: string; MaxResults?: number; NextToken?: string }
    const found = regionOf(plane.world, call.region)
      .stores.scalableTargets.filter((target) => target.serviceNamespace === input.ServiceNamespace)
      .filter((target) => input.ResourceIds === undefined || input.ResourceIds.length === 0 || input.ResourceIds.includes(target.resourceId))
      .filter((target) => input.ScalableDimension === undefined || target.scalableDimension === input.ScalableDimension)
    const { items, next } = page(found, { token: input.NextToken, size: input.MaxResults, defaultSize: 50, largestSize: 50, invalidCode: 'InvalidNextTokenException' })
    return { ScalableTargets: items.map(view), ...(next === undefined ? {} : { NextToken: next }) }
  },
}

/** Application Auto Scaling, to see who owns a desired count. Nothing scales here. */
export const applicationAutoscaling: ServiceModel = { invalidInput: 'ValidationException', operations: { DescribeScalableTargets } }

function view(target: ScalableTarget): Record<string, unknown> {
  return {
    ServiceNamespace: target.serviceNamespace,
    ResourceId: target.resourceId,
    ScalableDimension: target.scalableDimension,
    MinCapacity: target.minCapacity,
    MaxCapacity: target.maxCapacity,
    RoleARN: target.roleArn,
    CreationTime: new Date(target.createdAt),
    SuspendedState: { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false, ScheduledScalingSuspended: false },
  }
}
