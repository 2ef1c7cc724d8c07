import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLocalAws, type LocalAws } from '../../local-aws/index.ts'
import { connectAws } from '../../src/aws/connect.ts'
import type { StatePort } from '../../src/aws/ports.ts'
import { leaseMs, lockHolder, StageLock } from '../../src/release/lock.ts'
import type { Clock } from '../../src/shared/clock.ts'
import { startMoto } from './lock-moto.ts'

const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' }

/** A clock that a test sets; its sleeps end at once. */
class SetClock implements Clock {
  nowMs = Date.UTC(2026, 0, 5, 9)
  now = () => this.nowMs
  sleep = () => Promise.resolve()
}

/** The behaviour of the lock, whoever keeps the table. */
function behaves(start: () => Promise<string>): void {
  let endpoint = ''
  let round = 0
  beforeAll(async () => {
    endpoint = await start()
    const client = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials: keys })
    await client.send(new CreateTableCommand({ TableName: 'hatchery-lock', BillingMode: 'PAY_PER_REQUEST', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }], AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }, { AttributeName: 'sk', AttributeType: 'S' }] }))
  }, 600_000)
  /** A process of its own: its own connection, the clock of the test. */
  const process = (): StatePort => connectAws('us-east-1', { credentials: { kind: 'keys', ...keys }, endpoint, table: 'hatchery-lock' }).state
  const acquire = (holder: string, at: { stage: string; clock: Clock; state?: StatePort }) => StageLock.acquire(at.state ?? process(), { stage: at.stage, holder, releaseId: `of-${holder}`, clock: at.clock, random: Math.random })
  const race = async (at: { stage: string; clock: Clock }) => (await Promise.allSettled(Array.from({ length: 30 }, (_, racer) => acquire(`racer-${racer}`, at)))).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))

  test('thirty racers for one lock: one holder, and fencing numbers that only grow', async () => {
    const clock = new SetClock()
    const stage = `race-${round++}`
    const fences: number[] = []
    for (let heat = 0; heat < 5; heat++) {
      const winners = await race({ stage, clock })
      expect(winners).toHaveLength(1)
      fences.push(winners[0]!.fence)
      // Every other holder dies without giving it back.
      if (heat % 2 === 0) await winners[0]!.release()
      else clock.nowMs += leaseMs + 1
    }
    expect(fences).toEqual([1, 2, 3, 4, 5])
  }, 60_000)

  test('a paused holder that wakes up is refused, and the new holder keeps the lock', async () => {
    const clock = new SetClock()
    const stage = `paused-${round++}`
    const paused = await acquire('paused', { stage, clock })
    clock.nowMs += leaseMs + 1
    const next = await acquire('next', { stage, clock })
    await expect(paused.renew()).rejects.toMatchObject({ code: 'RELEASE_LOCK_LOST' })
    await paused.release()
    await next.renew()
    expect(await lockHolder(process(), { stage, nowMs: clock.now() })).toMatchObject({ holder: 'next', fence: 2 })
  }, 60_000)
}

describe('with the table in local-aws', () => {
  let aws: LocalAws
  afterAll(() => aws.stop())
  behaves(async () => {
    aws = await startLocalAws()
    return aws.url
  })
})

describe('with the table in moto, as a second opinion', () => {
  let moto: Awaited<ReturnType<typeof startMoto>> | undefined
  afterAll(() => moto?.stop())
  behaves(async () => {
    moto = await startMoto()
    return moto.url
  })
})
