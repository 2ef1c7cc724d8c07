import { describe, expect, test } from 'vitest'
import type { Task } from '../../../src/aws/ports.ts'
import { diffDefinitions, sayDiff } from '../../../src/rollout/diff.ts'
import { earlyFailure } from '../../../src/rollout/early-failure.ts'
import { assertStrategy } from '../../../src/rollout/find-service.ts'
import { nextTaskDefinition, sameDefinition } from '../../../src/rollout/task-definition.ts'

const image = `repo/api@sha256:${'a'.repeat(64)}`
const running = {
  taskDefinitionArn: 'arn:1', family: 'api', revision: 1, status: 'ACTIVE', registeredAt: 1, compatibilities: ['FARGATE'], brandNew: { kept: true },
  containerDefinitions: [
    { name: 'api', image: 'old', dockerLabels: { mine: 'x' }, environment: [{ name: 'A', value: '1' }, { name: 'SHA', value: 'old' }], secrets: [{ name: 'DB', valueFrom: 'arn:secret' }] },
    { name: 'sidecar', image: 'agent' },
  ],
}
const change = { images: { api: image }, labels: { 'hatchery.revision': 'abc' }, env: { SHA: '{revision}' }, revision: 'abc' }

describe('the next task definition', () => {
  test('changes image, labels and configured environment and keeps the rest', () => {
    expect(nextTaskDefinition(running, change)).toEqual({
      family: 'api', brandNew: { kept: true },
      containerDefinitions: [
        { name: 'api', image, dockerLabels: { mine: 'x', 'hatchery.revision': 'abc' }, environment: [{ name: 'A', value: '1' }, { name: 'SHA', value: 'abc' }], secrets: [{ name: 'DB', valueFrom: 'arn:secret' }] },
        { name: 'sidecar', image: 'agent', environment: [{ name: 'SHA', value: 'abc' }] },
      ],
    })
  })
  test('refuses a tag without digest', () => expect(() => nextTaskDefinition(running, { ...change, images: { api: 'repo/api:latest' } })).toThrow('names no digest'))
  test('refuses a container that is not there and names those that are', () => expect(() => nextTaskDefinition(running, { ...change, images: { web: image } })).toThrow('it has api, sidecar'))
  test('refuses a variable that is a secret already', () => expect(() => nextTaskDefinition(running, { ...change, env: { DB: 'x' } })).toThrow('"DB" as a secret'))
  test('is the same whatever order ECS gives the environment in', () => {
    const next = nextTaskDefinition(running, change)
    const [api, sidecar] = next.containerDefinitions
    expect(sameDefinition(next, { ...next, containerDefinitions: [{ ...api!, environment: [...api!.environment!].reverse(), mountPoints: [] }, sidecar!] })).toBe(true)
    expect(sameDefinition(next, running)).toBe(false)
  })
})

test('the diff masks secrets and passwords in addresses', () => {
  const one = { family: 'api', containerDefinitions: [{ name: 'api', image: 'a', environment: [{ name: 'API_TOKEN', value: 'tok-1' }, { name: 'DATABASE_URL', value: 'postgresql://u:pw-1@h/db' }] }] }
  const other = { family: 'api', containerDefinitions: [{ name: 'api', image: 'b', environment: [{ name: 'API_TOKEN', value: 'tok-2' }, { name: 'DATABASE_URL', value: 'postgresql://u:pw-2@h/db' }, { name: 'NEW', value: 'x' }] }] }
  const shown = sayDiff(diffDefinitions(one, other)).join('\n')
  expect(shown).toBe('~ containers.api.environment.API_TOKEN: *** -> ***\n~ containers.api.environment.DATABASE_URL: postgresql://u:***@h/db -> postgresql://u:***@h/db\n+ containers.api.environment.NEW: x\n~ containers.api.image: a -> b')
})

describe('a failure known early', () => {
  const task = (over: Partial<Task>): Task => ({ arn: 'arn:task/1', taskDefinition: 't', lastStatus: 'STOPPED', createdAtMs: 0, containers: [], ...over })
  const exit = (exitCode: number, stopCode = 'EssentialContainerExited') => task({ stopCode, containers: [{ name: 'api', exitCode }] })
  const few = { running: 0, desired: 1 }
  test('is the same exit code twice', () => {
    expect(earlyFailure([exit(1)], few)).toBeUndefined()
    expect(earlyFailure([exit(1), exit(2)], few)).toBeUndefined()
    expect(earlyFailure([exit(137), exit(137)], few)?.reason).toContain('out of memory')
  })
  test('is an end with 0, too: a service is not to end', () => expect(earlyFailure([exit(0), exit(0)], few)?.reason).toContain('exited twice with code 0'))
  test('names the container that failed, not the ones that were stopped with it', () => {
    const both = task({ stopCode: 'EssentialContainerExited', containers: [{ name: 'agent', exitCode: 143 }, { name: 'api', exitCode: 2 }, { name: 'init', exitCode: 0 }] })
    expect(earlyFailure([both, both], few)?.reason).toBe('container api exited twice with code 2')
  })
  test('is not an exit that ECS asked for', () => expect(earlyFailure([exit(143, 'ServiceSchedulerInitiated'), exit(143, 'ServiceSchedulerInitiated')], few)).toBeUndefined())
  test.each([
    ['CannotPullContainerError: pull image manifest has been retried: manifest unknown', 'image'],
    ["CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64'", 'image'],
    ['ResourceInitializationError: unable to pull secrets or registry auth: ResourceNotFoundException: Secrets Manager can\'t find the specified secret', 'resources'],
    ['Task failed ELB health checks in (target-group arn:aws:x)', 'unhealthy'],
  ])('%s', (stoppedReason, kind) => expect(earlyFailure([task({ stoppedReason })], few)?.kind).toBe(kind))
  test('a pull that timed out needs to be seen twice', () => {
    const slow = task({ stoppedReason: 'CannotPullContainerError: i/o timeout' })
    expect(earlyFailure([slow], few)).toBeUndefined()
    expect(earlyFailure([slow, slow], few)?.kind).toBe('image')
  })
  test('one unhealthy task among many running ones is not proof', () => {
    const sick = task({ stoppedReason: 'Task failed container health checks' })
    expect(earlyFailure([sick], { running: 4, desired: 10 })).toBeUndefined()
  })
})

test.each(['blue-green', 'canary'])('%s is refused by name', (strategy) => expect(() => assertStrategy(strategy)).toThrow(`"${strategy}" does not exist yet`))
