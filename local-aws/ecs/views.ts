import type { Plane } from '../plane.ts'
import { regionOfArn } from '../world.ts'
import { definitionByArn, tasksOf } from './lookup.ts'
import { breakerThreshold } from './failures.ts'
import type { Deployment, Service, ServiceDeployment, ServiceRevision } from './state.ts'
import { taskHealth } from './task-health.ts'
import type { Task } from './task-state.ts'

const PENDING = ['PROVISIONING', 'PENDING', 'ACTIVATING']

interface Counts {
  runningCount: number
  pendingCount: number
}

function count(tasks: readonly Task[]): Counts {
  return {
    runningCount: tasks.filter((task) => task.lastStatus === 'RUNNING').length,
    pendingCount: tasks.filter((task) => task.desiredStatus === 'RUNNING' && PENDING.includes(task.lastStatus)).length,
  }
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html */
export function serviceView(plane: Plane, options: { service: Service; withTags: boolean }): Record<string, unknown> {
  const { service, withTags } = options
  const tasks = tasksOf(plane.world, service)
  const revisions = service.deployments.map((deployment) => revisionSummary(tasks, { deployment, service }))
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.clusterArn,
    loadBalancers: service.loadBalancers,
    serviceRegistries: [],
    status: service.status,
    desiredCount: service.desiredCount,
    ...count(tasks),
    ...compute(service),
    taskDefinition: service.taskDefinition,
    deploymentConfiguration: configurationView(service),
    deployments: service.deployments.map((deployment) => deploymentView(service, { deployment, tasks })),
    roleArn: `arn:aws:iam::${plane.world.accountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    events: service.events.map((event) => ({ ...event, createdAt: new Date(event.createdAt) })),
    createdAt: new Date(service.createdAt),
    ...(service.currentServiceDeployment === undefined ? {} : { currentServiceDeployment: service.currentServiceDeployment }),
    currentServiceRevisions: revisions,
    placementConstraints: [],
    placementStrategy: [],
    ...(service.networkConfiguration === undefined ? {} : { networkConfiguration: service.networkConfiguration }),
    healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
    schedulingStrategy: service.schedulingStrategy,
    deploymentController: { type: 'ECS' },
    ...(withTags ? { tags: service.tags } : {}),
    createdBy: service.createdBy,
    enableECSManagedTags: false,
    propagateTags: 'NONE',
    enableExecuteCommand: false,
    availabilityZoneRebalancing: 'DISABLED',
    ...service.echoed,
  }
}

function compute(service: Service): Record<string, unknown> {
  const strategy = service.capacityProviderStrategy
  const launch = strategy === undefined ? { launchType: service.launchType ?? 'FARGATE' } : { capacityProviderStrategy: strategy }
  return { ...launch, platformVersion: service.platformVersion, platformFamily: 'Linux' }
}

function configurationView(service: Service): Record<string, unknown> {
  const { alarms, ...configuration } = service.deploymentConfiguration
  return {
    deploymentCircuitBreaker: { enable: false, rollback: false },
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    strategy: 'ROLLING',
    bakeTimeInMinutes: 0,
    ...configuration,
    ...(alarms === undefined ? {} : { alarms }),
  }
}

function deploymentView(service: Service, options: { deployment: Deployment; tasks: readonly Task[] }): Record<string, unknown> {
  const { deployment } = options
  const own = options.tasks.filter((task) => task.deploymentId === deployment.id)
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: deployment.taskDefinition,
    desiredCount: deployment.status === 'PRIMARY' ? service.desiredCount : own.filter((task) => task.desiredStatus === 'RUNNING').length,
    ...count(own),
    failedTasks: deployment.failedTasks,
    createdAt: new Date(deployment.createdAt),
    updatedAt: new Date(deployment.updatedAt),
    ...compute(service),
    ...(service.networkConfiguration === undefined ? {} : { networkConfiguration: service.networkConfiguration }),
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  }
}

function revisionSummary(tasks: readonly Task[], options: { deployment: Deployment; service: Service }): Record<string, unknown> {
  const { deployment, service } = options
  const own = tasks.filter((task) => task.deploymentId === deployment.id)
  const { runningCount, pendingCount } = count(own)
  const requested = deployment.status === 'PRIMARY' ? service.desiredCount : own.filter((task) => task.desiredStatus === 'RUNNING').length
  return { arn: deployment.revisionArn, requestedTaskCount: requested, runningTaskCount: runningCount, pendingTaskCount: pendingCount }
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html */
export function serviceDeploymentView(plane: Plane, record: ServiceDeployment): Record<string, unknown> {
  const service = regionOfArn(plane.world, record.serviceArn).ecs.services[record.serviceArn] as Service
  const tasks = tasksOf(plane.world, service)
  const summary = (arn: string) => {
    const deployment = service.deployments.find((one) => one.revisionArn === arn)
    return deployment === undefined ? { arn, requestedTaskCount: 0, runningTaskCount: 0, pendingTaskCount: 0 } : revisionSummary(tasks, { deployment, service })
  }
  const { alarms } = record.deploymentConfiguration
  const alarmStatus = record.triggeredAlarms.length > 0 ? 'TRIGGERED' : record.finishedAt === undefined ? 'MONITORING' : 'MONITORING_COMPLETE'
  return {
    serviceDeploymentArn: record.arn,
    serviceArn: record.serviceArn,
    clusterArn: record.clusterArn,
    ...dates(record, ['createdAt', 'startedAt', 'finishedAt', 'stoppedAt', 'updatedAt']),
    sourceServiceRevisions: record.sourceRevisionArns.map(summary),
    targetServiceRevision: summary(record.targetRevisionArn),
    status: record.status,
    ...(record.statusReason === undefined ? {} : { statusReason: record.statusReason }),
    deploymentConfiguration: configurationView({ ...service, deploymentConfiguration: record.deploymentConfiguration }),
    ...(record.rollback === undefined ? {} : { rollback: { ...record.rollback, startedAt: new Date(record.rollback.startedAt) } }),
    deploymentCircuitBreaker: {
      status: record.breakerStatus,
      failureCount: record.failureCount,
      threshold: record.finishedAt === undefined ? breakerThreshold(record.deploymentConfiguration.deploymentCircuitBreaker, service.desiredCount) : record.threshold,
    },
    alarms: alarms?.enable === true ? { status: alarmStatus, alarmNames: alarms.alarmNames, triggeredAlarmNames: record.triggeredAlarms } : { status: 'DISABLED' },
  }
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRevision.html */
export function serviceRevisionView(plane: Plane, revision: ServiceRevision): Record<string, unknown> {
  const definition = definitionByArn(plane.world, revision.taskDefinition)
  const { arn, createdAt, networkConfiguration, ...members } = revision
  return {
    serviceRevisionArn: arn,
    ...members,
    platformFamily: 'Linux',
    serviceRegistries: [],
    ...(networkConfiguration === undefined ? {} : { networkConfiguration }),
    containerImages: definition.containerDefinitions.map(({ name, image }) => {
      const digest = image.split('@')[1]
      return { containerName: name, image, ...(digest === undefined ? {} : { imageDigest: digest }) }
    }),
    guardDutyEnabled: false,
    createdAt: new Date(createdAt),
  }
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
export function taskView(plane: Plane, options: { task: Task; withTags: boolean }): Record<string, unknown> {
  const { task, withTags } = options
  const definition = definitionByArn(plane.world, task.taskDefinitionArn)
  const eni = { id: `${task.arn.slice(-12)}-eni`, type: 'ElasticNetworkInterface' }
  const attached = ['DEPROVISIONING', 'STOPPED'].includes(task.lastStatus) ? 'DELETED' : task.lastStatus === 'PROVISIONING' ? 'PRECREATED' : 'ATTACHED'
  return {
    attachments: [{ ...eni, status: attached, details: [{ name: 'subnetId', value: task.subnetId }, { name: 'privateIPv4Address', value: task.privateIp }] }],
    attributes: [{ name: 'ecs.cpu-architecture', value: definition.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'arm64' : 'x86_64' }],
    availabilityZone: `${task.arn.split(':')[3]}a`,
    clusterArn: task.clusterArn,
    ...(task.connectivityAt === undefined ? {} : { connectivity: 'CONNECTED' }),
    ...dates(task, ['connectivityAt', 'createdAt', 'pullStartedAt', 'pullStoppedAt', 'startedAt', 'stoppingAt', 'executionStoppedAt', 'stoppedAt']),
    containers: task.containers.map(({ essential: _essential, hasHealthCheck: _checked, ...container }) => ({
      containerArn: `${task.arn.replace(':task/', ':container/')}/${container.name}`,
      taskArn: task.arn,
      ...container,
      networkBindings: [],
      networkInterfaces: [{ attachmentId: eni.id, privateIpv4Address: task.privateIp }],
      cpu: '0',
    })),
    cpu: task.overrides.cpu ?? definition.cpu ?? '256',
    memory: task.overrides.memory ?? definition.memory ?? '512',
    desiredStatus: task.desiredStatus,
    enableExecuteCommand: false,
    group: task.group,
    healthStatus: taskHealth(task),
    lastStatus: task.lastStatus,
    launchType: task.launchType,
    overrides: task.overrides,
    platformVersion: task.platformVersion,
    platformFamily: 'Linux',
    ...(task.startedBy === undefined ? {} : { startedBy: task.startedBy }),
    ...(task.stopCode === undefined ? {} : { stopCode: task.stopCode }),
    ...(task.stoppedReason === undefined ? {} : { stoppedReason: task.stoppedReason }),
    tags: withTags ? task.tags : [],
    taskArn: task.arn,
    taskDefinitionArn: task.taskDefinitionArn,
    version: task.version,
    ephemeralStorage: { sizeInGiB: 20 },
  }
}

function dates<T extends object>(from: T, names: readonly (keyof T & string)[]): Record<string, Date> {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, new Date(from[name] as number)]])))
}
