import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { ContainerRuntime } from '../../local-aws/drivers/container-runtime.ts'
import { containerHost } from '../../local-aws/lambda/container-host.ts'
import { simulatedDriver } from '../../local-aws/drivers/simulated.ts'
import { simulatedProber } from '../../local-aws/drivers/simulated-prober.ts'
import { installPackages } from '../unit/local-aws/botocore/install.ts'
import { processRuntime } from '../unit/local-aws/processes/process-runtime.ts'
import { ACCOUNT, clientConfig, start } from '../unit/local-aws/support.ts'

/** What the migrator images of the examples run: AWS's own runtime client for Python. */
const RUNTIME_CLIENT = 'awslambdaric==4.2.2'
let python: string

beforeAll(async () => {
  python = join(await installPackages([RUNTIME_CLIENT]), 'bin/python')
}, 600_000)

const children: ChildProcess[] = []
const folders: string[] = []
const runtimes: ContainerRuntime[] = []

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const runtime of runtimes.splice(0)) await runtime.close()
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function withFunction(options: Parameters<typeof start>[0], image: string) {
  const aws = await start(options)
  const repository = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/migrator`
  aws.control.seed({ repositories: [{ name: 'migrator', images: [{ tags: ['v1'] }] }] })
  const lambda = new LambdaClient(clientConfig(aws))
  const { FunctionArn } = await lambda.send(new CreateFunctionCommand({ FunctionName: 'migrator', Role: `arn:aws:iam::${ACCOUNT}:role/fn`, PackageType: 'Image', Code: { ImageUri: image === '' ? `${repository}:v1` : image }, Timeout: 600 }))
  await expect.poll(() => aws.control.world.regions['us-east-1']!.lambda.functions['migrator']!.state).toBe('Active')
  const invoke = async (event: unknown) => {
    const answer = await lambda.send(new InvokeCommand({ FunctionName: 'migrator', Payload: JSON.stringify(event), LogType: 'Tail' }))
    return { error: answer.FunctionError, payload: JSON.parse(Buffer.from(answer.Payload!).toString()) as Record<string, unknown>, log: Buffer.from(answer.LogResult!, 'base64').toString() }
  }
  return { aws, arn: FunctionArn!, invoke }
}

const fast = { clock: { kind: 'real', speed: 100 } } as const

/** A function whose container is a process. */
function withProcess(image: string) {
  const containers = processRuntime()
  runtimes.push(containers)
  return withFunction({ ...fast, runtime: (plane) => ({ driver: simulatedDriver(plane), prober: simulatedProber(plane), lambda: containerHost(plane, { containers, mapImage: () => image }) }) }, '')
}

test('serves the runtime client that AWS publishes, also when the handler raises or the process dies', async () => {
  const { aws, arn, invoke } = await withFunction(fast, '')
  const folder = await mkdtemp(join(tmpdir(), 'local-aws-handler-'))
  folders.push(folder)
  await writeFile(join(folder, 'app.py'), 'def handler(event, context):\n  if event["do"] == "raise": raise ValueError("no such revision")\n  return {"got": event, "arn": context.invoked_function_arn, "left": context.get_remaining_time_in_millis() > 0}\n')
  const address = await aws.control.openRuntimeInterface(arn)
  children.push(spawn(python, ['-m', 'awslambdaric', 'app.handler'], { cwd: folder, env: { PATH: process.env['PATH'], AWS_LAMBDA_RUNTIME_API: address, AWS_LAMBDA_FUNCTION_NAME: 'migrator', LAMBDA_TASK_ROOT: folder }, stdio: 'ignore' }))
  expect((await invoke({ do: 'upgrade' })).payload).toEqual({ got: { do: 'upgrade' }, arn, left: true })
  expect(await invoke({ do: 'raise' })).toMatchObject({ error: 'Unhandled', payload: { errorType: 'ValueError', errorMessage: 'no such revision' } })
  expect((await invoke({ do: 'again' })).error).toBeUndefined()
})

/** A runtime in a few lines, as the image of a function. */
const IMAGE = `process:
  const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
  (async () => {
    for (;;) {
      const next = await fetch(base + 'next')
      const event = await next.json()
      console.log('got ' + JSON.stringify(event))
      if (event.do === 'die') process.exit(3)
      await fetch(base + next.headers.get('lambda-runtime-aws-request-id') + '/response', { method: 'POST', body: JSON.stringify({ pid: process.pid }) })
    }
  })()`

test('starts a container for a function, keeps it warm, and starts another when it dies', async () => {
  const { invoke } = await withProcess(IMAGE)
  const first = await invoke({ do: 'one' })
  const second = await invoke({ do: 'two' })
  expect([second.payload['pid'], second.error]).toEqual([first.payload['pid'], undefined])
  expect(await invoke({ do: 'die' })).toMatchObject({ error: 'Unhandled', payload: { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/Runtime exited with error: exit status 3$/) as string }, log: expect.stringContaining('got {"do":"die"}') as string })
  expect((await invoke({ do: 'three' })).payload['pid']).not.toBe(first.payload['pid'])
})

/** A runtime that cannot load its handler: it says so and, a moment later, ends. */
const BROKEN = `process:
  const broken = { errorType: 'Runtime.ImportModuleError', errorMessage: 'no module named alembic' }
  fetch('http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/init/error', { method: 'POST', body: JSON.stringify(broken) })
    .then(() => setTimeout(() => process.exit(1), 300))`

test('tells each time why a runtime cannot begin, whether or not the one before has ended', async () => {
  const { invoke } = await withProcess(BROKEN)
  for (let time = 0; time < 4; time++) expect(await invoke({ time })).toMatchObject({ error: 'Unhandled', payload: { errorType: 'Runtime.ImportModuleError', errorMessage: 'no module named alembic' } })
})
