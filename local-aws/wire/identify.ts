import type { IncomingHttpHeaders } from 'node:http'
import { AwsError, notModelled } from '../aws-error.ts'
import type { Protocol } from './call.ts'
import { decodeCbor } from './cbor.ts'
import { isLambdaPath, readLambdaRequest } from './lambda-routes.ts'
import { parseQuery } from './query.ts'

/** Services by the part of X-Amz-Target before the dot. */
const TARGETS: Readonly<Record<string, string>> = {
  AmazonEC2ContainerServiceV20141113: 'ecs',
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  DynamoDB_20120810: 'dynamodb',
  Logs_20140328: 'logs',
  GraniteServiceVersion20100801: 'cloudwatch',
  AmazonSSM: 'ssm',
  secretsmanager: 'secretsmanager',
  AnyScaleFrontendService: 'application-autoscaling',
}

/** Services of the query protocol by the Version of their API. */
const VERSIONS: Readonly<Record<string, string>> = {
  '2015-12-01': 'elbv2',
  '2011-06-15': 'sts',
  '2010-05-08': 'iam',
  '2010-08-01': 'cloudwatch',
}

export interface HttpRequest {
  readonly method: string
  readonly path: string
  readonly search: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Identified {
  readonly service: string
  readonly operation: string
  readonly protocol: Protocol
  /** Read later, so that a body that cannot be read is answered in the protocol of its service. */
  readonly readInput: () => Record<string, unknown>
}

/** Tell which operation of which service a request calls, by target header, path or form. */
export function identify(request: HttpRequest): Identified {
  const target = request.headers['x-amz-target']
  if (typeof target === 'string') return byTarget(target, request)
  const rpc = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(request.path)
  if (rpc !== null) {
    const service = TARGETS[rpc[1] as string]
    if (service === undefined) throw notModelled(`the service ${rpc[1]}`)
    return { service, operation: rpc[2] as string, protocol: 'rpc-cbor', readInput: () => decodeCbor(request.body) as Record<string, unknown> }
  }
  if (isLambdaPath(request.path)) {
    const { operation, input } = readLambda(request)
    return { service: 'lambda', operation, protocol: 'rest-json', readInput: () => input() }
  }
  const form = parseQuery(request.method === 'GET' ? request.search.toString() : request.body.toString('utf8'))
  const { Action, Version, ...input } = form
  if (typeof Action === 'string' && typeof Version === 'string') {
    const service = VERSIONS[Version]
    if (service === undefined) throw notModelled(`${Action} of the service with API version ${Version}`)
    return { service, operation: Action, protocol: 'query', readInput: () => input }
  }
  throw notModelled(`the request ${request.method} ${request.path}`)
}

function byTarget(target: string, request: HttpRequest): Identified {
  const [prefix = '', operation = ''] = target.split('.')
  const service = TARGETS[prefix]
  if (service === undefined) throw notModelled(`the service ${prefix} (operation ${operation})`)
  const protocol = request.headers['content-type']?.startsWith('application/x-amz-json-1.0') === true ? 'json-1.0' : 'json-1.1'
  return { service, operation, protocol, readInput: () => parseJson(request.body.toString('utf8')) }
}

function readLambda(request: HttpRequest): { operation: string; input: () => Record<string, unknown> } {
  const read = (body: string) => readLambdaRequest({ ...request, body })
  return { operation: read('').operation, input: () => read(request.body.toString('utf8')).input }
}

function parseJson(body: string): Record<string, unknown> {
  if (body === '') return {}
  try {
    return JSON.parse(body) as Record<string, unknown>
  } catch (cause) {
    throw new AwsError('SerializationException', `the body is not JSON: ${(cause as Error).message}`)
  }
}
