/** A statement of the SQL of migrations. */
export interface SqlStatement {
  readonly text: string
  readonly revision: string | undefined
}

const guards: readonly (readonly [RegExp, RegExp])[] = [
  [/^create (?:unique )?index\b/i, /\bif not exists\b/i],
  [/^create (?:table|schema|sequence|extension)\b/i, /\bif not exists\b/i],
  [/^alter type \S+ add value\b/i, /\bif not exists\b/i],
  [/^alter table\b.*\badd column\b/i, /\bif not exists\b/i],
  [/^alter table\b.*\bdrop column\b/i, /\bif exists\b/i],
  [/^drop (?:index|table|type|sequence|schema|view|materialized view)\b/i, /\bif exists\b/i],
  [/^insert into\b/i, /\bon conflict\b/i],
]

/**
 * Find statements outside a transaction that fail when they are run a second time.
 *
 * PostgreSQL undoes a revision that breaks inside its transaction. What runs outside one (CREATE INDEX CONCURRENTLY,
 * ALTER TYPE … ADD VALUE in an autocommit block) stays, the revision does not, and the next upgrade runs it again.
 */
export function findUnrepeatable(statements: readonly SqlStatement[]): readonly { rule: string; revision: string | undefined; message: string }[] {
  let inTransaction = false
  return statements.flatMap(({ text, revision }) => {
    if (/^(?:begin|start transaction)\b/i.test(text)) inTransaction = true
    else if (/^(?:commit|rollback|end)\b/i.test(text)) inTransaction = false
    if (inTransaction || /\balembic_version\b/.test(text)) return []
    const guard = guards.find(([kind]) => kind.test(text))?.[1]
    if (!guard || guard.test(text)) return []
    const missing = guard.source.replaceAll('\\b', '').toUpperCase()
    return [{ rule: 'not-repeatable', revision, message: `\`${text.slice(0, 200)}\` runs outside a transaction without ${missing}: an upgrade that is killed after it can never be run again` }]
  })
}
