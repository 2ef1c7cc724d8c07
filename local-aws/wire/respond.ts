import type { AwsError } from '../aws-error.ts'
import type { Protocol } from './call.ts'
import { RawAnswer } from './call.ts'
import { encodeCbor } from './cbor.ts'
import { renderXml, renderXmlError } from './query.ts'

export interface HttpAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Buffer
}

export interface AnswerOptions {
  readonly protocol: Protocol
  readonly operation: string
  readonly namespace: string
  readonly requestId: string
}

/** Write a result in the protocol that was asked in. Dates in results are `Date`s and become what the protocol has. */
export function renderResult(result: unknown, options: AnswerOptions): HttpAnswer {
  const { protocol, requestId } = options
  const headers = { 'x-amzn-requestid': requestId }
  if (result instanceof RawAnswer) return { status: result.status, headers: { ...headers, ...result.headers }, body: result.body }
  if (protocol === 'query') return { status: 200, headers: { ...headers, 'content-type': 'text/xml' }, body: renderXml(result, options) }
  if (protocol === 'rpc-cbor') {
    return { status: 200, headers: { ...headers, 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' }, body: encodeCbor(result ?? {}) }
  }
  if (protocol === 'rest-json') return { status: 200, headers: { ...headers, 'content-type': 'application/json' }, body: renderJson(result ?? {}) }
  const type = protocol === 'json-1.0' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1'
  return { status: 200, headers: { ...headers, 'content-type': type }, body: renderJson(result ?? {}) }
}

/** Write an error in the protocol that was asked in. */
export function renderError(error: AwsError, options: AnswerOptions): HttpAnswer {
  const { protocol, requestId } = options
  const headers = { 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code }
  const { code, message, status, fields } = error
  if (protocol === 'query') {
    return { status, headers: { ...headers, 'content-type': 'text/xml' }, body: renderXmlError({ code, message, status }, options) }
  }
  if (protocol === 'rpc-cbor') {
    return { status, headers: { ...headers, 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' }, body: encodeCbor({ __type: code, message, ...fields }) }
  }
  if (protocol === 'rest-json') {
    const type = status >= 500 ? 'Service' : 'User'
    return { status, headers: { ...headers, 'content-type': 'application/json' }, body: renderJson({ Type: type, Message: message, message, ...fields }) }
  }
  const type = protocol === 'json-1.0' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1'
  return { status, headers: { ...headers, 'content-type': type }, body: renderJson({ __type: code, message, ...fields }) }
}

/** JSON with timestamps as seconds since the epoch, as the JSON protocols have them. */
function renderJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name: string, member: unknown) {
    const original = this[name]
    return original instanceof Date ? original.getTime() / 1000 : member
  })
}
