/** What the stages need of one AWS region. Times are milliseconds since the epoch; every call throws `AWS_*` codes. */
export interface AwsPorts {
  readonly region: string
  readonly ecs: EcsPort
  readonly lambda: LambdaPort
  readonly ecr: EcrPort
  readonly elb: ElbPort
  readonly logs: LogsPort
  readonly state: StatePort
  readonly sts: StsPort
  readonly secrets: SecretsPort
  readonly iam: IamPort
}

/** A task definition as ECS tells it; members that Hatchery does not know are kept as they came. */
export interface TaskDefinition {
  readonly taskDefinitionArn?: string
  readonly family: string
  readonly containerDefinitions: readonly ContainerDefinition[]
  readonly [member: string]: unknown
}

export interface ContainerDefinition {
  readonly name: string
  readonly image: string
  readonly essential?: boolean
  readonly environment?: readonly { readonly name: string; readonly value: string }[]
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[]
  readonly dockerLabels?: Readonly<Record<string, string>>
  readonly logConfiguration?: { readonly logDriver: string; readonly options?: Readonly<Record<string, string>> }
  readonly stopTimeout?: number
  readonly [member: string]: unknown
}

export interface Tag {
  readonly key: string
  readonly value: string
}

export interface EcsService {
  readonly name: string
  readonly arn: string
  readonly status: string
  readonly taskDefinition: string
  readonly desiredCount: number
  readonly runningCount: number
  /** PRIMARY first. */
  readonly deployments: readonly Deployment[]
  readonly events: readonly { readonly id: string; readonly atMs: number; readonly message: string }[]
  readonly targetGroups: readonly string[]
  /** `ECS`, `CODE_DEPLOY` or `EXTERNAL`. */
  readonly controller: string
  /** `ROLLING`, `BLUE_GREEN`, `LINEAR` or `CANARY`, as the service is set up in AWS. */
  readonly strategy: string
  readonly breaker: { readonly enable: boolean; readonly rollback: boolean }
  readonly healthCheckGraceSeconds?: number | undefined
  readonly currentServiceDeployment?: string | undefined
  /** What a one-off task of the same kind needs to start: network, launch type, capacity providers; passed on unread. */
  readonly placement: Readonly<Record<string, unknown>>
}

export interface Deployment {
  /** `ecs-svc/<digits>` */
  readonly id: string
  readonly status: string
  readonly taskDefinition: string
  readonly rolloutState?: string | undefined
  readonly rolloutStateReason?: string | undefined
  readonly failedTasks: number
  readonly runningCount: number
  readonly desiredCount: number
  readonly createdAtMs: number
}

export interface ServiceDeployment {
  readonly arn: string
  readonly status: string
  readonly statusReason?: string | undefined
  readonly targetRevision?: string | undefined
  readonly rollbackReason?: string | undefined
  /** `TRIGGERED` once the circuit breaker has. */
  readonly breakerStatus?: string | undefined
  readonly triggeredAlarms: readonly string[]
  readonly createdAtMs: number
}

export interface Task {
  readonly arn: string
  readonly taskDefinition: string
  readonly lastStatus: string
  readonly startedBy?: string | undefined
  readonly stopCode?: string | undefined
  readonly stoppedReason?: string | undefined
  readonly healthStatus?: string | undefined
  readonly createdAtMs: number
  readonly startedAtMs?: number | undefined
  readonly stoppedAtMs?: number | undefined
  readonly containers: readonly TaskContainer[]
}

export interface TaskContainer {
  readonly name: string
  readonly exitCode?: number | undefined
  readonly reason?: string | undefined
  readonly healthStatus?: string | undefined
}

export interface RunTaskInput {
  readonly cluster: string
  readonly taskDefinition: string
  /** 36 characters at most. */
  readonly startedBy: string
  /** Makes a repeated call give the same task. */
  readonly clientToken: string
  readonly placement: Readonly<Record<string, unknown>>
  readonly overrides?: Readonly<Record<string, unknown>>
}

