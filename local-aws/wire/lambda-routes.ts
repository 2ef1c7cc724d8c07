import { AwsError } from '../aws-error.ts'

interface Route {
  readonly operation: string
  readonly method: string
  readonly pattern: RegExp
}

/**
 * The paths of the Lambda API, as REST-JSON; a group of the pattern is a member of the input.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
 */
const ROUTES: readonly Route[] = [
  { operation: 'ListFunctions', method: 'GET', pattern: /^\/2015-03-31\/functions\/?$/ },
  { operation: 'CreateFunction', method: 'POST', pattern: /^\/2015-03-31\/functions\/?$/ },
  { operation: 'GetFunction', method: 'GET', pattern: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)$/ },
  { operation: 'DeleteFunction', method: 'DELETE', pattern: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)$/ },
  { operation: 'GetFunctionConfiguration', method: 'GET', pattern: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/configuration$/ },
  { operation: 'UpdateFunctionConfiguration', method: 'PUT', pattern: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/configuration$/ },
  { operation: 'UpdateFunctionCode', method: 'PUT', pattern: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/code$/ },
  { operation: 'Invoke', method: 'POST', pattern: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/invocations$/ },
  { operation: 'PublishVersion', method: 'POST', pattern: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/versions$/ },
  { operation: 'ListVersionsByFunction', method: 'GET', pattern: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/versions$/ },
  { operation: 'CreateAlias', method: 'POST', pattern: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/aliases$/ },
  { operation: 'ListAliases', method: 'GET', pattern: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/aliases$/ },
  { operation: 'GetAlias', method: 'GET', pattern: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/aliases\/(?<Name>[^/]+)$/ },
  { operation: 'UpdateAlias', method: 'PUT', pattern: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/aliases\/(?<Name>[^/]+)$/ },
  { operation: 'ListTags', method: 'GET', pattern: /^\/2017-03-31\/tags\/(?<Resource>.+)$/ },
  { operation: 'TagResource', method: 'POST', pattern: /^\/2017-03-31\/tags\/(?<Resource>.+)$/ },
]

const LAMBDA_PATH = /^\/20\d\d-\d\d-\d\d\/(functions|tags|event-source-mappings|layers|account-settings|code-signing-configs)/

/** Whether a path belongs to the Lambda API. */
export function isLambdaPath(path: string): boolean {
  return LAMBDA_PATH.test(path)
}

/** Turn a Lambda request into its operation and input: groups of the path, the query string, then the body's members. */
export function readLambdaRequest(request: {
  method: string
  path: string
  search: URLSearchParams
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}): { operation: string; input: Record<string, unknown> } {
  const { method, path, search, headers, body } = request
  for (const route of ROUTES) {
    const match = route.method === method ? route.pattern.exec(path) : null
    if (match === null) continue
    const fromPath = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)])
    const input: Record<string, unknown> = Object.fromEntries([...search.entries(), ...fromPath]) as Record<string, unknown>
    if (route.operation === 'Invoke') {
      return { operation: route.operation, input: { ...input, ...invokeHeaders(headers), Payload: body } }
    }
    return { operation: route.operation, input: { ...parseBody(body), ...input } }
  }
  return { operation: `${method} ${path}`, input: {} }
}

function invokeHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [header, member] of [
    ['x-amz-invocation-type', 'InvocationType'],
    ['x-amz-log-type', 'LogType'],
    ['x-amz-client-context', 'ClientContext'],
  ] as const) {
    const value = headers[header]
    if (typeof value === 'string') found[member] = value
  }
  return found
}

function parseBody(body: string): Record<string, unknown> {
  if (body === '') return {}
  try {
    return JSON.parse(body) as Record<string, unknown>
  } catch (cause) {
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${(cause as Error).message}`)
  }
}
