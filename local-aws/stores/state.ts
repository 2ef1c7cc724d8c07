/** The services that the stand-in models only as far as ECS and a release read them. */
export interface StoresState {
  logGroups: Record<string, LogGroup>
  alarms: Record<string, Alarm>
  parameters: Record<string, Parameter>
  secrets: Record<string, Secret>
  scalableTargets: ScalableTarget[]
}

export function emptyStores(): StoresState {
  return { logGroups: {}, alarms: {}, parameters: {}, secrets: {}, scalableTargets: [] }
}

export interface LogGroup {
  name: string
  arn: string
  createdAt: number
  streams: Record<string, LogStream>
}

export interface LogStream {
  name: string
  arn: string
  createdAt: number
  events: LogEvent[]
}

export interface LogEvent {
  timestamp: number
  ingestedAt: number
  message: string
}

export interface Alarm {
  name: string
  arn: string
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  stateReason: string
  stateUpdatedAt: number
}

export interface Parameter {
  name: string
  arn: string
  type: 'String' | 'SecureString' | 'StringList'
  value: string
  version: number
  modifiedAt: number
}

export interface Secret {
  name: string
  arn: string
  value: string
  createdAt: number
  versionId: string
}

export interface ScalableTarget {
  serviceNamespace: string
  resourceId: string
  scalableDimension: string
  minCapacity: number
  maxCapacity: number
  roleArn: string
  createdAt: number
}
