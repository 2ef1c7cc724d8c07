import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { connectAws, type AwsAccess } from '../../../src/aws/connect.ts'
import type { HatcheryError } from '../../../src/shared/errors.ts'

type Answer = (call: { target: string; body: string; request: IncomingMessage; response: ServerResponse }) => void
const open: { close(): void }[] = []
afterEach(() => open.splice(0).forEach((one) => one.close()))

async function server(answer: Answer) {
  const calls: { target: string; body: string; authorization: string }[] = []
  const http = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? `${request.method} ${request.url}`).replace(/^.*\./, '')
      calls.push({ target, body, authorization: String(request.headers.authorization) })
      answer({ target, body, request, response })
    })
  })
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  open.push({ close: () => (http.closeAllConnections(), http.close()) })
  return { endpoint: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, calls }
}

const keys: AwsAccess['credentials'] = { kind: 'keys', accessKeyId: 'AKIDTEST', secretAccessKey: 'not-a-secret' }
const json = (response: ServerResponse, status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
const connect = (endpoint: string, credentials = keys) => connectAws('us-east-1', { credentials, endpoint, table: 't' })
const codeOf = (run: Promise<unknown>) => run.then(() => 'none', (error: HatcheryError) => error.code)

describe('the ECS adapter', () => {
  test('keeps members of a task definition that the SDK does not know, in both directions', async () => {
    const known = { family: 'api', newThing: { a: 1 }, containerDefinitions: [{ name: 'api', image: 'x', brandNew: ['z'] }] }
    const { endpoint, calls } = await server(({ target, response }) => json(response, 200, target === 'DescribeTaskDefinition' ? { taskDefinition: known } : { taskDefinition: { taskDefinitionArn: 'arn:td' } }))
    const { ecs } = connect(endpoint)
    const { definition } = await ecs.describeTaskDefinition('api')
    expect(definition).toEqual(known)
    expect(await ecs.registerTaskDefinition(definition, [{ key: 'k', value: 'v' }])).toBe('arn:td')
    expect(JSON.parse(calls[1]!.body)).toEqual({ ...known, tags: [{ key: 'k', value: 'v' }] })
  })

  test('tells a task that could not be placed, though the answer is 200', async () => {
    const { endpoint } = await server(({ response }) => json(response, 200, { tasks: [], failures: [{ reason: 'RESOURCE:MEMORY' }] }))
    await expect(connect(endpoint).ecs.runTask({ cluster: 'c', taskDefinition: 't', startedBy: 's', clientToken: 'x', placement: {} })).rejects.toThrow('RESOURCE:MEMORY')
  })
})

describe('errors of AWS', () => {
  test.each([
    [400, 'AccessDeniedException', 'AWS_ACCESS_DENIED', 1],
    [400, 'ExpiredTokenException', 'AWS_CREDENTIALS_EXPIRED', 1],
    [400, 'UnrecognizedClientException', 'AWS_CREDENTIALS_INVALID', 1],
    [400, 'ClusterNotFoundException', 'AWS_NOT_FOUND', 1],
    [400, 'InvalidParameterException', 'AWS_REFUSED', 1],
    [400, 'ThrottlingException', 'AWS_THROTTLED', 3],
    [500, 'ServerException', 'AWS_UNREACHABLE', 3],
  ])('%i %s is %s after %i attempts', async (status, type, code, attempts) => {
    const { endpoint, calls } = await server(({ response }) => json(response, status, { __type: type, message: 'm' }))
    expect(await codeOf(connect(endpoint).ecs.describeServices('c', ['s']))).toBe(code)
    expect(calls).toHaveLength(attempts)
  })

  test('a broken socket leaves the effect unknown', async () => {
    const { endpoint } = await server(({ request }) => request.socket.destroy())
    expect(await codeOf(connect(endpoint).ecs.describeServices('c', ['s']))).toBe('AWS_UNREACHABLE')
  })

  test('names the permission that is missing', async () => {
    const { endpoint } = await server(({ response }) => json(response, 400, { __type: 'AccessDeniedException', message: 'm' }))
    await expect(connect(endpoint).ecs.updateService({ cluster: 'c', service: 's', taskDefinition: 't' })).rejects.toThrow('ecs:UpdateService')
  })
})

test('invokes a function exactly once, also when the socket breaks', async () => {
  const { endpoint, calls } = await server(({ request }) => request.socket.destroy())
  expect(await codeOf(connect(endpoint).lambda.invoke({ name: 'migrator', payload: '{}', functionTimeoutSeconds: 1 }))).toBe('AWS_UNREACHABLE')
  expect(calls).toHaveLength(1)
})

test('a condition that does not hold is an answer', async () => {
  const { endpoint } = await server(({ response }) => json(response, 400, { __type: 'ConditionalCheckFailedException', message: 'm' }))
  expect(await connect(endpoint).state.put({ pk: 'a', sk: 'b' }, { kind: 'absent' })).toBe(false)
})

test('asks GitHub for a new identity when the session has expired, once', async () => {
  let issued = 0
  const { endpoint, calls } = await server(({ target, body, request, response }) => {
    if (body.includes('AssumeRoleWithWebIdentity')) {
      issued += 1
      response.writeHead(200, { 'content-type': 'text/xml' }).end(
        `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>AKID${issued}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
      )
    } else if (String(request.headers.authorization).includes('AKID1/')) json(response, 400, { __type: 'ExpiredTokenException', message: 'm' })
    else json(response, 200, { services: [], target })
  })
  const asked: string[] = []
  const fetchToken = ((url: URL, init: { headers: { authorization: string } }) => {
    asked.push(`${url.search} ${init.headers.authorization}`)
    return Promise.resolve(new Response(JSON.stringify({ value: 'jwt' })))
  }) as unknown as typeof fetch
  const aws = connectAws('us-east-1', { credentials: { kind: 'github', roleArn: 'arn:aws:iam::123456789012:role/deploy', requestUrl: 'https://token.example/?v=1', requestToken: 'r' }, endpoint, table: 't', fetch: fetchToken })
  expect(await aws.ecs.describeServices('c', ['s'])).toEqual([])
  await aws.ecs.describeServices('c', ['s'])
  expect(issued).toBe(2)
  expect(asked[0]).toBe('?v=1&audience=sts.amazonaws.com bearer r')
  expect(calls.filter((call) => call.target === 'DescribeServices')).toHaveLength(3)
})
