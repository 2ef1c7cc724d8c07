import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { installJudges } from '../unit/local-aws/botocore/install.ts'
import { findMisfits } from '../unit/local-aws/botocore/validate.ts'
import { startLocalAws } from '../../local-aws/index.ts'
import type { Exchange, LocalAws } from '../../local-aws/index.ts'

const run = promisify(execFile)
const ACCOUNT = '123456789012'
let aws: LocalAws
let command: string
let folder: string
let models: string
const exchanges: Exchange[] = []

beforeAll(async () => {
  const judges = await installJudges()
  command = judges.aws
  models = judges.models
  folder = await mkdtemp(join(tmpdir(), 'local-aws-cli-'))
  // A minute of the stand-in is a tenth of a second here: the CLI's waiters sleep by the wall.
  aws = await startLocalAws({ clock: { kind: 'real', speed: 600 }, world: { timings: { stoppedTaskSeconds: 1_000_000 } } })
  aws.control.observe((exchange) => exchanges.push(exchange))
  aws.control.seed({
    clusters: ['main'],
    roles: ['exec'],
    logGroups: ['/ecs/web'],
    alarms: { errors: 'OK' },
    repositories: [{ name: 'web', images: [{ tags: ['v1'] }, { tags: ['v2'] }, { tags: ['bad'] }] }, { name: 'migrator', images: [{ tags: ['v1'] }, { tags: ['v2'] }] }],
  })
}, 600_000)

afterAll(async () => {
  await aws.stop()
  await rm(folder, { recursive: true })
})

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  expect([...new Set(exchanges.splice(0).flatMap((exchange) => findMisfits(models, exchange)))]).toEqual([])
})

interface Answer {
  readonly status: number
  readonly json: Record<string, unknown>
  readonly stderr: string
}

/** Run the AWS CLI against the stand-in. */
async function cli(...args: string[]): Promise<Answer> {
  const env = { PATH: process.env['PATH'], HOME: folder, AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 's', AWS_DEFAULT_REGION: 'us-east-1', AWS_MAX_ATTEMPTS: '1' }
  try {
    const { stdout } = await run(command, ['--endpoint-url', aws.url, '--output', 'json', ...args], { env })
    return { status: 0, json: stdout.trim().startsWith('{') ? (JSON.parse(stdout) as Answer['json']) : {}, stderr: '' }
  } catch (cause) {
    const failed = cause as { code: number; stderr: string }
    return { status: failed.code, json: {}, stderr: failed.stderr.trim() }
  }
}

async function register(tag: string): Promise<string> {
  const file = join(folder, 'web.json')
  await writeFile(
    file,
    JSON.stringify({
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/exec`,
      containerDefinitions: [{ name: 'app', image: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/web:${tag}`, portMappings: [{ containerPort: 8000 }] }],
    }),
  )
  const { json } = await cli('ecs', 'register-task-definition', '--cli-input-json', `file://${file}`)
  return (json['taskDefinition'] as { taskDefinitionArn: string }).taskDefinitionArn
}

async function primary(): Promise<{ id: string; taskDefinition: string; rolloutState: string; rolloutStateReason: string }> {
  const { json } = await cli('ecs', 'describe-services', '--cluster', 'main', '--services', 'web')
  const [service] = json['services'] as [{ deployments: { status: string; id: string; taskDefinition: string; rolloutState: string; rolloutStateReason: string }[] }]
  return service.deployments.find((one) => one.status === 'PRIMARY')!
}

