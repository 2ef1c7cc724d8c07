import type { Waiver } from '../config/model.ts'
import { HatcheryError } from '../shared/errors.ts'
import { parseMigrationSql } from './sql-statements.ts'

/** A step that takes away what running code may still use. */
export interface DestructiveStep {
  /** `drop-column:users.email`; what a waiver names. */
  readonly id: string
  readonly revision?: string
  readonly statement: string
  /** The waiver that holds, if one does. */
  readonly waivedBy?: string
}

export interface MigrationLint {
  readonly steps: readonly DestructiveStep[]
  readonly unwaived: readonly DestructiveStep[]
  /** New revisions in order; the last is the head. */
  readonly revisions: readonly string[]
}

type Rule = (statement: string, created: ReadonlySet<string>, defaults: ReadonlySet<string>) => readonly string[]

const name = String.raw`((?:"[^"]+"|[\w.])+)`
const exists = String.raw`(?:if (?:not )?exists )?`
const table = new RegExp(String.raw`^alter table ${exists}(?:only )?${name} (.*)$`, 'is')

const rules: readonly Rule[] = [
  (statement, created) => names(new RegExp(String.raw`^drop table ${exists}(.+?)(?: cascade| restrict)?$`, 'i'), statement).flatMap((list) => list.split(',').map(clean)).flatMap((one) => (created.has(one) ? [] : [`drop-table:${one}`])),
  (statement) => names(new RegExp(String.raw`^drop (?:view|materialized view|schema|type|sequence) ${exists}${name}`, 'i'), statement).map((one) => `drop:${clean(one)}`),
  (statement, created) => names(new RegExp(String.raw`^truncate (?:table )?(?:only )?${name}`, 'i'), statement).flatMap((one) => (created.has(clean(one)) ? [] : [`truncate:${clean(one)}`])),
  (statement) => names(new RegExp(String.raw`^alter type ${name} rename`, 'i'), statement).map((one) => `rename:${clean(one)}`),
  (statement, created, defaults) => {
    const found = table.exec(statement)
    const on = clean(found?.[1] ?? '')
    if (!found?.[2] || created.has(on)) return []
    return actions(found[2]).flatMap((action) => alter(on, action, defaults))
  },
]

/** Find what one action of ALTER TABLE takes away. */
function alter(on: string, action: string, defaults: ReadonlySet<string>): readonly string[] {
  const rename = new RegExp(String.raw`^rename (?:column )?(?:${name} )?to `, 'i').exec(action)
  if (rename && !/^rename constraint /i.test(action)) return [rename[1] ? `rename:${on}.${clean(rename[1])}` : `rename:${on}`]
  const drop = new RegExp(String.raw`^drop (?:column )?${exists}${name}`, 'i').exec(action)
  if (drop?.[1] && !/^drop (constraint|index)\b/i.test(action)) return [`drop-column:${on}.${clean(drop[1])}`]
  const add = new RegExp(String.raw`^add (?:column )?${exists}${name} (.*)$`, 'is').exec(action)
  if (add?.[1] && !/^add (constraint|primary|unique|foreign|check|exclude)\b/i.test(action)) {
    const rest = add[2] ?? ''
    return /\bnot null\b/i.test(rest) && !/\b(default|generated|serial|bigserial|smallserial)\b/i.test(rest) ? [`not-null:${on}.${clean(add[1])}`] : []
  }
  const column = new RegExp(String.raw`^alter (?:column )?${name} (.*)$`, 'is').exec(action)
  if (!column?.[1] || !column[2]) return []
  const path = `${on}.${clean(column[1])}`
  if (/^(set data )?type\b/i.test(column[2])) return [`retype:${path}`]
  return /^set not null\b/i.test(column[2]) && !defaults.has(path) ? [`not-null:${path}`] : []
}

/**
 * Find destructive steps in the SQL of new revisions.
 *
 * Tables that the same SQL creates are free to change. A waiver names a step (`drop-column:users.email`) or a revision.
 *
 * @param sql What `alembic upgrade FROM:head --sql` writes; see {@link parseMigrationSql}.
 */
export function lintMigrationSql(sql: string, options: { readonly waivers: readonly Waiver[]; readonly nowMs: number }): MigrationLint {
  const { statements, revisions } = parseMigrationSql(sql)
  const created = new Set<string>()
  const defaults = new Set<string>()
  const steps: DestructiveStep[] = []
  for (const { text, revision } of statements) {
    for (const one of names(new RegExp(String.raw`^create (?:(?:temp|temporary|unlogged) )?table ${exists}${name}`, 'i'), text)) created.add(clean(one))
    const found = new RegExp(String.raw`^alter table ${exists}(?:only )?${name} alter (?:column )?${name} set default`, 'i').exec(text)
    if (found?.[1] && found[2]) defaults.add(`${clean(found[1])}.${clean(found[2])}`)
    for (const id of rules.flatMap((rule) => rule(text, created, defaults))) {
      const waiver = options.waivers.find((one) => (one.id === id || one.id === revision) && Date.parse(one.expires) > options.nowMs)
      steps.push({ id, ...(revision ? { revision } : {}), statement: text.slice(0, 200), ...(waiver ? { waivedBy: `${waiver.owner}: ${waiver.reason}` } : {}) })
    }
  }
  return { steps, unwaived: steps.filter((step) => step.waivedBy === undefined), revisions }
}

/** @throws {HatcheryError} `MIGRATION_DESTRUCTIVE` when a step has no waiver. */
export function assertExpandOnly(lint: MigrationLint): void {
  if (lint.unwaived.length === 0) return
  throw new HatcheryError('MIGRATION_DESTRUCTIVE', {
    what: `${lint.unwaived.length} new migration step(s) take away what running code may still use`,
    where: `revision ${[...new Set(lint.unwaived.map((step) => step.revision ?? 'unknown'))].join(', ')}`,
    next: 'Expand now and contract in a later release, or record a waiver with the id shown (reason, owner, expiry).',
    details: lint.unwaived.map((step) => `${step.id}: ${step.statement}`),
  })
}

function names(pattern: RegExp, statement: string): string[] {
  const found = pattern.exec(statement)?.[1]
  return found ? [found] : []
}

function clean(name: string): string {
  return name.replaceAll('"', '').trim().replace(/^public\./, '').toLowerCase()
}

/** Split the actions of ALTER TABLE at commas outside brackets. */
function actions(text: string): string[] {
  const found: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at <= text.length; at++) {
    const letter = text[at]
    if (letter === '(') depth += 1
    if (letter === ')') depth -= 1
    if (letter === undefined || (letter === ',' && depth === 0)) {
      found.push(text.slice(from, at).trim())
      from = at + 1
    }
  }
  return found
}
