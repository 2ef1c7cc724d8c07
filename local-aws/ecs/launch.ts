import { behaviourOf, claimBehaviours } from '../behaviours.ts'
import type { ContainerLaunch, TaskLaunch } from '../drivers/driver.ts'
import { hexId } from '../ids.ts'
import type { Plane } from '../plane.ts'
import { regionOfArn } from '../world.ts'
import { definitionByArn, lastPart } from './lookup.ts'
import type { ContainerDefinition, Tag, TaskDefinition } from './state.ts'
import type { Task, TaskOverrides } from './task-state.ts'

export interface TaskRequest {
  readonly clusterArn: string
  readonly definition: TaskDefinition
  readonly group: string
  readonly startedBy: string | undefined
  readonly serviceArn: string | undefined
  readonly launchType: string
  readonly platformVersion: string
  readonly overrides: TaskOverrides
  readonly tags: Tag[]
  readonly networkConfiguration: unknown
}

/**
 * Create a task in PROVISIONING; the timeline takes it from there.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 */
export function createTask(plane: Plane, request: TaskRequest): Task {
  const { world, timeline } = plane
  const arn = `${request.clusterArn.replace(':cluster/', ':task/')}/${hexId(world.ids)}`
  const subnets = (request.networkConfiguration as { awsvpcConfiguration?: { subnets?: string[] } } | undefined)?.awsvpcConfiguration?.subnets ?? []
  const task: Task = {
    arn,
    clusterArn: request.clusterArn,
    taskDefinitionArn: request.definition.arn,
    group: request.group,
    ...(request.startedBy === undefined ? {} : { startedBy: request.startedBy }),
    ...(request.serviceArn === undefined ? {} : { serviceArn: request.serviceArn, deploymentId: request.startedBy as string }),
    launchType: request.launchType,
    platformVersion: request.platformVersion,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    containers: request.definition.containerDefinitions.map((container) => ({
      name: container.name,
      image: container.image,
      lastStatus: 'PENDING',
      healthStatus: 'UNKNOWN',
      essential: container.essential ?? true,
      hasHealthCheck: container.healthCheck !== undefined,
    })),
    overrides: request.overrides,
    tags: request.tags,
    privateIp: privateIp(world.ids.issued),
    subnetId: subnets[world.ids.issued % Math.max(1, subnets.length)] ?? 'subnet-local',
    createdAt: timeline.now(),
    version: 1,
    wasHealthy: false,
    failureCounted: false,
    targets: [],
  }
  regionOfArn(world, arn).ecs.tasks[arn] = task
  claimBehaviours(plane, traitsOf(plane, task))
  timeline.schedule(world.timings.provisioningSeconds * 1000, 'ecs.provisioned', { task: arn })
  return task
}

/** What rules of behaviour are matched against. */
export function traitsOf(plane: Plane, task: Task) {
  const definition = definitionByArn(plane.world, task.taskDefinitionArn)
  return {
    taskArn: task.arn,
    service: task.serviceArn === undefined ? undefined : lastPart(task.serviceArn),
    family: definition.family,
    revision: definition.revision,
    images: definition.containerDefinitions.map((container) => container.image),
  }
}

/** The behaviour that the rules give a task. */
export function behaviourOfTask(plane: Plane, task: Task) {
  return behaviourOf(plane, traitsOf(plane, task))
}

/** What the driver gets to run. */
export function toLaunch(plane: Plane, options: { task: Task; secrets: Readonly<Record<string, Record<string, string>>> }): TaskLaunch {
  const { task, secrets } = options
  const definition = definitionByArn(plane.world, task.taskDefinitionArn)
  return {
    taskArn: task.arn,
    clusterName: lastPart(task.clusterArn),
    serviceName: task.serviceArn === undefined ? undefined : lastPart(task.serviceArn),
    family: definition.family,
    revision: definition.revision,
    cpuArchitecture: definition.runtimePlatform?.cpuArchitecture === 'ARM64' ? 'ARM64' : 'X86_64',
    containers: definition.containerDefinitions.map((container) => containerLaunch(container, { task, secrets: secrets[container.name] ?? {} })),
  }
}

function containerLaunch(container: ContainerDefinition, options: { task: Task; secrets: Record<string, string> }): ContainerLaunch {
  const { task, secrets } = options
  const override = task.overrides.containerOverrides?.find((one) => one.name === container.name)
  const environment = [...(container.environment ?? []), ...(override?.environment ?? [])]
  return {
    name: container.name,
    image: container.image,
    imageDigest: task.containers.find((one) => one.name === container.name)?.imageDigest,
    entryPoint: container.entryPoint,
    command: override?.command ?? container.command,
    environment: Object.fromEntries(environment.map(({ name, value }) => [name, value])),
    secrets,
    ports: (container.portMappings ?? []).map((mapping) => mapping.containerPort),
    essential: container.essential ?? true,
    healthCheck: container.healthCheck && {
      command: container.healthCheck.command,
      intervalSeconds: container.healthCheck.interval ?? 30,
      timeoutSeconds: container.healthCheck.timeout ?? 5,
      retries: container.healthCheck.retries ?? 3,
      startPeriodSeconds: container.healthCheck.startPeriod ?? 0,
    },
    stopTimeoutSeconds: container.stopTimeout ?? 30,
  }
}

function privateIp(serial: number): string {
  return `10.${(serial >> 16) & 0x7f}.${(serial >> 8) & 0xff}.${serial & 0xff}`
}