test('the AWS CLI deploys, waits until the service is stable, and sees a crashing rollout rolled back', async () => {
  await register('v1')
  const network = 'awsvpcConfiguration={subnets=[subnet-1],securityGroups=[sg-1]}'
  const breaker = 'deploymentCircuitBreaker={enable=true,rollback=true}'
  const created = await cli('ecs', 'create-service', '--cluster', 'main', '--service-name', 'web', '--task-definition', 'web', '--desired-count', '2', '--launch-type', 'FARGATE', '--network-configuration', network, '--deployment-configuration', breaker)
  expect(created.stderr).toBe('')
  expect((await cli('ecs', 'wait', 'services-stable', '--cluster', 'main', '--services', 'web')).status).toBe(0)
  const good = await register('v2')
  await cli('ecs', 'update-service', '--cluster', 'main', '--service', 'web', '--task-definition', good)
  expect((await cli('ecs', 'wait', 'services-stable', '--cluster', 'main', '--services', 'web')).status).toBe(0)
  const before = await primary()
  expect(before).toMatchObject({ taskDefinition: good, rolloutState: 'COMPLETED' })
  const bad = await register('bad')
  aws.control.addBehaviour({ match: { image: 'web:bad' }, exit: { code: 1, afterSeconds: 3 } })
  await cli('ecs', 'update-service', '--cluster', 'main', '--service', 'web', '--task-definition', bad)
  expect((await cli('ecs', 'wait', 'services-stable', '--cluster', 'main', '--services', 'web')).status).toBe(0)
  const after = await primary()
  expect([after.id, after.taskDefinition]).toEqual([before.id, good])
  const { json } = await cli('ecs', 'list-service-deployments', '--cluster', 'main', '--service', 'web')
  expect((json['serviceDeployments'] as { status: string }[]).map((one) => one.status)).toEqual(['ROLLBACK_SUCCESSFUL', 'SUCCESSFUL', 'SUCCESSFUL'])
  const stopped = await cli('ecs', 'list-tasks', '--cluster', 'main', '--desired-status', 'STOPPED', '--family', 'web')
  const tasks = await cli('ecs', 'describe-tasks', '--cluster', 'main', '--tasks', ...(stopped.json['taskArns'] as string[]))
  expect((tasks.json['tasks'] as { stoppedReason: string }[]).map((one) => one.stoppedReason)).toContain('Essential container in task exited')
})

test('the AWS CLI runs a task to its end', async () => {
  await register('v1')
  aws.control.addBehaviour({ match: { family: 'web' }, count: 1, exit: { code: 0, afterSeconds: 5 } })
  const started = await cli('ecs', 'run-task', '--cluster', 'main', '--task-definition', 'web', '--launch-type', 'FARGATE', '--network-configuration', 'awsvpcConfiguration={subnets=[subnet-1]}')
  const [{ taskArn }] = started.json['tasks'] as [{ taskArn: string }]
  expect((await cli('ecs', 'wait', 'tasks-stopped', '--cluster', 'main', '--tasks', taskArn)).status).toBe(0)
  const { json } = await cli('ecs', 'describe-tasks', '--cluster', 'main', '--tasks', taskArn)
  expect(json['tasks']).toMatchObject([{ lastStatus: 'STOPPED', containers: [{ exitCode: 0 }] }])
})

