import { systemClock, type Clock } from '../shared/clock.ts'
import { Connection, type CallSink } from './connection.ts'
import { keySource, type AwsCredentials } from './credentials.ts'
import { stateAdapter } from './dynamodb.ts'
import { ecsAdapter } from './ecs.ts'
import { lambdaAdapter } from './lambda.ts'
import { iamAdapter, logsAdapter, secretsAdapter, stsAdapter } from './logs-and-access.ts'
import type { AwsPorts } from './ports.ts'
import { ecrAdapter, elbAdapter } from './registry-and-balancer.ts'

/** How to reach AWS, or a stand-in at `endpoint`. */
export interface AwsAccess {
  readonly credentials: AwsCredentials
  readonly endpoint?: string
  /** Name of the DynamoDB table that keeps the state; {@link stateTable} gives it. */
  readonly table: string
  readonly clock?: Clock
  readonly fetch?: typeof fetch
  readonly onCall?: CallSink
}

/** Give the name of the state table of a project. */
export function stateTable(project: string): string {
  return `hatchery-${project}`
}

/**
 * Connect to one region.
 *
 * Nothing is loaded or sent before the first call; each client is imported when it is first used.
 */
export function connectAws(region: string, access: AwsAccess): AwsPorts {
  const clock = access.clock ?? systemClock
  const keys = keySource(access.credentials, { region, endpoint: access.endpoint, clock: systemClock, fetch: access.fetch ?? fetch })
  const connection = new Connection({ region, endpoint: access.endpoint, keys, clock, onCall: access.onCall })
  return {
    region,
    ecs: ecsAdapter(connection),
    lambda: lambdaAdapter(connection),
    ecr: ecrAdapter(connection),
    elb: elbAdapter(connection),
    logs: logsAdapter(connection),
    state: stateAdapter(connection, access.table),
    sts: stsAdapter(connection),
    secrets: secretsAdapter(connection),
    iam: iamAdapter(connection),
  }
}
