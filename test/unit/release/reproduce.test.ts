import { describe, expect, it } from 'vitest'
import { stageLine } from '../../../src/release/reproduce.ts'
import type { ErrorCode } from '../../../src/shared/error-codes.ts'
import { HatcheryError } from '../../../src/shared/errors.ts'

const door = { call: 'dagger call hatchery' }
const failed = (code: ErrorCode) => new HatcheryError('RELEASE_FAILED', { what: 'it failed', next: 'mend it', cause: new HatcheryError(code, { what: 'why', next: 'mend it' }) })
const keys = 'with-aws --access-key-id env:AWS_ACCESS_KEY_ID --secret-access-key env:AWS_SECRET_ACCESS_KEY --session-token env:AWS_SESSION_TOKEN'
const sha = 'a'.repeat(40)

describe('the line of a failure on a stage', () => {
  it('is the call itself on the stage local, and for a smoke test anywhere', () => {
    expect(stageLine(door, { name: 'release', stage: 'local' }, failed('SMOKE_FAILED'))).toBe('dagger call hatchery release --stage local')
    expect(stageLine(door, { name: 'deploy', stage: 'local', components: ['api', 'web'] }, failed('SMOKE_FAILED'))).toBe('dagger call hatchery deploy --stage local --components api,web')
    expect(stageLine(door, { name: 'smoke', stage: 'staging', revision: sha }, failed('SMOKE_FAILED'))).toBe(`dagger call hatchery smoke --stage staging --revision ${sha}`)
  })

  it('rehearses what the application did, at the commit that was released', () => {
    for (const code of ['SMOKE_FAILED', 'MIGRATION_FAILED', 'DEPLOYMENT_ROLLED_BACK'] as const) expect(stageLine(door, { name: 'release', stage: 'staging' }, failed(code))).toBe('dagger call hatchery rehearse')
    expect(stageLine(door, { name: 'release', stage: 'staging', revision: sha }, failed('SMOKE_FAILED'))).toBe(`git checkout ${sha} && dagger call hatchery rehearse`)
    expect(stageLine(door, { name: 'release', stage: 'staging', revision: 'v7' }, failed('SMOKE_FAILED'))).toBe('dagger call hatchery rehearse')
  })

  it('looks at the account or the lock where those are why, and changes nothing', () => {
    expect(stageLine(door, { name: 'release', stage: 'staging', revision: 'v7' }, failed('AWS_ACCESS_DENIED'))).toBe(`dagger call hatchery ${keys} preflight --stage staging --revision v7`)
    expect(stageLine(door, { name: 'release', stage: 'staging' }, new HatcheryError('RELEASE_LOCKED', { what: 'held', next: 'wait' }))).toBe(`dagger call hatchery ${keys} status --stage staging`)
    expect(stageLine(door, { name: 'rollback', stage: 'staging', to: 'v6' }, failed('SMOKE_FAILED'))).toBe(`dagger call hatchery ${keys} status --stage staging`)
    expect(stageLine(door, { name: 'logs', stage: 'staging' }, failed('AWS_NOT_FOUND'))).toBe(`dagger call hatchery ${keys} logs --stage staging`)
  })
})
