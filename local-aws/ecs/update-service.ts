import { notModelled } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import { regionOf } from '../world.ts'
import { checkDeploymentConfiguration, checkLoadBalancers, checkNetwork } from './check-service.ts'
import { definitionByArn, usableTaskDefinition } from './lookup.ts'
import { requestReconcile } from './reconcile-request.ts'
import { startDeployment } from './rollout.ts'
import { activeService, echo } from './services.ts'
import type { DeploymentConfiguration, LoadBalancerBinding } from './state.ts'
import { serviceView } from './views.ts'

interface UpdateInput {
  cluster?: string
  service: string
  desiredCount?: number
  taskDefinition?: string
  deploymentConfiguration?: DeploymentConfiguration
  networkConfiguration?: unknown
  platformVersion?: string
  capacityProviderStrategy?: unknown[]
  forceNewDeployment?: boolean
  healthCheckGracePeriodSeconds?: number
  loadBalancers?: LoadBalancerBinding[]
  deploymentController?: { type: string }
}

/**
 * Change a service. A new task definition, network, platform version, capacity or load balancer starts a deployment, as does
 * forceNewDeployment; a new desired count, grace period or deployment configuration does not.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/update-service-parameters.html
 */
export const UpdateService: Operation = {
  requires: ['service'],
  accepts: [
    'cluster', 'desiredCount', 'taskDefinition', 'deploymentConfiguration', 'networkConfiguration', 'platformVersion', 'capacityProviderStrategy',
    'forceNewDeployment', 'healthCheckGracePeriodSeconds', 'loadBalancers', 'deploymentController',
    'enableECSManagedTags', 'propagateTags', 'enableExecuteCommand', 'availabilityZoneRebalancing',
  ],
  run(plane, call) {
    const input = call.input as unknown as UpdateInput
    const region = regionOf(plane.world, call.region)
    const service = activeService(region.ecs, input)
    if (input.deploymentController !== undefined && input.deploymentController.type !== 'ECS') throw notModelled(`the deployment controller ${input.deploymentController.type}`)
    const definition = input.taskDefinition === undefined ? definitionByArn(plane.world, service.taskDefinition) : usableTaskDefinition(region.ecs, input.taskDefinition)
    checkDeploymentConfiguration(input.deploymentConfiguration === undefined ? undefined : { ...service.deploymentConfiguration, ...input.deploymentConfiguration })
    checkLoadBalancers(region, { loadBalancers: input.loadBalancers ?? service.loadBalancers, definition })
    if (input.networkConfiguration !== undefined) checkNetwork(definition, input.networkConfiguration)
    const before = rolledOut(service)
    Object.assign(service, { taskDefinition: definition.arn })
    if (input.desiredCount !== undefined) service.desiredCount = input.desiredCount
    if (input.deploymentConfiguration !== undefined) Object.assign(service.deploymentConfiguration, input.deploymentConfiguration)
    if (input.networkConfiguration !== undefined) service.networkConfiguration = input.networkConfiguration
    if (input.platformVersion !== undefined) service.platformVersion = input.platformVersion
    if (input.loadBalancers !== undefined) service.loadBalancers = input.loadBalancers
    if (input.healthCheckGracePeriodSeconds !== undefined) service.healthCheckGracePeriodSeconds = input.healthCheckGracePeriodSeconds
    if (input.capacityProviderStrategy !== undefined) {
      service.capacityProviderStrategy = input.capacityProviderStrategy
      delete service.launchType
    }
    Object.assign(service.echoed, echo(call.input))
    if (input.forceNewDeployment === true || rolledOut(service) !== before) startDeployment(plane, service)
    else {
      service.steady = false
      requestReconcile(plane, { service })
    }
    return { service: serviceView(plane, { service, withTags: true }) }
  },
}

function rolledOut(service: { taskDefinition: string; networkConfiguration?: unknown; platformVersion: string; loadBalancers: unknown; capacityProviderStrategy?: unknown }): string {
  return JSON.stringify([service.taskDefinition, service.networkConfiguration, service.platformVersion, service.loadBalancers, service.capacityProviderStrategy])
}
