import { beforeEach, describe, expect, test } from 'vitest'
import type { AwsPorts, LambdaPort } from '../../../src/aws/ports.ts'
import { migrateByLambda, type MigrateOptions } from '../../../src/migrate/by-lambda.ts'
import { findFunction } from '../../../src/migrate/find-function.ts'
import { sayMigration } from '../../../src/migrate/report.ts'
import { HatcheryError } from '../../../src/shared/errors.ts'
import { DrivenClock } from '../../fakes/driven-clock.ts'
import { FakeAws } from '../../fakes/fake-aws.ts'

const image = `repo/migrator@sha256:${'b'.repeat(64)}`
const runner = { kind: 'lambda', component: 'migrator', function: 'migrator', timeoutSeconds: 900 } as const
const lost = new HatcheryError('AWS_UNREACHABLE', { what: 'lost', next: 'again' })

/** A migrator in front of a database that has revision 1 and can go to 2. */
class Migrator {
  current: string | null = '1'
  sql = '-- Running upgrade 1 -> 2\nALTER TABLE users ADD COLUMN age INTEGER;'
  invoked: string[] = []
  imageUri = 'old'
  updating = 0
  upgrade: () => { functionError?: string; payload: unknown } = () => {
    const before = this.current
    this.current = '2'
    return { payload: { before, after: '2', applied: ['2'] } }
  }
  names = ['api', 'migrator', 'mailer']
  port(): LambdaPort {
    return {
      listFunctions: () => Promise.resolve(this.names.map((name) => ({ name, arn: `arn:${name}` }))),
      listTags: (arn) => Promise.resolve(arn === 'arn:migrator' ? { role: 'migrator' } : {}),
      getFunction: (name) =>
        Promise.resolve(this.names.includes(name) ? { name, arn: `arn:${name}`, packageType: 'Image', state: 'Active', lastUpdateStatus: this.updating-- > 0 ? 'InProgress' : 'Successful', timeoutSeconds: 60, architecture: 'arm64', imageUri: this.imageUri } : undefined),
      updateFunctionCode: (_name, to) => {
        this.imageUri = to
        this.updating = 3
        return Promise.resolve()
      },
      invoke: ({ payload }) => {
        const { command } = JSON.parse(payload) as { command: string }
        this.invoked.push(command)
        try {
          const answer = command === 'current' ? { payload: { current: this.current } } : command === 'sql' ? { payload: { sql: this.sql } } : this.upgrade()
          return Promise.resolve({ statusCode: 200, functionError: 'functionError' in answer ? answer.functionError : undefined, payload: JSON.stringify(answer.payload), logTail: 'START x\nrunning 2 postgresql://u:hunter22@h/db\nEND x' })
        } catch (error) {
          return Promise.reject(error instanceof Error ? error : new Error(String(error)))
        }
      },
    }
  }
  upgrades = () => this.invoked.filter((command) => command === 'upgrade').length
}

let migrator: Migrator
let ports: AwsPorts
let options: MigrateOptions
let clock: DrivenClock
beforeEach(() => {
  migrator = new Migrator()
  clock = new DrivenClock()
  ports = { ...new FakeAws(clock).ports(), lambda: migrator.port() }
  options = { clock, waivers: [], onProgress: () => undefined }
})
const migrate = (over: Partial<MigrateOptions> = {}) => migrateByLambda(ports, { runner, image }, { ...options, ...over })

