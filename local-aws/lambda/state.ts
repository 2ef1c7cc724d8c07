/** What the stand-in knows about Lambda in one region, by function name. */
export interface LambdaState {
  functions: Record<string, LambdaFunction>
}

export interface LambdaFunction {
  name: string
  arn: string
  role: string
  imageUri: string
  resolvedImageUri: string
  codeSha256: string
  description: string
  timeoutSeconds: number
  memoryMegabytes: number
  architectures: string[]
  environment: Record<string, string>
  imageConfig?: Record<string, unknown>
  vpcConfig?: Record<string, unknown>
  state: 'Pending' | 'Active' | 'Failed'
  stateReason?: string
  lastUpdateStatus: 'InProgress' | 'Successful' | 'Failed'
  lastUpdateReason?: { code: string; message: string }
  revisionId: string
  lastModified: number
  tags: Record<string, string>
  versions: LambdaVersion[]
  aliases: Record<string, { version: string; description: string; revisionId: string }>
}

export type LambdaVersion = Omit<LambdaFunction, 'versions' | 'aliases' | 'tags'> & { version: string }

/** What an invocation does where no container answers it. Later rules win over earlier ones. */
export interface LambdaBehaviour {
  readonly id: string
  readonly function: string
  count?: number
  readonly kind: 'result' | 'throw' | 'timeout' | 'lost-answer' | 'exit'
  readonly seconds?: number
  readonly result?: unknown
  readonly errorType?: string
  readonly errorMessage?: string
  readonly logs?: readonly string[]
}
