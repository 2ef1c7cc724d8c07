import {
  CreateAliasCommand, CreateFunctionCommand, GetFunctionCommand, GetFunctionConfigurationCommand, InvokeCommand, LambdaClient, ListFunctionsCommand, ListTagsCommand, ListVersionsByFunctionCommand,
  PublishVersionCommand, UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda'
import { FilterLogEventsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { expect, test } from 'vitest'
import { ACCOUNT, clientConfig, start } from './support.ts'

const IMAGE = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/migrator`

async function withFunction(name = 'migrator') {
  const aws = await start()
  aws.control.seed({ repositories: [{ name: 'migrator', images: ['v1', 'v2'].map((tag) => ({ tags: [tag], platforms: ['linux/arm64'] })) }, { name: 'multi', images: [{ tags: ['v1'], platforms: ['linux/arm64', 'linux/amd64'] }] }] })
  const lambda = new LambdaClient(clientConfig(aws))
  const create = (FunctionName: string) =>
    lambda.send(new CreateFunctionCommand({ FunctionName, Role: `arn:aws:iam::${ACCOUNT}:role/fn`, PackageType: 'Image', Code: { ImageUri: `${IMAGE}:v1` }, Architectures: ['arm64'], Timeout: 30, Tags: { app: 'migrator' } }))
  const { FunctionArn } = await create(name)
  await aws.control.settle()
  const invoke = async (input: Partial<ConstructorParameters<typeof InvokeCommand>[0]> = {}) => {
    const answer = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ to: 'head' }), LogType: 'Tail', ...input }))
    return { status: answer.StatusCode, error: answer.FunctionError, payload: JSON.parse(Buffer.from(answer.Payload!).toString() || 'null') as unknown, log: Buffer.from(answer.LogResult ?? '', 'base64').toString(), version: answer.ExecutedVersion }
  }
  return { aws, control: aws.control, lambda, create, invoke, arn: FunctionArn! }
}

test('updates the code over time, one update at a time, with a revision id', async () => {
  const { lambda, control } = await withFunction()
  const before = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'migrator' }))
  expect([before.State, before.LastUpdateStatus]).toEqual(['Active', 'Successful'])
  const update = (RevisionId?: string) => lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'migrator', ImageUri: `${IMAGE}:v2`, RevisionId }))
  await expect(update('stale')).rejects.toMatchObject({ name: 'PreconditionFailedException' })
  const updating = await update(before.RevisionId)
  expect(updating.LastUpdateStatus).toBe('InProgress')
  await expect(update()).rejects.toMatchObject({ name: 'ResourceConflictException' })
  await control.advance(16)
  const after = await lambda.send(new GetFunctionCommand({ FunctionName: 'migrator' }))
  expect([after.Configuration!.LastUpdateStatus, after.Configuration!.CodeSha256 === before.CodeSha256]).toEqual(['Successful', false])
  expect(after.Code!.ResolvedImageUri).toBe(`${IMAGE}@sha256:${after.Configuration!.CodeSha256}`)
})

test('takes no image that is missing or of several architectures', async () => {
  const { lambda } = await withFunction()
  const update = (ImageUri: string) => lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'migrator', ImageUri }))
  await expect(update(`${IMAGE}:none`)).rejects.toMatchObject({ name: 'InvalidParameterValueException', message: `Source image ${IMAGE}:none does not exist. Provide a valid source image.` })
  await expect(update(`${IMAGE.replace('migrator', 'multi')}:v1`)).rejects.toThrow('The image manifest, config or layer media type for the source image')
})

test('lists fifty functions a page', async () => {
  const { lambda, create } = await withFunction()
  for (let at = 0; at < 60; at += 1) await create(`f${String(at).padStart(2, '0')}`)
  const first = await lambda.send(new ListFunctionsCommand({ MaxItems: 100 }))
  const second = await lambda.send(new ListFunctionsCommand({ Marker: first.NextMarker }))
  expect([first.Functions!.length, second.Functions!.length, second.NextMarker]).toEqual([50, 11, undefined])
})

test('publishes the same code once', async () => {
  const { lambda, arn, invoke, control } = await withFunction()
  const publish = async () => (await lambda.send(new PublishVersionCommand({ FunctionName: 'migrator' }))).Version
  expect([await publish(), await publish()]).toEqual(['1', '1'])
  await lambda.send(new CreateAliasCommand({ FunctionName: 'migrator', Name: 'live', FunctionVersion: '1' }))
  control.addLambdaBehaviour({ function: 'migrator', kind: 'result', result: 1 })
  expect((await invoke({ Qualifier: 'live' })).version).toBe('1')
  await expect(invoke({ Qualifier: '7' })).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: `Function not found: ${arn}:7` })
  expect((await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'migrator' }))).Versions!.map((one) => one.Version)).toEqual(['$LATEST', '1'])
  expect((await lambda.send(new ListTagsCommand({ Resource: arn }))).Tags).toEqual({ app: 'migrator' })
})

test('says 200 and FunctionError when the handler fails, with the tail of its log', async () => {
  const { invoke, control, aws } = await withFunction()
  control.addLambdaBehaviour({ function: 'migrator', kind: 'throw', errorType: 'OperationalError', errorMessage: 'no database', logs: ['connecting'] })
  const answer = await invoke()
  expect(answer).toMatchObject({ status: 200, error: 'Unhandled', payload: { errorType: 'OperationalError', errorMessage: 'no database' } })
  expect(answer.log).toMatch(/^START RequestId: .* Version: \$LATEST\nconnecting\nEND RequestId: .*\nREPORT /)
  const logs = new CloudWatchLogsClient(clientConfig(aws))
  expect((await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/migrator', filterPattern: '"connecting"' }))).events).toHaveLength(1)
})

test('times out on its clock', async () => {
  const { invoke, control } = await withFunction()
  control.addLambdaBehaviour({ function: 'migrator', kind: 'timeout' })
  const pending = invoke()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await control.advance(30)
  expect(await pending).toMatchObject({ error: 'Unhandled', payload: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/Task timed out after 30\.00 seconds$/) as string } })
})

test('loses an answer after the handler has run', async () => {
  const { invoke, control } = await withFunction()
  control.addLambdaBehaviour({ function: 'migrator', kind: 'lost-answer', result: 'done', logs: ['upgraded'], count: 1 })
  control.addLambdaBehaviour({ function: 'other', kind: 'result' })
  await expect(invoke()).rejects.toMatchObject({ code: 'ECONNRESET' })
  const streams = Object.values(control.world.regions['us-east-1']!.stores.logGroups['/aws/lambda/migrator']!.streams)
  expect(streams.flatMap((stream) => stream.events).some((event) => event.message === 'upgraded')).toBe(true)
})

test('refuses to invoke what nothing answers', async () => {
  const { invoke } = await withFunction()
  await expect(invoke()).rejects.toMatchObject({ name: 'LocalAwsNotModelled' })
})

/** A runtime as small as the interface allows; `awslambdaric` is the real one (integration test). */
async function serve(address: string, handle: (event: unknown) => unknown): Promise<void> {
  const base = `http://${address}/2018-06-01/runtime`
  const next = await fetch(`${base}/invocation/next`)
  const id = next.headers.get('lambda-runtime-aws-request-id')
  const event = await next.json()
  const answer = (path: string, body: unknown) => fetch(`${base}/invocation/${id}/${path}`, { method: 'POST', body: JSON.stringify(body) })
  try {
    await answer('response', handle(event))
  } catch (cause) {
    await answer('error', { errorMessage: (cause as Error).message, errorType: 'Error' })
  }
}

test('feeds a runtime that asks for work, and gives its answer or error to the caller', async () => {
  const { invoke, control, arn } = await withFunction()
  const address = await control.openRuntimeInterface(arn)
  expect(address).toMatch(/^127\.0\.0\.1:\d+$/)
  const first = serve(address, (event) => ({ got: event }))
  expect(await invoke()).toMatchObject({ status: 200, error: undefined, payload: { got: { to: 'head' } } })
  await first
  const pending = invoke()
  await serve(address, () => {
    throw new Error('broken')
  })
  expect(await pending).toMatchObject({ error: 'Unhandled', payload: { errorMessage: 'broken', errorType: 'Error' } })
})
