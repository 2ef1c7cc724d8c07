import { describe, expect, test } from 'vitest'
import { upgradeFromLog } from '../../../src/migrate/answer.ts'
import { lintMigrationSql } from '../../../src/migrate/expand-contract.ts'
import { parseMigrationSql } from '../../../src/migrate/sql-statements.ts'

const lint = (sql: string, waivers: Parameters<typeof lintMigrationSql>[1]['waivers'] = []) => lintMigrationSql(sql, { waivers, nowMs: Date.UTC(2026, 0, 1) })
const ids = (sql: string) => lint(sql).steps.map((step) => step.id)

describe('a destructive step', () => {
  test.each([
    ['DROP TABLE users', 'drop-table:users'],
    ['DROP TABLE IF EXISTS "Old Things" CASCADE', 'drop-table:old things'],
    ['ALTER TABLE users DROP COLUMN email', 'drop-column:users.email'],
    ['ALTER TABLE ONLY public.users DROP email', 'drop-column:users.email'],
    ['ALTER TABLE users ADD COLUMN age INTEGER NOT NULL', 'not-null:users.age'],
    ['ALTER TABLE users ALTER COLUMN age SET NOT NULL', 'not-null:users.age'],
    ['ALTER TABLE users ALTER COLUMN age TYPE BIGINT', 'retype:users.age'],
    ['ALTER TABLE users ALTER age SET DATA TYPE NUMERIC(10, 2)', 'retype:users.age'],
    ['ALTER TABLE users RENAME TO people', 'rename:users'],
    ['ALTER TABLE users RENAME COLUMN age TO years', 'rename:users.age'],
    ['ALTER TABLE users RENAME age TO years', 'rename:users.age'],
    ['ALTER TABLE users ADD COLUMN a INT, DROP COLUMN b', 'drop-column:users.b'],
    ["ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'", 'rename:mood'],
    ['DROP VIEW v', 'drop:v'],
    ['TRUNCATE TABLE users', 'truncate:users'],
  ])('%s', (sql, id) => expect(ids(`${sql};`)).toEqual([id]))
})

describe('not destructive', () => {
  test.each([
    "ALTER TABLE users ADD COLUMN state TEXT DEFAULT 'new' NOT NULL",
    'ALTER TABLE users ADD COLUMN id BIGSERIAL NOT NULL',
    'ALTER TABLE users ADD CONSTRAINT c CHECK (age IS NOT NULL)',
    'ALTER TABLE users DROP CONSTRAINT c',
    'ALTER TABLE users ALTER COLUMN age DROP NOT NULL',
    'ALTER TABLE users RENAME CONSTRAINT a TO b',
    'CREATE INDEX i ON users (age)',
    "INSERT INTO notes VALUES ('DROP TABLE users; ALTER TABLE users DROP COLUMN x')",
    'DO $$ BEGIN EXECUTE 1; END $$',
    'CREATE TABLE fresh (id INT); ALTER TABLE fresh DROP COLUMN id; DROP TABLE fresh',
    "ALTER TABLE users ALTER COLUMN age SET DEFAULT 0; ALTER TABLE users ALTER COLUMN age SET NOT NULL",
    '-- DROP TABLE users\n/* DROP TABLE users; */ SELECT 1',
  ])('%s', (sql) => expect(ids(`${sql};`)).toEqual([]))
})

test('names the revision and the head', () => {
  const found = lint('BEGIN;\n-- Running upgrade  -> 0001\nCREATE TABLE a (id INT);\n-- Running upgrade 0001 -> 0002\nDROP TABLE b;\nCOMMIT;')
  expect(found.revisions).toEqual(['0001', '0002'])
  expect(found.steps).toMatchObject([{ id: 'drop-table:b', revision: '0002' }])
})

test('a waiver holds for a step or a revision until it expires', () => {
  const sql = '-- Running upgrade 1 -> 2\nDROP TABLE b;'
  const waiver = { id: 'drop-table:b', reason: 'unused', owner: 'ana', expires: '2026-02-01' }
  expect(lint(sql, [waiver]).unwaived).toEqual([])
  expect(lint(sql, [{ ...waiver, id: '2' }]).unwaived).toEqual([])
  expect(lint(sql, [{ ...waiver, expires: '2025-12-31' }]).unwaived).toHaveLength(1)
})

test('a semicolon in a string ends no statement', () => {
  expect(parseMigrationSql("INSERT INTO a VALUES ('x;y', $q$ ; $q$); SELECT 1").statements.map((one) => one.text)).toEqual(["INSERT INTO a VALUES ('x;y', $q$ ; $q$)", 'SELECT 1'])
})

test('the log of a task tells the upgrade in its last JSON line', () => {
  expect(upgradeFromLog(['x', '{"before": null, "after": "2", "applied": ["1", "2"]}', 'bye'])).toEqual({ before: null, after: '2', applied: ['1', '2'] })
  expect(upgradeFromLog(['nothing'])).toEqual({})
})
