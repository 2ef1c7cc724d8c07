import type { TaskBehaviour } from './behaviours.ts'
import type { DynamoDbState } from './dynamodb/state.ts'
import type { EcrState } from './ecr/state.ts'
import { emptyEcr } from './ecr/state.ts'
import type { EcsState } from './ecs/state.ts'
import { emptyEcs } from './ecs/state.ts'
import type { Elbv2State } from './elbv2/state.ts'
import { emptyElbv2 } from './elbv2/state.ts'
import type { FaultRule } from './faults.ts'
import type { IdSource } from './ids.ts'
import type { LambdaBehaviour, LambdaState } from './lambda/state.ts'
import type { AccessState } from './access/state.ts'
import type { StoresState } from './stores/state.ts'
import { emptyStores } from './stores/state.ts'
import type { Timings } from './timings.ts'
import { DEFAULT_TIMINGS } from './timings.ts'

/** Everything the stand-in knows, as plain JSON: a snapshot is this and the entries of the timeline. */
export interface World {
  readonly accountId: string
  /** Host of a registry that stands for ECR: functions may come from it, and its images are taken to be there. */
  localRegistry?: string
  ids: IdSource
  timings: Timings
  regions: Record<string, Region>
  /** IAM and STS, which AWS does not keep by region. */
  access: AccessState
  faults: FaultRule[]
  behaviours: TaskBehaviour[]
  /** Ids of counted behaviours that a task has claimed, by task ARN. */
  taskBehaviours: Record<string, string[]>
  lambdaBehaviours: LambdaBehaviour[]
  /** DynamoDB transactions by region and client token, so that a repeated one has no second effect. */
  transactions: Record<string, { request: string; at: number }>
}

export interface Region {
  readonly name: string
  ecs: EcsState
  elbv2: Elbv2State
  ecr: EcrState
  lambda: LambdaState
  dynamodb: DynamoDbState
  stores: StoresState
}

export interface WorldOptions {
  readonly accountId?: string
  readonly localRegistry?: string
  readonly seed?: string
  readonly timings?: Partial<Timings>
}

/** A world in which nothing has happened yet. */
export function emptyWorld(options: WorldOptions = {}): World {
  return {
    accountId: options.accountId ?? '123456789012',
    ...(options.localRegistry === undefined ? {} : { localRegistry: options.localRegistry }),
    ids: { seed: options.seed ?? 'local-aws', issued: 0 },
    timings: { ...DEFAULT_TIMINGS, ...options.timings },
    regions: {},
    access: { roles: {}, sessions: {} },
    faults: [],
    behaviours: [],
    taskBehaviours: {},
    lambdaBehaviours: [],
    transactions: {},
  }
}

/** The state of a region; a region that nobody has used is empty. */
export function regionOf(world: World, name: string): Region {
  return (world.regions[name] ??= {
    name,
    ecs: emptyEcs(),
    elbv2: emptyElbv2(),
    ecr: emptyEcr(),
    lambda: { functions: {} },
    dynamodb: { tables: {} },
    stores: emptyStores(),
  })
}

/** The region that an ARN names. */
export function regionOfArn(world: World, arn: string): Region {
  return regionOf(world, arn.split(':')[3] ?? '')
}
