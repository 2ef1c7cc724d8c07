/** What a task driver gets to run: everything that ECS would hand to the container agent, secrets already resolved. */
export interface TaskLaunch {
  readonly taskArn: string
  readonly clusterName: string
  readonly serviceName: string | undefined
  readonly family: string
  readonly revision: number
  readonly cpuArchitecture: 'X86_64' | 'ARM64'
  readonly containers: readonly ContainerLaunch[]
}

export interface ContainerLaunch {
  readonly name: string
  readonly image: string
  readonly imageDigest: string | undefined
  readonly entryPoint: readonly string[] | undefined
  readonly command: readonly string[] | undefined
  readonly environment: Readonly<Record<string, string>>
  /** Values; a driver must keep them out of logs and cache keys. */
  readonly secrets: Readonly<Record<string, string>>
  readonly ports: readonly number[]
  readonly essential: boolean
  readonly healthCheck: ContainerHealthCheck | undefined
  readonly stopTimeoutSeconds: number
}

export interface ContainerHealthCheck {
  readonly command: readonly string[]
  readonly intervalSeconds: number
  readonly timeoutSeconds: number
  readonly retries: number
  readonly startPeriodSeconds: number
}

/** What a driver says back. Every report names its task, because a snapshot can hold no closures. */
export interface TaskReports {
  pulling(taskArn: string): void
  /** All containers have started. */
  running(taskArn: string): void
  failedToStart(taskArn: string, reason: string): void
  exited(taskArn: string, exit: { container: string; exitCode: number; reason?: string }): void
  health(taskArn: string, health: { container: string; status: 'HEALTHY' | 'UNHEALTHY' }): void
  log(taskArn: string, entry: { container: string; line: string }): void
}

export interface Endpoint {
  readonly host: string
  readonly port: number
}

/**
 * Run tasks. `simulated.ts` plays them on the driven clock, `containers.ts` runs real containers.
 *
 * `start` and `stop` return at once; what becomes of a task comes as reports. After `stop` a driver reports
 * `exited` for every container that had started, at the latest when `timeoutSeconds` have passed.
 */
export interface TaskDriver {
  readonly kind: 'simulated' | 'containers'
  start(launch: TaskLaunch): void
  stop(taskArn: string, options: { timeoutSeconds: number }): void
  /** Take up a task that a snapshot says was running. */
  resume(launch: TaskLaunch): void
  /** Where a port of a running task answers; undefined when nothing listens (simulated tasks have no network). */
  endpoint(taskArn: string, port: number): Endpoint | undefined
  close(): Promise<void>
}

/** A target whose health somebody must watch. */
export interface WatchedTarget {
  readonly targetGroupArn: string
  readonly targetId: string
  readonly port: number
  /** The task that has this address, if one has. */
  readonly taskArn: string | undefined
}

/** Judge the health of targets: by behaviour on the driven clock (simulated) or by real requests (containers). */
export interface TargetProber {
  watch(target: WatchedTarget): void
  unwatch(target: WatchedTarget): void
  close(): void
}
