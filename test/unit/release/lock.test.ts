import { beforeEach, describe, expect, test } from 'vitest'
import { leasedClock, leaseMs, lockHolder, StageLock } from '../../../src/release/lock.ts'
import { HatcheryError } from '../../../src/shared/errors.ts'
import { DrivenClock } from '../../fakes/driven-clock.ts'
import { FakeAws } from '../../fakes/fake-aws.ts'

let clock: DrivenClock
let aws: FakeAws
beforeEach(() => {
  clock = new DrivenClock()
  aws = new FakeAws(clock)
})
const acquire = (holder: string, state = aws.ports().state) => StageLock.acquire(state, { stage: 's', holder, releaseId: `of-${holder}`, clock, random: Math.random })

describe('the lock of a stage', () => {
  test('is held by one, and the other is told by whom and how long', async () => {
    await acquire('ana')
    await expect(acquire('bo')).rejects.toThrow('ana is releasing (of-ana')
    expect((await lockHolder(aws.ports().state, { stage: 's', nowMs: clock.now() }))?.holder).toBe('ana')
  })

  test('goes to the next when it is given back', async () => {
    const first = await acquire('ana')
    await first.release()
    expect((await acquire('bo')).fence).toBe(first.fence + 1)
  })

  test('can be taken over when the lease has run out, and the old holder is refused from then on', async () => {
    const paused = await acquire('ana')
    clock.advanceTo(clock.now() + leaseMs + 1)
    const taken = await acquire('bo')
    await expect(paused.renew()).rejects.toMatchObject({ code: 'RELEASE_LOCK_LOST' })
    await paused.release()
    await taken.renew()
    expect((await lockHolder(aws.ports().state, { stage: 's', nowMs: clock.now() }))?.holder).toBe('bo')
  })

  test('can be renewed by a slow holder as long as nobody took over', async () => {
    const slow = await acquire('ana')
    clock.advanceTo(clock.now() + leaseMs + 1)
    await slow.renew()
    await expect(acquire('bo')).rejects.toMatchObject({ code: 'RELEASE_LOCKED' })
  })

  test('is kept while its holder waits', async () => {
    const lock = await acquire('ana')
    await leasedClock(clock, lock).sleep(10 * leaseMs)
    await expect(acquire('bo')).rejects.toMatchObject({ code: 'RELEASE_LOCKED' })
  })

  test('is taken once when the answer to taking it was lost', async () => {
    const state = aws.ports().state
    let lost = 0
    const losing = { ...state, put: async (...args: Parameters<typeof state.put>) => {
      const answer = await state.put(...args)
      if (lost++ === 0) throw new HatcheryError('AWS_UNREACHABLE', { what: 'lost', next: 'again' })
      return answer
    } }
    expect((await acquire('ana', losing)).fence).toBe(1)
  })

  test('goes to one of thirty who come at once', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 30 }, (_, at) => acquire(`racer-${at}`)))
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  })
})
