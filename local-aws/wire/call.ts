/** How a request was written and how its answer must be. */
export type Protocol = 'json-1.0' | 'json-1.1' | 'query' | 'rest-json' | 'rpc-cbor'

/** One AWS call, told apart from its protocol. */
export interface Call {
  readonly service: string
  readonly operation: string
  readonly protocol: Protocol
  readonly input: Readonly<Record<string, unknown>>
  /** Of the SigV4 credential scope; the stand-in keeps one world a region. */
  readonly region: string
  /** Undefined for the calls that AWS takes unsigned (sts:AssumeRoleWithWebIdentity). */
  readonly accessKeyId: string | undefined
  readonly sessionToken: string | undefined
  readonly requestId: string
}

/** What an operation returns when it must set more than a body (lambda:Invoke). */
export class RawAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string

  constructor(answer: { status: number; headers: Record<string, string>; body: string }) {
    this.status = answer.status
    this.headers = answer.headers
    this.body = answer.body
  }
}
