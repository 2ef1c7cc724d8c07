import { RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findFunction } from '../../src/migrate/find-function.ts'
import { runMigrate } from '../../src/release/functions.ts'
import { leaseMs } from '../../src/release/lock.ts'
import { sayRelease } from '../../src/release/release-report.ts'
import { stageStatus } from '../../src/release/status.ts'
import { digestOf, requestOf, stageOf } from '../fakes/stage.ts'
import { Killed, startWorld, type Process, type World } from './release-world.ts'
import { ecsOf } from './rollout-world.ts'

let world: World
beforeEach(async () => {
  world = await startWorld({ services: ['api'] })
})
afterEach(() => world.aws.stop())
const image = `123456789012.dkr.ecr.us-east-1.amazonaws.com/app/migrator@${digestOf('0')}`

describe('a migration by an ECS task', () => {
  const stage = stageOf({ deploy: { order: ['api', 'migrate'], services: { api: 'api' }, containers: {} }, migrate: { kind: 'ecs-task', component: 'migrator', taskDefinition: 'migrator', container: 'migrator', timeoutSeconds: 600 } })
  beforeEach(async () => {
    await ecsOf(world).send(
      new RegisterTaskDefinitionCommand({
        family: 'migrator', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512', runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' }, executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
        containerDefinitions: [{ name: 'migrator', image, essential: true, command: ['python', '-m', 'migrator', 'upgrade', 'head'], logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/app/migrator', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'ecs' } } }],
      }),
    )
  })
  const ends = (code: number, logs = ['{"before": "1", "after": "2", "applied": ["2"]}']) => world.aws.control.addBehaviour({ match: { family: 'migrator' }, exit: { code, afterSeconds: 20 }, logs })
  const migrate = (process: Process = world.process(), migrationSql?: string) => runMigrate({ ...requestOf('a', { stage, connect: process.connect, clock: process.clock, fetch: world.fetch }), ...(migrationSql ? { migrationSql } : {}) })
  const tasks = () => Object.values(world.aws.control.world.regions['us-east-1']!.ecs.tasks).filter((task) => task.taskDefinitionArn.includes('/migrator:'))

  test('runs the image once and reads before and after from its log', async () => {
    ends(0)
    expect(sayRelease(await migrate())[1]).toBe('us-east-1 migrate: done, database 1 -> 2 (1 applied)')
    expect(tasks()).toHaveLength(1)
    expect(tasks()[0]!.containers[0]!.image).toContain(digestOf('a'))
  })

  test('fails with the exit code and the log', async () => {
    ends(1, ['sqlalchemy.exc.ProgrammingError: relation "users" does not exist'])
    const report = await migrate()
    expect(report.cause?.message).toContain('exited with code 1')
    expect(report.cause?.facts.details?.join()).toContain('relation "users" does not exist')
  })

  test('starts one task when the answer to RunTask is lost', async () => {
    ends(0)
    world.aws.control.addFault({ kind: 'reset-after', service: 'ecs', operation: 'RunTask', count: 2 })
    expect((await migrate()).record.state).toBe('succeeded')
    expect(tasks()).toHaveLength(1)
  })

  test('killed at any call and run again starts one task', async () => {
    ends(0)
    const calls = await (async () => {
      const process = world.process()
      await migrate(process)
      return process.calls.length
    })()
    for (let call = 1; call <= calls; call += 2) {
      await world.aws.stop()
      world = await startWorld({ services: ['api'] })
      await ecsOf(world).send(new RegisterTaskDefinitionCommand({ family: 'migrator', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512', runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' }, executionRoleArn: 'arn:aws:iam::123456789012:role/execution', containerDefinitions: [{ name: 'migrator', image, essential: true }] }))
      ends(0)
      const died = await migrate(world.process().killAt(call, true)).then(() => false, (error: unknown) => error instanceof Killed)
      await world.aws.control.advance(leaseMs / 1000 + 1)
      if (died) expect((await migrate()).record.state, `killed at call ${call}`).toBe('succeeded')
      // A run that died after it had written its success is a release of its own, and so is the next.
      const { releases } = await stageStatus({ stage, connect: (region) => world.ports(region), clock: world.clock })
      expect(tasks().length, `killed at call ${call}`).toBeLessThanOrEqual(releases.length)
      expect(releases.filter((one) => one.state !== 'succeeded')).toEqual([])
    }
  }, 120_000)

  test('refuses destructive SQL that the caller gives', async () => {
    ends(0)
    expect((await migrate(world.process(), '-- Running upgrade 1 -> 2\nDROP TABLE users;')).cause?.code).toBe('MIGRATION_DESTRUCTIVE')
    expect(tasks()).toHaveLength(0)
  })
})

test('finds the migrator among more functions than a page holds, and names the candidates when several fit', async () => {
  const lambda = new LambdaClient({ region: 'us-east-1', endpoint: world.aws.url, credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' } })
  const create = (name: string) => lambda.send(new CreateFunctionCommand({ FunctionName: name, PackageType: 'Image', Code: { ImageUri: image }, Role: 'arn:aws:iam::123456789012:role/lambda', Tags: { part: name } }))
  for (let at = 0; at < 60; at++) await create(`fn-${String(at).padStart(2, '0')}`)
  await create('zz-staging-Migrator-x1')
  const { lambda: port } = world.ports('us-east-1')
  expect(await port.listFunctions()).toHaveLength(62)
  const find = (over: object) => findFunction(world.ports('us-east-1'), { kind: 'lambda', component: 'migrator', timeoutSeconds: 60, ...over })
  expect((await find({ pattern: 'zz-*Migrator*' })).name).toBe('zz-staging-Migrator-x1')
  expect((await find({ tag: { key: 'part', value: 'fn-42' } })).name).toBe('fn-42')
  await expect(find({ pattern: '*igrator*' })).rejects.toMatchObject({ code: 'MIGRATOR_AMBIGUOUS', facts: { details: ['migrator', 'zz-staging-Migrator-x1'] } })
})
