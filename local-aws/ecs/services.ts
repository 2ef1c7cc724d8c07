import { AwsError, notModelled } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import { regionOf } from '../world.ts'
import { checkDeploymentConfiguration, checkLoadBalancers, checkNetwork } from './check-service.ts'
import { clusterOf, ecsOf, findService, usableTaskDefinition } from './lookup.ts'
import { requestReconcile } from './reconcile-request.ts'
import { startDeployment } from './rollout.ts'
import type { DeploymentConfiguration, LoadBalancerBinding, Service, Tag } from './state.ts'
import { serviceView } from './views.ts'

const invalid = (message: string) => new AwsError('InvalidParameterException', message)
const ECHOED = ['enableECSManagedTags', 'propagateTags', 'enableExecuteCommand', 'availabilityZoneRebalancing'] as const

interface CreateInput {
  cluster?: string
  serviceName: string
  taskDefinition?: string
  desiredCount?: number
  loadBalancers?: LoadBalancerBinding[]
  deploymentConfiguration?: DeploymentConfiguration
  healthCheckGracePeriodSeconds?: number
  networkConfiguration?: unknown
  launchType?: string
  capacityProviderStrategy?: unknown[]
  platformVersion?: string
  schedulingStrategy?: string
  deploymentController?: { type: string }
  clientToken?: string
  tags?: Tag[]
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
export const CreateService: Operation = {
  requires: ['serviceName'],
  accepts: [
    'cluster', 'taskDefinition', 'desiredCount', 'loadBalancers', 'deploymentConfiguration', 'healthCheckGracePeriodSeconds', 'networkConfiguration',
    'launchType', 'capacityProviderStrategy', 'platformVersion', 'schedulingStrategy', 'deploymentController', 'clientToken', 'tags', ...ECHOED,
  ],
  run(plane, call) {
    const input = call.input as unknown as CreateInput
    const region = regionOf(plane.world, call.region)
    const cluster = clusterOf(region.ecs, input.cluster)
    refuseUnmodelled(input)
    if (input.taskDefinition === undefined) throw invalid('TaskDefinition can not be blank.')
    if (input.desiredCount === undefined) throw invalid('desiredCount must be specified for the REPLICA scheduling strategy.')
    const known = findService(region.ecs, { cluster, reference: input.serviceName })
    if (known !== undefined && known.status !== 'INACTIVE') {
      if (input.clientToken !== undefined && known.clientToken === input.clientToken) return { service: serviceView(plane, { service: known, withTags: true }) }
      throw invalid(known.status === 'DRAINING' ? 'Unable to Start a service that is still Draining.' : 'Creation of service was not idempotent.')
    }
    const definition = usableTaskDefinition(region.ecs, input.taskDefinition)
    checkDeploymentConfiguration(input.deploymentConfiguration)
    checkLoadBalancers(region, { loadBalancers: input.loadBalancers ?? [], definition })
    checkNetwork(definition, input.networkConfiguration)
    const service: Service = {
      arn: `${cluster.arn.replace(':cluster/', ':service/')}/${input.serviceName}`,
      name: input.serviceName,
      clusterArn: cluster.arn,
      status: 'ACTIVE',
      taskDefinition: definition.arn,
      desiredCount: input.desiredCount,
      loadBalancers: input.loadBalancers ?? [],
      deploymentConfiguration: input.deploymentConfiguration ?? {},
      healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds ?? 0,
      networkConfiguration: input.networkConfiguration,
      ...(input.capacityProviderStrategy === undefined ? { launchType: input.launchType ?? 'FARGATE' } : { capacityProviderStrategy: input.capacityProviderStrategy }),
      platformVersion: input.platformVersion ?? 'LATEST',
      schedulingStrategy: 'REPLICA',
      echoed: echo(call.input),
      tags: input.tags ?? [],
      createdAt: plane.timeline.now(),
      createdBy: `arn:aws:iam::${plane.world.accountId}:root`,
      deployments: [],
      events: [],
      taskArns: [],
      serviceDeploymentArns: [],
      ...(input.clientToken === undefined ? {} : { clientToken: input.clientToken }),
      steady: false,
      launchNotBefore: 0,
      failedLaunches: 0,
    }
    region.ecs.services[service.arn] = service
    startDeployment(plane, service)
    return { service: serviceView(plane, { service, withTags: true }) }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html (10 at most) */
export const DescribeServices: Operation = {
  requires: ['services'],
  accepts: ['cluster', 'include'],
  run(plane, call) {
    const input = call.input as { cluster?: string; services: string[]; include?: string[] }
    const ecs = ecsOf(plane.world, call.region)
    const cluster = clusterOf(ecs, input.cluster)
    if (input.services.length === 0) throw invalid('Services cannot be empty.')
    if (input.services.length > 10) throw invalid('Services cannot contain more than 10 elements.')
    const found = input.services.map((reference) => ({ reference, service: findService(ecs, { cluster, reference }) }))
    return {
      services: found.flatMap(({ service }) => (service === undefined ? [] : [serviceView(plane, { service, withTags: input.include?.includes('TAGS') ?? false })])),
      failures: found.flatMap(({ reference, service }) =>
        service === undefined ? [{ arn: reference.startsWith('arn:') ? reference : `${cluster.arn.replace(':cluster/', ':service/')}/${reference}`, reason: 'MISSING' }] : [],
      ),
    }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServices.html (10 by default, 100 at most) */
export const ListServices: Operation = {
  accepts: ['cluster', 'launchType', 'schedulingStrategy', 'nextToken', 'maxResults'],
  run(plane, call) {
    const input = call.input as { cluster?: string; launchType?: string; nextToken?: string; maxResults?: number }
    const ecs = ecsOf(plane.world, call.region)
    const cluster = clusterOf(ecs, input.cluster)
    const arns = Object.values(ecs.services)
      .filter((service) => service.clusterArn === cluster.arn && service.status !== 'INACTIVE')
      .filter((service) => input.launchType === undefined || service.launchType === input.launchType)
      .map((service) => service.arn)
    const { items, next } = page(arns, { token: input.nextToken, size: input.maxResults, defaultSize: 10, largestSize: 100, invalidCode: 'InvalidParameterException' })
    return { serviceArns: items, ...(next === undefined ? {} : { nextToken: next }) }
  },
}

/** DRAINING until its tasks have stopped, then INACTIVE. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html */
export const DeleteService: Operation = {
  requires: ['service'],
  accepts: ['cluster', 'force'],
  run(plane, call) {
    const input = call.input as { cluster?: string; service: string; force?: boolean }
    const service = activeService(ecsOf(plane.world, call.region), input)
    if (service.desiredCount > 0 && input.force !== true) throw invalid('The service cannot be stopped while it is scaled above 0.')
    Object.assign(service, { status: 'DRAINING', desiredCount: 0 })
    requestReconcile(plane, { service })
    return { service: serviceView(plane, { service, withTags: true }) }
  },
}

/** The ACTIVE service that a request names; what AWS says when there is none. */
export function activeService(ecs: ReturnType<typeof ecsOf>, input: { cluster?: string; service: string }): Service {
  const service = findService(ecs, { cluster: clusterOf(ecs, input.cluster), reference: input.service })
  if (service === undefined) throw new AwsError('ServiceNotFoundException', 'Service not found.')
  if (service.status !== 'ACTIVE') throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.')
  return service
}

/** Members that are given back without being acted on. */
export function echo(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(ECHOED.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])))
}

function refuseUnmodelled(input: CreateInput): void {
  if (input.deploymentController !== undefined && input.deploymentController.type !== 'ECS') throw notModelled(`the deployment controller ${input.deploymentController.type}`)
  if (input.schedulingStrategy !== undefined && input.schedulingStrategy !== 'REPLICA') throw notModelled(`the scheduling strategy ${input.schedulingStrategy}`)
  if (input.launchType !== undefined && input.launchType !== 'FARGATE') throw notModelled(`the launch type ${input.launchType}`)
}
