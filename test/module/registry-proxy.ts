import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the registry answers uploads with, and how often. */
export interface RegistryFault {
  readonly status: number
  readonly times: number
}

export interface RegistryProxy extends AsyncDisposable {
  readonly port: number
  /** Bytes of layers and configs that were uploaded. */
  uploadedBytes: number
  fault: RegistryFault | undefined
  /** Logins that open the registry, as `user:password`; everyone may come in while it is undefined. */
  logins: ReadonlySet<string> | undefined
}

/** Stand between a push and a real registry, count what is uploaded and break it on request. */
export async function registryProxy(target: { host: string; port: number }): Promise<RegistryProxy> {
  const state = { uploadedBytes: 0, fault: undefined as RegistryFault | undefined, left: 0, logins: undefined as ReadonlySet<string> | undefined }
  const server = createServer((incoming, outgoing) => handle(incoming, outgoing))
  function handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (state.logins && !state.logins.has(loginOf(incoming))) {
      incoming.resume()
      // The challenge of ECR.
      outgoing.writeHead(401, { 'www-authenticate': 'Basic realm="https://registry.test/",service="ecr.amazonaws.com"' }).end('Not Authorized')
      return
    }
    const writes = incoming.method !== 'GET' && incoming.method !== 'HEAD'
    if (writes && state.fault && state.left > 0) {
      state.left -= 1
      incoming.resume()
      outgoing.writeHead(state.fault.status, { 'content-type': 'application/json' }).end('{"errors":[{"code":"FAULT","message":"on request"}]}')
      return
    }
    const forwarded = request({ ...target, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    if (writes && incoming.url?.includes('/blobs/uploads/')) incoming.on('data', (chunk: Buffer) => (state.uploadedBytes += chunk.length))
    incoming.pipe(forwarded)
    forwarded.on('error', () => outgoing.destroy())
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    get uploadedBytes() {
      return state.uploadedBytes
    },
    set uploadedBytes(value) {
      state.uploadedBytes = value
    },
    get fault() {
      return state.fault
    },
    set fault(value) {
      state.fault = value
      state.left = value?.times ?? 0
    },
    get logins() {
      return state.logins
    },
    set logins(value) {
      state.logins = value
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}

const loginOf = ({ headers }: IncomingMessage): string => Buffer.from((headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString('utf8')
