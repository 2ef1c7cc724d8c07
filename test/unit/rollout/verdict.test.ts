import { describe, expect, test } from 'vitest'
import type { Deployment, EcsService, ServiceDeployment } from '../../../src/aws/ports.ts'
import { judge, judgeServiceDeployment, type Ending } from '../../../src/rollout/verdict.ts'

const started = { cluster: 'c', service: 'api', deploymentId: 'ours', taskDefinition: 'new', previousTaskDefinition: 'old', startedAtMs: 0 }
const deployment = (id: string, over: Partial<Deployment> = {}): Deployment => ({ id, status: 'PRIMARY', taskDefinition: id === 'ours' ? 'new' : 'old', rolloutState: 'IN_PROGRESS', failedTasks: 0, runningCount: 0, desiredCount: 1, createdAtMs: 0, ...over })
const service = (...deployments: Deployment[]): EcsService => ({ name: 'api', arn: '', status: 'ACTIVE', taskDefinition: '', desiredCount: 1, runningCount: 1, deployments, events: [], targetGroups: [], controller: 'ECS', strategy: 'ROLLING', breaker: { enable: true, rollback: true }, placement: {} })
const record = (status: string, over: Partial<ServiceDeployment> = {}): ServiceDeployment => ({ arn: '', status, triggeredAlarms: [], createdAtMs: 0, ...over })
const failing: Ending = { because: 'failing', reason: 'exited twice', afterSeconds: 30, how: 'ROLLBACK' }

describe('by the service alone', () => {
  test.each([
    ['is pending while it is under way', service(deployment('ours')), undefined, 'pending'],
    ['asks when ECS has failed it', service(deployment('ours', { rolloutState: 'FAILED' })), undefined, 'ask'],
    ['asks when another one is PRIMARY', service(deployment('other'), deployment('ours', { status: 'ACTIVE' })), undefined, 'ask'],
    ['is pending while our stop takes effect', service(deployment('ours')), failing, 'pending'],
    ['asks when we aborted it', service(deployment('ours')), { ...failing, how: 'ABORT' as const }, 'ask'],
  ])('%s', (_name, seen, ending, kind) => expect(judge(seen, started, ending).kind).toBe(kind))
  test('is a stop when the service is gone', () => expect(judge(undefined, started)).toMatchObject({ verdict: { kind: 'stopped', reason: 'the service was deleted' } }))
})

describe('by the service deployment', () => {
  const back = service(deployment('other', { rolloutState: 'COMPLETED' }))
  const elsewhere = service(deployment('other', { taskDefinition: 'older', rolloutState: 'COMPLETED' }))
  test.each([
    ['success', record('SUCCESSFUL'), back, undefined, { kind: 'succeeded' }],
    ['a breaker', record('ROLLBACK_SUCCESSFUL', { breakerStatus: 'TRIGGERED', rollbackReason: 'threshold' }), back, undefined, { kind: 'rolled-back', by: 'breaker', reason: 'threshold', restored: true }],
    ['an alarm', record('ROLLBACK_SUCCESSFUL', { triggeredAlarms: ['a', 'b'] }), back, undefined, { kind: 'rolled-back', by: 'alarm', reason: 'ECS gives no reason (a, b)' }],
    ['us', record('ROLLBACK_SUCCESSFUL'), back, failing, { kind: 'rolled-back', by: 'us', reason: 'exited twice' }],
    ['someone', record('ROLLBACK_SUCCESSFUL'), back, undefined, { kind: 'rolled-back', by: 'someone' }],
    ['a rollback to a revision older than the one that we found', record('ROLLBACK_IN_PROGRESS', { breakerStatus: 'TRIGGERED' }), elsewhere, undefined, { kind: 'rolled-back', by: 'breaker', restored: true }],
    ['a rollback that failed', record('ROLLBACK_FAILED', { statusReason: 'no capacity' }), back, undefined, { kind: 'stopped', reason: 'the rollback failed: no capacity' }],
    ['a timeout that we ended', record('ROLLBACK_SUCCESSFUL'), back, { ...failing, because: 'timed out' as const }, { kind: 'timed-out', afterSeconds: 30, restored: true }],
    ['a timeout that we aborted', record('STOPPED'), service(deployment('ours')), { ...failing, because: 'timed out' as const }, { kind: 'timed-out', restored: false }],
    ['another revision', record('STOPPED'), elsewhere, undefined, { kind: 'superseded', byTaskDefinition: 'older' }],
    ['another revision, without a record', undefined, elsewhere, undefined, { kind: 'superseded', byTaskDefinition: 'older' }],
    ['a stop from outside', record('STOPPED', { statusReason: 'by ana' }), service(deployment('ours', { rolloutState: 'FAILED' })), undefined, { kind: 'stopped', reason: 'by ana' }],
    ['a breaker, without a record', undefined, service(deployment('other', { rolloutState: 'COMPLETED', rolloutStateReason: 'ECS deployment circuit breaker: rolling back' })), undefined, { kind: 'rolled-back', by: 'breaker', restored: true }],
    ['a failure without rollback, without a record', undefined, service(deployment('ours', { rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start' })), undefined, { kind: 'stopped', reason: 'tasks failed to start' }],
  ])('is ended by %s', (_name, found, seen, ending, expected) => expect(judgeServiceDeployment(found, seen, started, ending)).toMatchObject({ kind: 'verdict', verdict: expected }))
  test('is pending while the rollback is under way', () => expect(judgeServiceDeployment(record('ROLLBACK_IN_PROGRESS'), service(deployment('other')), started).kind).toBe('pending'))
})
