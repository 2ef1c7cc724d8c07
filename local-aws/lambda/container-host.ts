import type { ContainerRuntime, RunningContainer } from '../drivers/container-runtime.ts'
import type { Plane } from '../plane.ts'
import type { HostedAnswer, LambdaHost } from './host.ts'
import { RuntimeInterface } from './runtime-interface.ts'
import type { RuntimeAnswer } from './runtime-interface.ts'
import type { LambdaVersion } from './state.ts'

interface Hosted {
  readonly runtime: RuntimeInterface
  readonly address: string
  container?: Promise<RunningContainer>
  readonly logs: string[]
}

export interface HostOptions {
  /** What containers reach this process by; the runtime interfaces listen on every address then. */
  readonly advertisedHost?: string
  /** Starts image functions; without it only functions whose interface was opened by hand are served. */
  readonly containers?: ContainerRuntime
  /** How the stand-in's ECR name is pulled here. */
  readonly mapImage?: (reference: string) => string
  readonly mapEnvironment?: (value: string) => string
  readonly platform?: 'linux/amd64' | 'linux/arm64'
}

/** Serve functions through the runtime interface, starting their containers where there is something to start them with. */
export function containerHost(plane: () => Plane, options: HostOptions = {}): LambdaHost {
  const hosted = new Map<string, Hosted>()
  const open = async (functionArn: string): Promise<Hosted> => {
    const known = hosted.get(functionArn)
    if (known !== undefined) return known
    const { runtime, port } = await RuntimeInterface.listen(options.advertisedHost === undefined ? '127.0.0.1' : '0.0.0.0')
    const made: Hosted = { runtime, address: `${options.advertisedHost ?? '127.0.0.1'}:${port}`, logs: [] }
    hosted.set(functionArn, made)
    return made
  }
  const forget = (functionArn: string): void => {
    const known = hosted.get(functionArn)
    if (known?.container === undefined) return
    const stopping = known.container
    delete known.container
    void stopping.then((container) => container.stop({ timeoutSeconds: 2 })).catch(() => undefined)
  }
  const invoke = async (call: { version: LambdaVersion; payload: string; requestId: string }): Promise<HostedAnswer> => {
    const { version, payload, requestId } = call
    const entry = await open(version.arn)
    const from = entry.logs.length
    if (options.containers !== undefined) entry.container ??= startContainer({ version, entry, options, forget })
    const deadlineMs = plane().timeline.now() + version.timeoutSeconds * 1000
    const answered = entry.runtime.invoke({ requestId, payload, deadlineMs, functionArn: version.arn })
    const failed = entry.container?.then(() => new Promise<never>(() => undefined), (cause: unknown) => notStarted(cause))
    const late = plane().timeline.sleep(version.timeoutSeconds * 1000).then(() => undefined)
    const answer = await Promise.race([answered, late, ...(failed === undefined ? [] : [failed])])
    if (entry.container !== undefined) (await entry.container.catch(() => undefined))?.catchUp()
    const logs = entry.logs.slice(from)
    // Its process is about to end; the next invocation must not meet it.
    if (answer?.kind === 'broken') {
      forget(version.arn)
      return { kind: 'error', payload: answer.payload, logs }
    }
    if (answer === undefined) {
      entry.runtime.abandon(requestId)
      forget(version.arn)
      return { kind: 'timeout', logs }
    }
    return { ...answer, logs }
  }
  return {
    invoke: (call) => (options.containers === undefined && !hosted.has(call.version.arn) ? undefined : invoke(call)),
    open: async (functionArn) => (await open(functionArn)).address,
    forget,
    async close() {
      for (const { runtime, container } of hosted.values()) {
        await container?.then((one) => one.stop({ timeoutSeconds: 1 })).catch(() => undefined)
        await runtime.close()
      }
    },
  }
}

function startContainer(start: { version: LambdaVersion; entry: Hosted; options: HostOptions; forget: (arn: string) => void }): Promise<RunningContainer> {
  const { version, entry, options, forget } = start
  const image = version.imageConfig as { EntryPoint?: string[]; Command?: string[] } | undefined
  const region = version.arn.split(':')[3] ?? ''
  const started = (options.containers as ContainerRuntime).start({
    name: version.name,
    image: options.mapImage?.(version.resolvedImageUri) ?? version.resolvedImageUri,
    platform: options.platform ?? (version.architectures.includes('arm64') ? 'linux/arm64' : 'linux/amd64'),
    entryPoint: image?.EntryPoint,
    command: image?.Command,
    environment: {
      ...Object.fromEntries(Object.entries(version.environment).map(([name, value]) => [name, options.mapEnvironment?.(value) ?? value])),
      AWS_LAMBDA_RUNTIME_API: entry.address,
      AWS_LAMBDA_FUNCTION_NAME: version.name,
      AWS_LAMBDA_FUNCTION_VERSION: version.version,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(version.memoryMegabytes),
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
    },
    secrets: {},
    ports: [],
    healthCheck: undefined,
    onLog: (line) => entry.logs.push(line),
    onExit: (exitCode) => {
      if (entry.container !== started) return
      entry.runtime.ended(exitCode)
      forget(version.arn)
    },
    onHealth: () => undefined,
  })
  return started
}

function notStarted(cause: unknown): RuntimeAnswer {
  const errorMessage = cause instanceof Error ? cause.message : String(cause)
  return { kind: 'error', payload: JSON.stringify({ errorType: 'Runtime.InvalidEntrypoint', errorMessage }) }
}
