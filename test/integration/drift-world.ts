import { DescribeTaskDefinitionCommand, RegisterTaskDefinitionCommand, UpdateServiceCommand, type ContainerDefinition } from '@aws-sdk/client-ecs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { expect } from 'vitest'
import { driftFailure, sayDrift, stageDrift } from '../../src/release/drift.ts'
import { runRelease } from '../../src/release/functions.ts'
import { runRefresh } from '../../src/release/refresh.ts'
import { releaseFailure, sayRelease } from '../../src/release/release-report.ts'
import type { ReleaseRequest } from '../../src/release/request.ts'
import { renderError } from '../../src/shared/render-error.ts'
import { digestOf, requestOf, stageOf } from '../fakes/stage.ts'
import { plantedSecrets, startWorld, type Process, type World } from './release-world.ts'
import { ecsOf } from './rollout-world.ts'

export let world: World
const shown: string[] = []

export async function begin(options: Parameters<typeof startWorld>[0] = {}): Promise<void> {
  world = await startWorld(options)
}

/** Stop, and look for planted secrets in all that was shown. */
export async function end(): Promise<void> {
  await world.aws.stop()
  for (const secret of plantedSecrets) expect(shown.join('\n')).not.toContain(secret)
  shown.length = 0
}

export function request(letter: string, over: Parameters<typeof stageOf>[0] = {}, process: Process = world.process()): ReleaseRequest {
  const made = requestOf(letter, { stage: stageOf({ regions: world.regions, ...over }), connect: process.connect, clock: process.clock, fetch: world.fetch })
  return { ...made, events: (event) => shown.push(`${event.step} ${event.state} ${event.text ?? ''}`) }
}
export async function released(letter: string): Promise<string> {
  const report = await runRelease(request(letter))
  expect(releaseFailure(report)).toBeUndefined()
  return report.record.id
}
export async function look(): Promise<string> {
  const report = await stageDrift(request('a'))
  const failure = driftFailure(report)
  const text = failure ? renderError(failure) : sayDrift(report).join('\n')
  shown.push(text)
  return text
}
export async function refreshed(): Promise<string> {
  const report = await runRefresh({ ...request('a'), holder: 'ana' })
  shown.push(...sayRelease(report))
  return sayRelease(report).join('\n')
}
export const lambda = (region = 'us-east-1') => new LambdaClient({ region, endpoint: world.aws.url, credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'planted-secret-key-1' } })
/** Every payload that the migrator gets from now on. */
export function listen(): string[] {
  const database = world.database()
  const answer = database.answer.bind(database)
  const asked: string[] = []
  database.answer = (payload) => (asked.push(payload), answer(payload))
  return asked
}

/** Change a service by hand, as a person does in the console: a new revision from the running one, and on to it. */
export async function byHand(service: string, change: (container: ContainerDefinition) => ContainerDefinition, options: { wait?: boolean; memory?: string } = {}): Promise<void> {
  const ecs = ecsOf(world)
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: world.service(service).taskDefinition }))
  const { family, networkMode, requiresCompatibilities, cpu, memory, runtimePlatform, executionRoleArn, taskRoleArn, containerDefinitions } = taskDefinition!
  const made = await ecs.send(new RegisterTaskDefinitionCommand({ family, networkMode, requiresCompatibilities, cpu, memory: options.memory ?? memory, runtimePlatform, executionRoleArn, taskRoleArn, containerDefinitions: containerDefinitions!.map(change) }))
  await ecs.send(new UpdateServiceCommand({ cluster: 'app', service, taskDefinition: made.taskDefinition!.taskDefinitionArn }))
  if (options.wait !== false) await world.aws.control.settle()
}
export const withEnv = (name: string, value: string) => (container: ContainerDefinition) => ({ ...container, environment: [...(container.environment ?? []).filter((one) => one.name !== name), { name, value }] })
export const setup = (change: object) => ecsOf(world).send(new UpdateServiceCommand({ cluster: 'app', service: 'api', ...change }))

/** An image of the migrator that no release brings. */
export const strangeImage = `123456789012.dkr.ecr.us-east-1.amazonaws.com/app/migrator@${digestOf('d')}`
