import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { handleAdmin } from '../admin/routes.ts'
import { authenticate } from '../access/authenticate.ts'
import { AwsError } from '../aws-error.ts'
import { faultError, faultFor } from '../faults.ts'
import type { FaultRule } from '../faults.ts'
import { uuid } from '../ids.ts'
import { LostAnswer } from '../lambda/invoke.ts'
import { MODELS } from '../models.ts'
import { perform } from '../operation.ts'
import type { Plane } from '../plane.ts'
import type { Call } from './call.ts'
import type { HttpRequest, Identified } from './identify.ts'
import { identify } from './identify.ts'
import type { HttpAnswer } from './respond.ts'
import { renderError, renderResult } from './respond.ts'
import { readScope } from './signature.ts'

/** The one HTTP server that all services are behind. */
export function createFrontServer(plane: Plane): Server {
  const server = createServer((request, response) => {
    answer(plane, { request, response }).catch((cause: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ __type: 'LocalAwsDefect', message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }))
    })
  })
  server.keepAliveTimeout = 60_000
  return server
}

async function answer(plane: Plane, exchange: { request: IncomingMessage; response: ServerResponse }): Promise<void> {
  const { request, response } = exchange
  const url = new URL(request.url ?? '/', 'http://local')
  const http: HttpRequest = { method: request.method ?? 'GET', path: url.pathname, search: url.searchParams, headers: request.headers, body: await readBody(request) }
  if (http.path.startsWith('/_local/')) return send(response, await handleAdmin(plane, http))
  const requestId = uuid(plane.world.ids)
  let identified: Identified
  try {
    identified = identify(http)
  } catch (cause) {
    return send(response, renderError(asAwsError(cause), { protocol: 'json-1.1', operation: '', namespace: '', requestId }))
  }
  const { protocol, operation, service } = identified
  const options = { protocol, operation, namespace: MODELS[service]?.namespace ?? '', requestId }
  const scope = readScope(http.headers, http.search)
  const outline = { service, operation, protocol, region: scope?.region ?? 'us-east-1', accessKeyId: scope?.accessKeyId, sessionToken: scope?.sessionToken, requestId }
  const fault = faultFor(plane.world, outline)
  if (fault?.kind === 'reset-before') return cut(plane, { request, call: { ...outline, input: {} }, fault })
  let call: Call = { ...outline, input: {} }
  let answered: { http: HttpAnswer; output: unknown; errorCode: string | undefined }
  try {
    call = { ...outline, input: identified.readInput() }
    const output = await act(plane, { call, fault })
    answered = { http: renderResult(output, options), output, errorCode: undefined }
  } catch (cause) {
    if (cause instanceof LostAnswer) return cut(plane, { request, call, fault: { id: 'lost-answer', kind: 'reset-after' } })
    const error = asAwsError(cause)
    answered = { http: renderError(error, options), output: undefined, errorCode: error.code }
  }
  if (fault?.kind === 'reset-after') return cut(plane, { request, call, fault })
  for (const observe of plane.observers) {
    observe({ call, atMs: plane.timeline.now(), status: answered.http.status, output: answered.output, errorCode: answered.errorCode, body: answered.http.body, fault: fault?.kind })
  }
  send(response, answered.http)
}

async function act(plane: Plane, options: { call: Call; fault: FaultRule | undefined }): Promise<unknown> {
  const { call, fault } = options
  if (fault !== undefined) {
    if (fault.kind === 'slow') await plane.timeline.sleep((fault.seconds ?? 30) * 1000)
    const error = faultError(fault, call)
    if (error !== undefined) throw error
  }
  authenticate(plane, call)
  const output = await perform(plane, { call, model: MODELS[call.service] })
  if (call.service === 'elbv2') await plane.balancer?.follow()
  return output
}

function cut(plane: Plane, options: { request: IncomingMessage; call: Call; fault: FaultRule }): void {
  const { request, call, fault } = options
  for (const observe of plane.observers) observe({ call, atMs: plane.timeline.now(), status: 0, output: undefined, errorCode: undefined, body: '', fault: fault.kind })
  request.socket.resetAndDestroy()
}

function asAwsError(cause: unknown): AwsError {
  if (cause instanceof AwsError) return cause
  throw cause
}

function send(response: ServerResponse, answer: HttpAnswer): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
  response.end(answer.body)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
