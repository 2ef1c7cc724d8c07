import type { ContainerHealthCheck, Endpoint } from './driver.ts'

/** One container to run. */
export interface ContainerStart {
  /** For names and traces; not unique. */
  readonly name: string
  readonly image: string
  readonly platform: 'linux/amd64' | 'linux/arm64'
  /** Undefined: the image's own. */
  readonly entryPoint: readonly string[] | undefined
  readonly command: readonly string[] | undefined
  readonly environment: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly ports: readonly number[]
  readonly healthCheck: ContainerHealthCheck | undefined
  readonly onLog: (line: string) => void
  /** The container ended on its own, or after `stop`. */
  readonly onExit: (exitCode: number) => void
  readonly onHealth: (status: 'HEALTHY' | 'UNHEALTHY') => void
}

export interface RunningContainer {
  /** Where a port answers, from this process. */
  endpoint(port: number): Endpoint | undefined
  /** Report what it has written until now. */
  catchUp(): void
  /** SIGTERM, then SIGKILL after the timeout; `onExit` follows. */
  stop(options: { timeoutSeconds: number }): Promise<void>
}

/**
 * What runs containers. `start` resolves once the container's process runs; it rejects with an `ImageNotFound` when the image
 * cannot be pulled.
 */
export interface ContainerRuntime {
  start(container: ContainerStart): Promise<RunningContainer>
  close(): Promise<void>
}

/** The image cannot be pulled; the message says why. */
export class ImageNotFound extends Error {}