test('the AWS CLI updates a function, waits for it and invokes it', async () => {
  const image = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/migrator`
  const created = await cli('lambda', 'create-function', '--function-name', 'migrator', '--role', `arn:aws:iam::${ACCOUNT}:role/fn`, '--package-type', 'Image', '--code', `ImageUri=${image}:v1`)
  expect(created.stderr).toBe('')
  expect((await cli('lambda', 'wait', 'function-active-v2', '--function-name', 'migrator')).status).toBe(0)
  await cli('lambda', 'update-function-code', '--function-name', 'migrator', '--image-uri', `${image}:v2`)
  expect((await cli('lambda', 'wait', 'function-updated-v2', '--function-name', 'migrator')).status).toBe(0)
  aws.control.addLambdaBehaviour({ function: 'migrator', kind: 'throw', errorType: 'DatabaseError', errorMessage: 'locked', logs: ['trying'] })
  aws.control.addLambdaBehaviour({ function: 'migrator', kind: 'result', result: { after: '0003' }, logs: ['upgraded'], count: 1 })
  const output = join(folder, 'answer.json')
  const good = await cli('lambda', 'invoke', '--function-name', 'migrator', '--log-type', 'Tail', '--payload', '{}', output)
  expect([good.json['StatusCode'], good.json['FunctionError'], await readFile(output, 'utf8')]).toEqual([200, undefined, '{"after":"0003"}'])
  expect(Buffer.from(good.json['LogResult'] as string, 'base64').toString()).toContain('upgraded')
  const bad = await cli('lambda', 'invoke', '--function-name', 'migrator', '--payload', '{}', output)
  expect([bad.json['StatusCode'], bad.json['FunctionError'], await readFile(output, 'utf8')]).toEqual([200, 'Unhandled', expect.stringContaining('locked')])
})

test('the AWS CLI shows wrong names as it shows them for AWS', async () => {
  const said = async (...args: string[]) => (await cli(...args)).stderr
  expect(await said('ecs', 'describe-services', '--cluster', 'none', '--services', 'web')).toBe('An error occurred (ClusterNotFoundException) when calling the DescribeServices operation: Cluster not found.')
  expect(await said('ecs', 'update-service', '--cluster', 'main', '--service', 'none')).toContain('An error occurred (ServiceNotFoundException) when calling the UpdateService operation: Service not found.')
  expect(await said('lambda', 'invoke', '--function-name', 'none', join(folder, 'x'))).toContain(`An error occurred (ResourceNotFoundException) when calling the Invoke operation: Function not found: arn:aws:lambda:us-east-1:${ACCOUNT}:function:none`)
  expect(await said('elbv2', 'describe-target-groups', '--names', 'none')).toContain('An error occurred (TargetGroupNotFound) when calling the DescribeTargetGroups operation')
  expect(await said('dynamodb', 'describe-table', '--table-name', 'none')).toContain('An error occurred (ResourceNotFoundException) when calling the DescribeTable operation')
  expect(await said('iam', 'get-role', '--role-name', 'none')).toContain('An error occurred (NoSuchEntity) when calling the GetRole operation')
  expect(await said('ecs', 'create-capacity-provider', '--name', 'x')).toContain('local-aws does not model ecs:CreateCapacityProvider')
})

test('the AWS CLI reads alarms in the protocol that it prefers, and other services in theirs', async () => {
  const { json } = await cli('cloudwatch', 'describe-alarms', '--alarm-names', 'errors')
  expect(json['MetricAlarms']).toMatchObject([{ AlarmName: 'errors', StateValue: 'OK' }])
  expect((await cli('cloudwatch', 'set-alarm-state', '--alarm-name', 'errors', '--state-value', 'ALARM', '--state-reason', 'test')).status).toBe(0)
  expect((await cli('cloudwatch', 'describe-alarms', '--state-value', 'ALARM')).json['MetricAlarms']).toHaveLength(1)
  expect((await cli('sts', 'get-caller-identity')).json['Account']).toBe(ACCOUNT)
  expect((await cli('application-autoscaling', 'describe-scalable-targets', '--service-namespace', 'ecs')).json['ScalableTargets']).toEqual([])
  expect((await cli('ecr', 'describe-images', '--repository-name', 'web')).json['imageDetails']).toHaveLength(3)
})

test('a process with a state file goes on where the one before it was killed', async () => {
  const state = join(folder, 'state.json')
  const start = async (): Promise<{ url: string; kill: () => Promise<void> }> => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../local-aws/main.ts'), '--port', '0', '--state', state], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    const url = await new Promise<string>((resolve) => child.stdout.on('data', (data: Buffer) => resolve(/http:\S+/.exec(data.toString())![0])))
    return { url, kill: () => new Promise((resolve) => child.once('exit', () => resolve()).kill('SIGKILL')) }
  }
  const table = { TableName: 'state', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }], BillingMode: 'PAY_PER_REQUEST' }
  const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0', 'content-type': 'application/x-amz-json-1.0' }
  const call = async (url: string, operation: string, body: unknown) => (await fetch(url, { method: 'POST', headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${operation}` }, body: JSON.stringify(body) })).json()
  const first = await start()
  await call(first.url, 'CreateTable', table)
  await call(first.url, 'PutItem', { TableName: 'state', Item: { pk: { S: 'lock' } } })
  await expect.poll(() => readFile(state, 'utf8').catch(() => ''), { timeout: 10_000 }).toContain('lock')
  await first.kill()
  const second = await start()
  expect(await call(second.url, 'GetItem', { TableName: 'state', Key: { pk: { S: 'lock' } } })).toEqual({ Item: { pk: { S: 'lock' } } })
})