describe('a migration by Lambda', () => {
  test('brings the code to the image, waits, invokes once and reports before and after', async () => {
    const report = await migrate()
    expect(report).toMatchObject({ before: '1', after: '2', applied: ['2'], knownFrom: 'answer', linted: true })
    expect(report.logTail).toEqual(['running 2 postgresql://u:***@h/db'])
    expect(sayMigration(report)).toBe('database 1 -> 2 (1 applied)')
    expect([migrator.imageUri, migrator.upgrades()]).toEqual([image, 1])
  })

  test('does not start the migrator when there is nothing to apply', async () => {
    migrator.sql = ''
    expect(sayMigration(await migrate())).toBe('nothing to apply, the database is at 1')
    expect(migrator.upgrades()).toBe(0)
  })

  test('resolves a lost answer by asking the database', async () => {
    const upgrade = migrator.upgrade
    migrator.upgrade = () => {
      upgrade()
      throw lost
    }
    expect(await migrate()).toMatchObject({ before: '1', after: '2', knownFrom: 'database' })
    expect(migrator.upgrades()).toBe(1)
  })

  test('waits for an upgrade that is still at work when its answer is lost', async () => {
    migrator.upgrade = () => {
      clock.plan(40_000, () => (migrator.current = '2'))
      throw lost
    }
    expect((await migrate()).after).toBe('2')
    expect(migrator.upgrades()).toBe(1)
  })

  test('fails, not repeats, when the answer is lost and the database has not moved', async () => {
    migrator.upgrade = () => {
      throw lost
    }
    await expect(migrate()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' })
    expect(migrator.upgrades()).toBe(1)
  })

  test('tries again where throttling refused the invocation', async () => {
    const upgrade = migrator.upgrade
    let refused = 0
    migrator.upgrade = () => {
      if (refused++ < 2) throw new HatcheryError('AWS_THROTTLED', { what: 'slow down', next: 'wait' })
      return upgrade()
    }
    expect((await migrate()).after).toBe('2')
  })

  test('reads FunctionError and tells the revision that stays', async () => {
    migrator.upgrade = () => ({ functionError: 'Unhandled', payload: { errorMessage: 'relation "x" does not exist' } })
    await expect(migrate()).rejects.toThrow('relation "x" does not exist; the database is at 1')
  })

  test('an interrupted migration is asked about and never started again', async () => {
    migrator.current = '2'
    const report = await migrate({ interrupted: { before: '1', head: '2', atMs: clock.now(), contract: [] } })
    expect(report).toMatchObject({ before: '1', after: '2', knownFrom: 'database' })
    expect([migrator.upgrades(), migrator.imageUri]).toEqual([0, 'old'])
  })

  test('refuses a destructive step before anything runs, unless a waiver names it', async () => {
    migrator.sql = '-- Running upgrade 1 -> 2\nALTER TABLE users DROP COLUMN email;'
    await expect(migrate()).rejects.toMatchObject({ code: 'MIGRATION_DESTRUCTIVE' })
    expect(migrator.upgrades()).toBe(0)
    const report = await migrate({ waivers: [{ id: 'drop-column:users.email', reason: 'unused since 1.4', owner: 'ana', expires: '2099-01-01' }] })
    expect(report.contract).toMatchObject([{ id: 'drop-column:users.email', revision: '2', waivedBy: 'ana: unused since 1.4' }])
  })

  test('writes down what it is about to do before it invokes', async () => {
    const order: string[] = []
    await migrate({ journal: { starting: ({ before, head }) => (order.push(`journal ${before}->${head} after ${migrator.upgrades()}`), Promise.resolve()) } })
    expect(order).toEqual(['journal 1->2 after 0'])
  })
})

test('an update under way that is our own, its answer lost, is waited for', async () => {
  const port = migrator.port()
  let calls = 0
  ports = { ...ports, lambda: { ...port, updateFunctionCode: async (name, to) => {
    if (calls++ > 0) throw new HatcheryError('AWS_REFUSED', { what: 'AWS refused the request (ResourceConflictException: in progress)', next: 'wait' })
    await port.updateFunctionCode(name, to)
    throw lost
  } } }
  expect((await migrate()).after).toBe('2')
  expect(calls).toBe(2)
})

describe('the migrator function', () => {
  const search = (over: object) => findFunction(ports, { kind: 'lambda', component: 'migrator', timeoutSeconds: 1, ...over })
  test('is found by pattern', async () => expect((await search({ pattern: 'mig*' })).name).toBe('migrator'))
  test('is found by tag', async () => expect((await search({ tag: { key: 'role', value: 'migrator' } })).name).toBe('migrator'))
  test('is an error with the candidates when several fit', async () => {
    await expect(search({ pattern: 'm*' })).rejects.toMatchObject({ code: 'MIGRATOR_AMBIGUOUS', facts: { details: ['migrator', 'mailer'] } })
  })
  test('is an error with close names when none fits', async () => {
    await expect(search({ function: 'migrater' })).rejects.toMatchObject({ code: 'MIGRATOR_NOT_FOUND', facts: { details: ['migrator', 'api', 'mailer'] } })
  })
})
