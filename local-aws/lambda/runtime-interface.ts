import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Invocation {
  readonly requestId: string
  readonly payload: string
  readonly deadlineMs: number
  readonly functionArn: string
}

/** `broken`: the runtime could not begin, and its process ends. */
export type RuntimeAnswer = { readonly kind: 'result'; readonly payload: string } | { readonly kind: 'error'; readonly payload: string } | { readonly kind: 'broken'; readonly payload: string } | { readonly kind: 'exit'; readonly exitCode: number }

/**
 * The runtime interface of one function, on a port of its own: the variable AWS_LAMBDA_RUNTIME_API is `host:port`, and
 * the Python runtime client cannot take a path there.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeInterface {
  readonly #waiting: ServerResponse[] = []
  readonly #queue: Invocation[] = []
  readonly #open = new Map<string, (answer: RuntimeAnswer) => void>()
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response))
    this.#server.requestTimeout = 0
    this.#server.headersTimeout = 0
    this.#server.timeout = 0
  }

  /** Listen on a free port. */
  static async listen(host: string): Promise<{ runtime: RuntimeInterface; port: number }> {
    const runtime = new RuntimeInterface()
    await new Promise<void>((resolve) => runtime.#server.listen(0, host, resolve))
    return { runtime, port: (runtime.#server.address() as AddressInfo).port }
  }

  /** Give an event to the runtime, now or when it next asks; resolves with what it answers. */
  invoke(invocation: Invocation): Promise<RuntimeAnswer> {
    return new Promise((resolve) => {
      this.#open.set(invocation.requestId, resolve)
      const waiting = this.#waiting.shift()
      if (waiting === undefined) this.#queue.push(invocation)
      else deliver(waiting, invocation)
    })
  }

  /** The runtime's process has ended: what it had not answered it never will. */
  ended(exitCode: number): void {
    for (const resolve of this.#open.values()) resolve({ kind: 'exit', exitCode })
    this.#open.clear()
    this.#queue.length = 0
  }

  /** Give up on an invocation (its function timed out). */
  abandon(requestId: string): void {
    this.#open.delete(requestId)
    const at = this.#queue.findIndex((one) => one.requestId === requestId)
    if (at >= 0) this.#queue.splice(at, 1)
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace(/^\/2018-06-01\/runtime\//, '')
    if (request.method === 'GET' && path === 'invocation/next') return this.#next(response)
    const body = await readText(request)
    const match = /^invocation\/([^/]+)\/(response|error)$/.exec(path)
    if (match !== null) {
      const resolve = this.#open.get(match[1] as string)
      if (resolve === undefined) return reply(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' })
      this.#open.delete(match[1] as string)
      resolve({ kind: match[2] === 'error' ? 'error' : 'result', payload: body })
      return reply(response, 202, { status: 'OK' })
    }
    if (path === 'init/error') {
      for (const resolve of this.#open.values()) resolve({ kind: 'broken', payload: body })
      this.#open.clear()
      this.#queue.length = 0
      return reply(response, 202, { status: 'OK' })
    }
    reply(response, 404, { errorType: 'LocalAwsNotModelled', errorMessage: `local-aws does not model ${request.method} ${request.url} of the runtime interface` })
  }

  #next(response: ServerResponse): void {
    const invocation = this.#queue.shift()
    if (invocation !== undefined) return deliver(response, invocation)
    this.#waiting.push(response)
    response.on('close', () => {
      const at = this.#waiting.indexOf(response)
      if (at >= 0) this.#waiting.splice(at, 1)
    })
  }
}

function deliver(response: ServerResponse, invocation: Invocation): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': invocation.requestId,
    'lambda-runtime-deadline-ms': String(Math.ceil(invocation.deadlineMs)),
    'lambda-runtime-invoked-function-arn': invocation.functionArn,
    'lambda-runtime-trace-id': `Root=1-${invocation.requestId.slice(0, 8)}-${invocation.requestId.replaceAll('-', '').slice(8, 32)};Sampled=0`,
  })
  response.end(invocation.payload)
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
