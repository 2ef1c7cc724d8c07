import type { LambdaVersion } from './state.ts'

/** Serves functions that have a container, through the Lambda runtime interface. */
export interface LambdaHost {
  /** Hand an event to the function's container; undefined when no container serves the function. */
  invoke(options: { version: LambdaVersion; payload: string; requestId: string }): Promise<HostedAnswer> | undefined
  /** Open the runtime interface of a function; its container asks there. Gives `host:port` for AWS_LAMBDA_RUNTIME_API. */
  open(functionArn: string): Promise<string>
  /** The function has other code now: its container must go. */
  forget(functionArn: string): void
  close(): Promise<void>
}

export type HostedAnswer =
  | { readonly kind: 'result'; readonly payload: string; readonly logs: readonly string[] }
  | { readonly kind: 'error'; readonly payload: string; readonly logs: readonly string[] }
  | { readonly kind: 'timeout'; readonly logs: readonly string[] }
  | { readonly kind: 'exit'; readonly exitCode: number; readonly logs: readonly string[] }
