import { AwsError, notModelled } from '../aws-error.ts'
import type { Region } from '../world.ts'
import type { DeploymentConfiguration, LoadBalancerBinding, TaskDefinition } from './state.ts'

const invalid = (message: string) => new AwsError('InvalidParameterException', message)

/**
 * Refuse what AWS would refuse about a rollout's settings, and by name what only AWS can do.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function checkDeploymentConfiguration(configuration: DeploymentConfiguration | undefined): void {
  if (configuration === undefined) return
  const { strategy, maximumPercent = 200, minimumHealthyPercent = 100, deploymentCircuitBreaker: breaker, alarms } = configuration
  if (strategy !== undefined && strategy !== 'ROLLING') throw notModelled(`the deployment strategy ${strategy}`)
  for (const name of ['lifecycleHooks', 'linearConfiguration', 'canaryConfiguration', 'earlySuccessCriteria']) {
    const value = (configuration as Record<string, unknown>)[name]
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) throw notModelled(`deploymentConfiguration.${name}`)
  }
  if ((configuration.bakeTimeInMinutes ?? 0) > 0) throw notModelled('deploymentConfiguration.bakeTimeInMinutes above 0')
  if (maximumPercent < 100) throw invalid('maximumPercent must be at least 100.')
  if (minimumHealthyPercent < 0 || minimumHealthyPercent > 100) throw invalid('minimumHealthyPercent must be between 0 and 100.')
  if (maximumPercent === 100 && minimumHealthyPercent === 100) throw invalid('Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.')
  if (breaker?.rollback === true && !breaker.enable) throw invalid('Deployment circuit breaker must be enabled when rollback is enabled.')
  const threshold = breaker?.thresholdConfiguration
  if (threshold !== undefined && (!Number.isInteger(threshold.value) || threshold.value < 1)) throw invalid('The value of thresholdConfiguration must be a positive integer.')
  if (alarms?.enable === true && alarms.alarmNames.length === 0) throw invalid('At least one alarm must be specified when alarms are enabled.')
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html */
export function checkLoadBalancers(region: Region, options: { loadBalancers: readonly LoadBalancerBinding[]; definition: TaskDefinition }): void {
  for (const binding of options.loadBalancers) {
    const group = region.elbv2.targetGroups[binding.targetGroupArn]
    if (group === undefined) throw invalid(`The target group ${binding.targetGroupArn} does not exist.`)
    const actions = [...Object.values(region.elbv2.listeners).flatMap((one) => one.defaultActions), ...Object.values(region.elbv2.rules).flatMap((one) => one.actions)]
    const used = actions.some((action) => action.TargetGroupArn === group.arn || action.ForwardConfig?.TargetGroups.some((one) => one.TargetGroupArn === group.arn) === true)
    if (!used) throw invalid(`The target group with targetGroupArn ${group.arn} does not have an associated load balancer.`)
    if (group.targetType !== 'ip') throw invalid(`The provided target group ${group.arn} has target type ${group.targetType}, which is incompatible with the awsvpc network mode specified in the task definition.`)
    const container = options.definition.containerDefinitions.find((one) => one.name === binding.containerName)
    if (container === undefined) throw invalid(`The container ${binding.containerName} does not exist in the task definition.`)
    const ports = (container.portMappings ?? []).map((mapping) => mapping.containerPort)
    if (!ports.includes(binding.containerPort)) throw invalid(`The container ${binding.containerName} did not have a container port ${binding.containerPort} defined.`)
  }
}

/** An awsvpc task needs to be told its subnets. */
export function checkNetwork(definition: TaskDefinition, networkConfiguration: unknown): void {
  if (definition.networkMode !== 'awsvpc') return
  const vpc = (networkConfiguration as { awsvpcConfiguration?: { subnets?: string[] } } | undefined)?.awsvpcConfiguration
  if (vpc === undefined) throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
  if ((vpc.subnets ?? []).length === 0) throw invalid('subnets can not be empty.')
}
