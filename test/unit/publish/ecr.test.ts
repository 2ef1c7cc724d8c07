import { describe, expect, it } from 'vitest'
import type { Config } from '../../../src/config/model.ts'
import { destination } from '../../../src/publish/destination.ts'
import { ecrLogins, ecrRegion } from '../../../src/publish/ecr.ts'

const minute = 60_000

/** ECR that counts the tokens it gave. */
function fakeEcr(validMs: number, clock: { now: number }) {
  let given = 0
  return { count: () => given, login: () => Promise.resolve({ host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', username: 'AWS', password: `token-${++given}`, expiresAtMs: clock.now + validMs }) }
}

const stage = (name: string, regions: readonly string[]) => ({ name, regions }) as unknown as Config['stages'][number]

describe('ecrLogins', () => {
  it('asks once for many at the same time, keeps the token for a while and then gets a new one', async () => {
    const clock = { now: 0 }
    const ecr = fakeEcr(12 * 60 * minute, clock)
    const login = ecrLogins(ecr, { now: () => clock.now })
    expect((await Promise.all([login(), login(), login()])).map(({ password }) => password)).toEqual(['token-1', 'token-1', 'token-1'])
    clock.now = 14 * minute
    expect((await login()).password).toBe('token-1')
    clock.now = 15 * minute
    expect((await login()).password).toBe('token-2')
  })

  it('never gives a token that ends before a push can', async () => {
    const clock = { now: 0 }
    const ecr = fakeEcr(25 * minute, clock)
    const login = ecrLogins(ecr, { now: () => clock.now })
    await login()
    clock.now = 6 * minute
    expect((await login()).password).toBe('token-2')
  })

  it('asks again after a failure', async () => {
    let fails = true
    const login = ecrLogins({ login: () => (fails ? Promise.reject(new Error('denied')) : fakeEcr(1e9, { now: 0 }).login()) }, { now: () => 0 })
    await expect(login()).rejects.toThrow('denied')
    fails = false
    expect((await login()).username).toBe('AWS')
  })

  it('names the registry of another account where hatchery.yaml does', async () => {
    const login = ecrLogins(fakeEcr(1e9, { now: 0 }), { account: '999999999999', now: () => 0 })
    expect((await login()).host).toBe('999999999999.dkr.ecr.eu-west-1.amazonaws.com')
  })
})

describe('ecrRegion', () => {
  it('is that of the registry, else the first of the stages, never that of the local one', () => {
    const stages = [stage('preview', []), stage('production', ['us-east-2', 'eu-west-1']), stage('local', ['local'])]
    expect(ecrRegion({ registry: { kind: 'ecr', prefix: 'shop', region: 'eu-north-1' }, stages })).toBe('eu-north-1')
    expect(ecrRegion({ registry: { kind: 'ecr', prefix: 'shop' }, stages })).toBe('us-east-2')
  })

  it('asks for a region where nothing names one', () => {
    expect(() => ecrRegion({ registry: { kind: 'ecr', prefix: 'shop' }, stages: [stage('local', ['local'])] })).toThrowError(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })
})

describe('destination', () => {
  it('needs an account or the host that ECR told', () => {
    const config = { registry: { kind: 'ecr', prefix: 'shop' } as const, stages: [stage('production', ['us-east-2'])] }
    expect(() => destination(config)).toThrowError(expect.objectContaining({ code: 'CREDENTIALS_MISSING' }))
    expect(destination(config, 'h.test')).toMatchObject({ host: 'h.test', ecrRegion: 'us-east-2' })
    expect(destination({ ...config, registry: { ...config.registry, account: '123456789012' } }).host).toBe('123456789012.dkr.ecr.us-east-2.amazonaws.com')
  })
})
