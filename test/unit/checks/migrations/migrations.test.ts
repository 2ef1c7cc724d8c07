import { describe, expect, it } from 'vitest'
import { decideExpand } from '../../../../src/checks/migrations/decide-expand.ts'
import { decideSchema } from '../../../../src/checks/migrations/decide-schema.ts'
import { decideUpgrade } from '../../../../src/checks/migrations/decide-upgrade.ts'
import { parseHistory } from '../../../../src/checks/migrations/revisions.ts'
import { migrationSteps } from '../../../../src/checks/migrations/steps.ts'
import { lintMigrationSql } from '../../../../src/migrate/expand-contract.ts'
import { parseMigrationSql } from '../../../../src/migrate/sql-statements.ts'
import type { Waiver } from '../../../../src/config/model.ts'
import { component, step } from '../step.ts'

// As alembic 1.20.1 prints them.
const history = `Rev: 0002 (head)
Parent: 0001
Path: /work/db/migrations/versions/0002_shrink.py

    shrink

Rev: 0001
Parent: <base>
Path: /work/db/migrations/versions/0001_first.py

    first
`
const sql = `BEGIN;

CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);

-- Running upgrade  -> 0001

CREATE TABLE pets (id INTEGER, name TEXT);

INSERT INTO alembic_version (version_num) VALUES ('0001');

-- Running upgrade 0001 -> 0002

ALTER TABLE pets DROP COLUMN name;

COMMIT;

CREATE INDEX CONCURRENTLY by_id ON pets (id);

BEGIN;

UPDATE alembic_version SET version_num='0002' WHERE alembic_version.version_num = '0001';

COMMIT;
`
const about = { concern: 'migrations', path: 'db' } as const
const kept = (files: Record<string, string>) => Object.fromEntries(Object.entries({ history, heads: '0002 (head)\n', before: '', ...files }).map(([name, text]) => [`upgrade.files/${name}`, text]))
const upgrade = (files: Record<string, string>, run: { exitCode?: number; stderr?: string } = {}) => decideUpgrade(step({ ...about, tool: 'upgrade', ...run }, kept(files)))

describe('the upgrade of an empty database', () => {
  it('passes at the head, when a second one changes nothing', () => {
    expect(upgrade({ phase: 'done\n', first: '0002 (head)\n', second: '0002 (head)\n' })).toMatchObject({ state: 'passed', summary: 'an empty database comes to 0002 (2 revisions), a second upgrade changes nothing' })
  })

  it('names the revision and the line where it fails', () => {
    const stderr = 'Traceback\n  File "/work/db/migrations/env.py", line 3, in <module>\n  File "/work/db/migrations/versions/0002_shrink.py", line 21, in upgrade\n  File "/usr/lib/alembic/x.py", line 9\nsqlalchemy.exc.ProgrammingError: (psycopg.errors.UndefinedColumn) column "nam" does not exist'
    expect(upgrade({ phase: 'first\n' }, { exitCode: 1, stderr })).toMatchObject({
      state: 'failed',
      findings: [{ rule: 'upgrade-fails', file: 'db/migrations/versions/0002_shrink.py', line: 21, message: expect.stringContaining('column "nam" does not exist') as string }],
    })
  })

  it('is not idempotent when the second one fails', () => {
    expect(upgrade({ phase: 'second\n', first: '0002 (head)\n' }, { exitCode: 1 })).toMatchObject({ state: 'failed', findings: [{ rule: 'not-idempotent' }] })
  })

  it('names the file of each of two heads', () => {
    expect(upgrade({ phase: 'read\n', heads: '0001 (head)\n0002 (head)\n' }, { exitCode: 1 })).toMatchObject({ state: 'failed', findings: [{ rule: 'two-heads', file: 'db/migrations/versions/0001_first.py' }, { rule: 'two-heads', file: 'db/migrations/versions/0002_shrink.py' }] })
  })

  it('fails when the head is not reached', () => {
    expect(upgrade({ phase: 'done\n', first: '0001\n', second: '0001\n' })).toMatchObject({ state: 'failed', findings: [{ rule: 'head-not-reached' }] })
  })

  it('is undecided on a database that is not empty or does not answer', () => {
    expect(upgrade({ phase: 'empty\n', before: '0001\n' }, { exitCode: 1 })).toMatchObject({ state: 'error', code: 'TOOL_FAILED', summary: expect.stringContaining('not empty') as string })
    expect(upgrade({ phase: 'empty\n' }, { exitCode: 1 })).toMatchObject({ state: 'error', code: 'TOOL_FAILED' })
    expect(upgrade({}, { exitCode: 1 })).toMatchObject({ state: 'error', code: 'TOOL_FAILED' })
  })
})

