import type * as sdk from '@aws-sdk/client-ecs'
import type { Deployment, EcsService, ServiceDeployment, Task } from './ports.ts'

/** Read a service as the SDK gives it. */
export function toService(from: sdk.Service): EcsService {
  const breaker = from.deploymentConfiguration?.deploymentCircuitBreaker
  return {
    name: from.serviceName ?? '',
    arn: from.serviceArn ?? '',
    status: from.status ?? 'UNKNOWN',
    taskDefinition: from.taskDefinition ?? '',
    desiredCount: from.desiredCount ?? 0,
    runningCount: from.runningCount ?? 0,
    deployments: (from.deployments ?? []).map(toDeployment),
    events: (from.events ?? []).map((event) => ({ id: event.id ?? '', atMs: event.createdAt?.getTime() ?? 0, message: event.message ?? '' })),
    targetGroups: (from.loadBalancers ?? []).flatMap((balancer) => (balancer.targetGroupArn ? [balancer.targetGroupArn] : [])),
    controller: from.deploymentController?.type ?? 'ECS',
    strategy: from.deploymentConfiguration?.strategy ?? 'ROLLING',
    breaker: { enable: breaker?.enable ?? false, rollback: breaker?.rollback ?? false },
    healthCheckGraceSeconds: from.healthCheckGracePeriodSeconds,
    currentServiceDeployment: from.currentServiceDeployment,
    placement: placementOf(from),
  }
}

function placementOf(from: sdk.Service): Record<string, unknown> {
  const byProvider = (from.capacityProviderStrategy ?? []).length > 0
  return {
    ...(byProvider ? { capacityProviderStrategy: from.capacityProviderStrategy } : from.launchType ? { launchType: from.launchType } : {}),
    ...(from.networkConfiguration ? { networkConfiguration: from.networkConfiguration } : {}),
    ...(from.platformVersion ? { platformVersion: from.platformVersion } : {}),
  }
}

function toDeployment(from: sdk.Deployment): Deployment {
  return {
    id: from.id ?? '',
    status: from.status ?? '',
    taskDefinition: from.taskDefinition ?? '',
    rolloutState: from.rolloutState,
    rolloutStateReason: from.rolloutStateReason,
    failedTasks: from.failedTasks ?? 0,
    runningCount: from.runningCount ?? 0,
    desiredCount: from.desiredCount ?? 0,
    createdAtMs: from.createdAt?.getTime() ?? 0,
  }
}

/** Read a service deployment as the SDK gives it. */
export function toServiceDeployment(from: sdk.ServiceDeployment): ServiceDeployment {
  return {
    arn: from.serviceDeploymentArn ?? '',
    status: from.status ?? 'UNKNOWN',
    statusReason: from.statusReason,
    targetRevision: from.targetServiceRevision?.arn,
    rollbackReason: from.rollback?.reason,
    breakerStatus: from.deploymentCircuitBreaker?.status,
    triggeredAlarms: from.alarms?.triggeredAlarmNames ?? [],
    createdAtMs: from.createdAt?.getTime() ?? 0,
  }
}

/** Read a task as the SDK gives it. */
export function toTask(from: sdk.Task): Task {
  return {
    arn: from.taskArn ?? '',
    taskDefinition: from.taskDefinitionArn ?? '',
    lastStatus: from.lastStatus ?? 'UNKNOWN',
    startedBy: from.startedBy,
    stopCode: from.stopCode,
    stoppedReason: from.stoppedReason,
    healthStatus: from.healthStatus,
    createdAtMs: from.createdAt?.getTime() ?? 0,
    startedAtMs: from.startedAt?.getTime(),
    stoppedAtMs: from.stoppedAt?.getTime(),
    containers: (from.containers ?? []).map((container) => ({ name: container.name ?? '', exitCode: container.exitCode, reason: container.reason, healthStatus: container.healthStatus })),
  }
}
