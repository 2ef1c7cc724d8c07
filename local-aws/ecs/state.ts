import type { Task } from './task-state.ts'

/** What the stand-in knows about ECS in one region. Times are milliseconds since the epoch; everything is plain JSON. */
export interface EcsState {
  clusters: Record<string, Cluster>
  /** By family, in order of revision. */
  taskDefinitions: Record<string, TaskDefinition[]>
  /** By ARN, as are the next three. */
  services: Record<string, Service>
  tasks: Record<string, Task>
  serviceDeployments: Record<string, ServiceDeployment>
  revisions: Record<string, ServiceRevision>
}

export function emptyEcs(): EcsState {
  return { clusters: {}, taskDefinitions: {}, services: {}, tasks: {}, serviceDeployments: {}, revisions: {} }
}

export interface Tag {
  key: string
  value: string
}

export interface Cluster {
  arn: string
  name: string
  status: 'ACTIVE' | 'INACTIVE'
  tags: Tag[]
}

/** A container definition as registered; the members named here are the ones that the stand-in acts on. */
export interface ContainerDefinition {
  name: string
  image: string
  essential?: boolean
  command?: string[]
  entryPoint?: string[]
  environment?: { name: string; value: string }[]
  secrets?: { name: string; valueFrom: string }[]
  portMappings?: { containerPort: number; protocol?: string; name?: string }[]
  healthCheck?: { command: string[]; interval?: number; timeout?: number; retries?: number; startPeriod?: number }
  dependsOn?: { containerName: string; condition: string }[]
  stopTimeout?: number
  logConfiguration?: { logDriver: string; options?: Record<string, string> }
  cpu?: number
  memory?: number
  [member: string]: unknown
}

export interface TaskDefinition {
  arn: string
  family: string
  revision: number
  status: 'ACTIVE' | 'INACTIVE'
  registeredAt: number
  deregisteredAt?: number
  registeredBy: string
  containerDefinitions: ContainerDefinition[]
  executionRoleArn?: string
  taskRoleArn?: string
  networkMode?: string
  cpu?: string
  memory?: string
  requiresCompatibilities?: string[]
  runtimePlatform?: { cpuArchitecture?: string; operatingSystemFamily?: string }
  /** Members that are stored and given back without being acted on. */
  echoed: Record<string, unknown>
  tags: Tag[]
}

export interface LoadBalancerBinding {
  targetGroupArn: string
  containerName: string
  containerPort: number
}

export interface CircuitBreaker {
  enable: boolean
  rollback: boolean
  resetOnHealthyTask?: boolean
  thresholdConfiguration?: { type: 'COUNT' | 'BOUNDED_PERCENT' | 'UNBOUNDED_PERCENT'; value: number }
}

export interface DeploymentConfiguration {
  deploymentCircuitBreaker?: CircuitBreaker
  maximumPercent?: number
  minimumHealthyPercent?: number
  alarms?: { alarmNames: string[]; enable: boolean; rollback: boolean }
  strategy?: string
  bakeTimeInMinutes?: number
}

export interface Service {
  arn: string
  name: string
  clusterArn: string
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  taskDefinition: string
  desiredCount: number
  loadBalancers: LoadBalancerBinding[]
  deploymentConfiguration: DeploymentConfiguration
  healthCheckGracePeriodSeconds: number
  networkConfiguration?: unknown
  launchType?: string
  capacityProviderStrategy?: unknown[]
  platformVersion: string
  schedulingStrategy: string
  echoed: Record<string, unknown>
  tags: Tag[]
  createdAt: number
  createdBy: string
  /** PRIMARY first. INACTIVE ones are removed. */
  deployments: Deployment[]
  /** Newest first, 100 at most. */
  events: ServiceEvent[]
  /** Tasks that have not reached STOPPED. */
  taskArns: string[]
  /** Newest last. */
  serviceDeploymentArns: string[]
  currentServiceDeployment?: string
  /** What a rollback goes back to. */
  lastCompleted?: { deploymentId: string; revisionArn: string }
  clientToken?: string
  /** When the scheduler looks at it next, if that is arranged. */
  reconcileDueAt?: number
  steady: boolean
  launchNotBefore: number
  failedLaunches: number
}

export interface ServiceEvent {
  id: string
  createdAt: number
  message: string
}

export interface Deployment {
  id: string
  status: 'PRIMARY' | 'ACTIVE'
  taskDefinition: string
  revisionArn: string
  serviceDeploymentArn: string
  createdAt: number
  updatedAt: number
  failedTasks: number
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
  rolloutStateReason: string
  /** True when StopServiceDeployment ABORT told it to stay as it is. */
  aborted: boolean
  rollbackOf?: string
}

export type ServiceDeploymentStatus =
  | 'PENDING'
  | 'IN_PROGRESS'
  | 'SUCCESSFUL'
  | 'STOP_REQUESTED'
  | 'STOPPED'
  | 'ROLLBACK_REQUESTED'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_SUCCESSFUL'
  | 'ROLLBACK_FAILED'

export interface ServiceDeployment {
  arn: string
  serviceArn: string
  clusterArn: string
  deploymentId: string
  createdAt: number
  startedAt: number
  updatedAt: number
  finishedAt?: number
  stoppedAt?: number
  status: ServiceDeploymentStatus
  statusReason?: string
  sourceRevisionArns: string[]
  targetRevisionArn: string
  deploymentConfiguration: DeploymentConfiguration
  failureCount: number
  threshold: number
  breakerStatus: 'TRIGGERED' | 'MONITORING' | 'MONITORING_COMPLETE' | 'DISABLED'
  /** Alarms that were already in ALARM when it started are ignored. */
  ignoredAlarms: string[]
  triggeredAlarms: string[]
  rollback?: { reason: string; startedAt: number; serviceRevisionArn: string }
}

export interface ServiceRevision {
  arn: string
  serviceArn: string
  clusterArn: string
  taskDefinition: string
  launchType?: string
  platformVersion: string
  loadBalancers: LoadBalancerBinding[]
  networkConfiguration?: unknown
  createdAt: number
}