describe('models and database', () => {
  const check = (stdout: string, exitCode: number, phase = 'done\n') => decideSchema(step({ ...about, tool: 'schema', stdout, exitCode }, kept({ phase })))

  it('agree, differ, or cannot be compared', () => {
    expect(check('No new upgrade operations detected.', 0)).toMatchObject({ state: 'passed' })
    expect(check("FAILED: New upgrade operations detected: [('add_column', None, 'pets', Column('age', Integer()))]", 1)).toMatchObject({ state: 'failed', findings: [{ rule: 'schema-drift', message: expect.stringContaining("'add_column'") as string }] })
    expect(check("FAILED: Can't proceed with --autogenerate option; environment script /work/db/env.py does not provide a MetaData object or sequence of objects to the context.", 1)).toMatchObject({ state: 'skipped' })
  })

  it('are not compared after an upgrade that failed, and an unknown answer decides nothing', () => {
    expect(check('FAILED: Target database is not up to date.', 1, 'first\n')).toMatchObject({ state: 'skipped' })
    expect(check('', 0)).toMatchObject({ state: 'error', code: 'TOOL_FAILED' })
  })
})

describe('new revisions', () => {
  const nowMs = Date.parse('2026-06-01')
  const expand = (options: { waivers?: readonly Waiver[]; newFiles?: readonly string[]; exitCode?: number } = {}) => {
    const { waivers = [], newFiles } = options
    const rules = { lint: (text: string) => lintMigrationSql(text, { waivers, nowMs }).steps, statements: (text: string) => parseMigrationSql(text).statements }
    return decideExpand(step({ ...about, tool: 'expand-contract', exitCode: options.exitCode ?? 0 }, { ...kept({}), 'expand-contract.files/sql': sql }), { rules, waivers, nowMs, ...(newFiles ? { newFiles: new Set(newFiles) } : {}) })
  }
  const waiver = (id: string, expires = '2026-12-31'): Waiver => ({ id, expires, owner: 'ana', reason: 'nothing reads it' })

  it('are red where they take away what an older one made, or cannot be run again', () => {
    expect(expand()).toMatchObject({
      state: 'failed',
      findings: [
        { rule: 'drop-column:pets.name', severity: 'high', file: 'db/migrations/versions/0002_shrink.py' },
        { rule: 'not-repeatable', file: 'db/migrations/versions/0002_shrink.py', message: expect.stringContaining('IF NOT EXISTS') as string },
      ],
    })
  })

  it('may shrink with a waiver for the step, the revision or the file, until it expires', () => {
    const repeat = waiver('not-repeatable@db/migrations/versions/0002_shrink.py')
    for (const id of ['drop-column:pets.name', '0002']) expect(expand({ waivers: [waiver(id), repeat] })).toMatchObject({ state: 'passed', accepted: [{ why: expect.stringContaining('ana') as string }, {}] })
    expect(expand({ waivers: [waiver('0002', '2026-05-31'), repeat] })).toMatchObject({ state: 'failed', findings: [{ rule: 'drop-column:pets.name' }] })
  })

  it('are those that the base does not have', () => {
    expect(expand({ newFiles: ['db/migrations/versions/0001_first.py'] })).toMatchObject({ state: 'passed', summary: '1 new revision without a step that takes away' })
    expect(expand({ newFiles: ['db/migrations/versions/0002_shrink.py'] }).state).toBe('failed')
  })

  it('are undecided when alembic cannot write their SQL', () => {
    expect(expand({ exitCode: 1 })).toMatchObject({ state: 'error', code: 'TOOL_FAILED' })
  })
})

describe('the steps', () => {
  it('run the command that hatchery.yaml gives, twice', () => {
    const [first] = migrationSteps([component({ services: ['postgres'], migrations: { tool: 'alembic', path: 'v', command: 'python -m own up' } })])
    expect(first?.command.match(/^python -m own up$/gm)).toHaveLength(2)
  })

  it('refuse a component without a database', () => {
    expect(() => migrationSteps([component({ migrations: { tool: 'alembic', path: 'v', command: 'x' } })])).toThrow(/no service/)
  })

  it('read revisions with their files', () => {
    expect(parseHistory(history, { path: 'db' })).toEqual([{ id: '0002', file: 'db/migrations/versions/0002_shrink.py' }, { id: '0001', file: 'db/migrations/versions/0001_first.py' }])
  })
})