export interface EcsPort {
  describeCluster(cluster: string): Promise<{ readonly name: string; readonly status: string } | undefined>
  /** At most ten names; those that do not exist are left out. */
  describeServices(cluster: string, names: readonly string[]): Promise<readonly EcsService[]>
  /** @param input `force` starts a deployment also when the task definition is the one that the service has. */
  updateService(input: { readonly cluster: string; readonly service: string; readonly taskDefinition: string; readonly force?: boolean }): Promise<EcsService>
  describeTaskDefinition(nameOrArn: string): Promise<{ readonly definition: TaskDefinition; readonly tags: readonly Tag[] }>
  /** @returns the ARN of the new revision. */
  registerTaskDefinition(definition: TaskDefinition, tags: readonly Tag[]): Promise<string>
  listServiceDeployments(input: { readonly cluster: string; readonly service: string; readonly createdAfterMs: number }): Promise<readonly string[]>
  /** At most twenty ARNs. */
  describeServiceDeployments(arns: readonly string[]): Promise<readonly ServiceDeployment[]>
  /** Revision ARN to task definition ARN; at most twenty. */
  describeServiceRevisions(arns: readonly string[]): Promise<Readonly<Record<string, string>>>
  stopServiceDeployment(arn: string, stopType: 'ROLLBACK' | 'ABORT'): Promise<void>
  listTasks(input: { readonly cluster: string; readonly service?: string; readonly startedBy?: string; readonly family?: string; readonly desiredStatus?: 'RUNNING' | 'STOPPED' }): Promise<readonly string[]>
  /** Any number of ARNs, asked a hundred at a time. */
  describeTasks(cluster: string, arns: readonly string[]): Promise<readonly Task[]>
  /** @returns the ARN of the task. */
  runTask(input: RunTaskInput): Promise<string>
}

export interface LambdaFunction {
  readonly name: string
  readonly arn: string
  readonly packageType: string
  readonly state?: string | undefined
  readonly lastUpdateStatus?: string | undefined
  readonly lastUpdateStatusReason?: string | undefined
  readonly timeoutSeconds: number
  readonly architecture: string
  readonly imageUri?: string | undefined
}

export interface Invocation {
  readonly statusCode: number
  /** `Handled` or `Unhandled` when the function threw; HTTP says 200 all the same. */
  readonly functionError?: string | undefined
  readonly payload: string
  readonly logTail: string
}

export interface LambdaPort {
  /** Every function of the region, all pages. */
  listFunctions(): Promise<readonly { readonly name: string; readonly arn: string }[]>
  listTags(arn: string): Promise<Readonly<Record<string, string>>>
  getFunction(name: string): Promise<LambdaFunction | undefined>
  updateFunctionCode(name: string, imageUri: string): Promise<void>
  /** One request, never sent again; the socket outlives the function. `AWS_UNREACHABLE` means that the answer is lost, not that nothing ran. */
  invoke(input: { readonly name: string; readonly payload: string; readonly functionTimeoutSeconds: number }): Promise<Invocation>
}

export interface EcrPort {
  /** Host of the account's registry, and a login for it that holds twelve hours. The password is a secret. */
  login(): Promise<{ readonly host: string; readonly username: string; readonly password: string; readonly expiresAtMs: number }>
  /** @returns undefined when the repository or the image is not there. */
  findImage(input: { readonly registryId?: string | undefined; readonly repository: string; readonly digest?: string; readonly tag?: string }): Promise<{ readonly digest: string; readonly tags: readonly string[] } | undefined>
  /** The manifest's text, for its platforms. */
  manifest(input: { readonly registryId?: string | undefined; readonly repository: string; readonly digest: string }): Promise<string | undefined>
}

export interface TargetHealth {
  readonly target: string
  readonly state: string
  readonly reason?: string | undefined
  readonly description?: string | undefined
}

export interface ElbPort {
  describeTargetHealth(targetGroupArn: string): Promise<readonly TargetHealth[]>
}

export interface LogsPort {
  /** The last lines of one stream, oldest first; empty when the stream is not there. */
  tail(input: { readonly group: string; readonly stream: string; readonly limit: number }): Promise<readonly string[]>
  groupExists(group: string): Promise<boolean>
}

/** One row of the state table. Values are JSON; `pk` and `sk` are the key. */
export interface StateItem {
  readonly pk: string
  readonly sk: string
  readonly [attribute: string]: unknown
}

/** What a write needs to find; every attribute named must have the value. */
export type StateCondition =
  | { readonly kind: 'absent' }
  | { readonly kind: 'equals'; readonly values: Readonly<Record<string, string | number>> }

export interface StatePort {
  get(key: { readonly pk: string; readonly sk: string }): Promise<StateItem | undefined>
  /** @returns false when the condition does not hold; nothing is written then. */
  put(item: StateItem, condition?: StateCondition): Promise<boolean>
  delete(key: { readonly pk: string; readonly sk: string }, condition?: StateCondition): Promise<boolean>
  /** Rows whose `sk` begins with `prefix`, in order of `sk`. */
  query(input: { readonly pk: string; readonly prefix: string; readonly newestFirst?: boolean; readonly limit?: number }): Promise<readonly StateItem[]>
  tableExists(): Promise<boolean>
}

export interface StsPort {
  callerIdentity(): Promise<{ readonly account: string; readonly arn: string }>
}

export interface SecretsPort {
  /** `valueFrom` of a container definition: a Secrets Manager ARN, or the name or ARN of an SSM parameter. Never reads the value. */
  exists(valueFrom: string): Promise<boolean>
}

export interface IamPort {
  /** @param roleArn ARN or name. */
  roleExists(roleArn: string): Promise<boolean>
}
