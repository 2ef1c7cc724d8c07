import { AwsError } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import { clusterOf, ecsOf, findService } from './lookup.ts'
import { failDeployment } from './rollout.ts'
import type { Service, ServiceDeployment } from './state.ts'
import { serviceDeploymentView, serviceRevisionView } from './views.ts'

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html (newest first, 20 by default, 100 at most) */
export const ListServiceDeployments: Operation = {
  requires: ['service'],
  accepts: ['cluster', 'status', 'createdAt', 'nextToken', 'maxResults'],
  run(plane, call) {
    const input = call.input as { service: string; cluster?: string; status?: string[]; createdAt?: { before?: number; after?: number }; nextToken?: string; maxResults?: number }
    const ecs = ecsOf(plane.world, call.region)
    const service = findService(ecs, { cluster: clusterOf(ecs, input.cluster), reference: input.service })
    if (service === undefined) throw new AwsError('ServiceNotFoundException', 'Service not found.')
    const { before = Infinity, after = 0 } = input.createdAt ?? {}
    const records = service.serviceDeploymentArns
      .map((arn) => ecs.serviceDeployments[arn] as ServiceDeployment)
      .filter((record) => input.status === undefined || input.status.length === 0 || input.status.includes(record.status))
      .filter((record) => record.createdAt / 1000 >= after && record.createdAt / 1000 <= before)
      .reverse()
    const { items, next } = page(records, { token: input.nextToken, size: input.maxResults, defaultSize: 20, largestSize: 100, invalidCode: 'InvalidParameterException' })
    return { serviceDeployments: items.map(brief), ...(next === undefined ? {} : { nextToken: next }) }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceDeployments.html (20 at most) */
export const DescribeServiceDeployments: Operation = {
  requires: ['serviceDeploymentArns'],
  run(plane, call) {
    const { serviceDeploymentArns } = call.input as { serviceDeploymentArns: string[] }
    const { serviceDeployments: known } = ecsOf(plane.world, call.region)
    if (serviceDeploymentArns.length > 20) throw new AwsError('InvalidParameterException', 'serviceDeploymentArns cannot contain more than 20 elements.')
    return {
      serviceDeployments: serviceDeploymentArns.flatMap((arn) => (known[arn] === undefined ? [] : [serviceDeploymentView(plane, known[arn])])),
      failures: serviceDeploymentArns.flatMap((arn) => (known[arn] === undefined ? [{ arn, reason: 'MISSING' }] : [])),
    }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceRevisions.html (20 at most) */
export const DescribeServiceRevisions: Operation = {
  requires: ['serviceRevisionArns'],
  run(plane, call) {
    const { serviceRevisionArns } = call.input as { serviceRevisionArns: string[] }
    const { revisions } = ecsOf(plane.world, call.region)
    if (serviceRevisionArns.length > 20) throw new AwsError('InvalidParameterException', 'serviceRevisionArns cannot contain more than 20 elements.')
    return {
      serviceRevisions: serviceRevisionArns.flatMap((arn) => (revisions[arn] === undefined ? [] : [serviceRevisionView(plane, revisions[arn])])),
      failures: serviceRevisionArns.flatMap((arn) => (revisions[arn] === undefined ? [{ arn, reason: 'MISSING' }] : [])),
    }
  },
}

/**
 * Stop a service deployment that is under way: ROLLBACK goes back to the last completed one, also where rollback is not
 * configured; ABORT (in the API's enum, without a documented behaviour) leaves the tasks as they are.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html
 */
export const StopServiceDeployment: Operation = {
  requires: ['serviceDeploymentArn'],
  accepts: ['stopType'],
  run(plane, call) {
    const { serviceDeploymentArn, stopType = 'ROLLBACK' } = call.input as { serviceDeploymentArn: string; stopType?: string }
    const ecs = ecsOf(plane.world, call.region)
    const record = ecs.serviceDeployments[serviceDeploymentArn]
    if (record === undefined) throw new AwsError('ServiceDeploymentNotFoundException', `The service deployment ${serviceDeploymentArn} could not be found.`)
    if (record.status !== 'IN_PROGRESS' && record.status !== 'PENDING') {
      throw new AwsError('ConflictException', `The service deployment ${serviceDeploymentArn} is in the ${record.status} state and cannot be stopped.`)
    }
    const service = ecs.services[record.serviceArn] as Service
    const primary = service.deployments[0]
    if (stopType === 'ABORT' && primary !== undefined) primary.aborted = true
    failDeployment(plane, { service, cause: { kind: 'stopped', rollback: stopType === 'ROLLBACK' } })
    return { serviceDeploymentArn }
  },
}

function brief(record: ServiceDeployment): Record<string, unknown> {
  return {
    serviceDeploymentArn: record.arn,
    serviceArn: record.serviceArn,
    clusterArn: record.clusterArn,
    startedAt: new Date(record.startedAt),
    createdAt: new Date(record.createdAt),
    ...(record.finishedAt === undefined ? {} : { finishedAt: new Date(record.finishedAt) }),
    targetServiceRevisionArn: record.targetRevisionArn,
    status: record.status,
    ...(record.statusReason === undefined ? {} : { statusReason: record.statusReason }),
  }
}
