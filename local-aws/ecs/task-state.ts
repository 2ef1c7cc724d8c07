import type { Tag } from './state.ts'

export type TaskStatus = 'PROVISIONING' | 'PENDING' | 'ACTIVATING' | 'RUNNING' | 'DEACTIVATING' | 'STOPPING' | 'DEPROVISIONING' | 'STOPPED'
export type Health = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN'

export interface TaskContainer {
  name: string
  image: string
  imageDigest?: string
  runtimeId?: string
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED'
  healthStatus: Health
  exitCode?: number
  reason?: string
  essential: boolean
  hasHealthCheck: boolean
}

export interface Task {
  arn: string
  clusterArn: string
  taskDefinitionArn: string
  group: string
  startedBy?: string
  serviceArn?: string
  deploymentId?: string
  launchType: string
  platformVersion: string
  lastStatus: TaskStatus
  desiredStatus: 'RUNNING' | 'STOPPED'
  containers: TaskContainer[]
  overrides: TaskOverrides
  tags: Tag[]
  privateIp: string
  subnetId: string
  createdAt: number
  connectivityAt?: number
  pullStartedAt?: number
  pullStoppedAt?: number
  startedAt?: number
  stoppingAt?: number
  executionStoppedAt?: number
  stoppedAt?: number
  stopCode?: string
  stoppedReason?: string
  version: number
  /** Whether it was ever counted healthy; failures before that are what the circuit breaker counts. */
  wasHealthy: boolean
  failureCounted: boolean
  targets: { targetGroupArn: string; port: number }[]
  /** Makes RunTask idempotent. */
  clientToken?: string
}

export interface TaskOverrides {
  containerOverrides?: { name: string; command?: string[]; environment?: { name: string; value: string }[]; [member: string]: unknown }[]
  cpu?: string
  memory?: string
  executionRoleArn?: string
  taskRoleArn?: string
  [member: string]: unknown
}
