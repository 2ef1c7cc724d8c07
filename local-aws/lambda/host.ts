/** Where an invocation of a function that has a container goes: the Lambda runtime interface. */
export interface LambdaHost {
  /** Hand an event to the function's container; undefined when no container serves the function. */
  invoke(options: { functionArn: string; payload: string; timeoutSeconds: number; requestId: string }): Promise<HostedAnswer> | undefined
  close(): Promise<void>
}

export type HostedAnswer =
  | { readonly kind: 'result'; readonly payload: string; readonly logs: readonly string[] }
  | { readonly kind: 'error'; readonly payload: string; readonly logs: readonly string[] }
  | { readonly kind: 'timeout'; readonly logs: readonly string[] }
  | { readonly kind: 'exit'; readonly exitCode: number; readonly logs: readonly string[] }
