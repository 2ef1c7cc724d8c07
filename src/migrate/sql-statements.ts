/** One SQL statement of a migration, with the revision whose upgrade it belongs to. */
export interface Statement {
  /** Without comments, white space as single spaces. */
  readonly text: string
  /** Undefined before the first `-- Running upgrade` line. */
  readonly revision: string | undefined
}

/** What `alembic upgrade --sql` wrote. */
export interface MigrationSql {
  readonly statements: readonly Statement[]
  /** In order; the last one is the head. */
  readonly revisions: readonly string[]
}

/** Split the text of `alembic upgrade FROM:TO --sql` into statements; strings, quoted names and dollar quotes stay whole. */
export function parseMigrationSql(sql: string): MigrationSql {
  const statements: Statement[] = []
  const revisions: string[] = []
  let revision: string | undefined
  let text = ''
  const close = () => {
    const trimmed = text.replace(/\s+/g, ' ').trim()
    if (trimmed) statements.push({ text: trimmed, revision })
    text = ''
  }
  for (let at = 0; at < sql.length; ) {
    const rest = sql.slice(at, at + 80)
    if (rest.startsWith('--')) {
      const end = endOf(sql, '\n', at)
      const upgrade = /^--\s*Running upgrade\s+.*?->\s*([\w,\s]+)/.exec(sql.slice(at, end))
      if (upgrade?.[1]) {
        close()
        revision = upgrade[1].trim().split(/[\s,]+/)[0]
        if (revision) revisions.push(revision)
      }
      at = end
    } else if (rest.startsWith('/*')) at = endOf(sql, '*/', at)
    else if (rest[0] === "'" || rest[0] === '"') {
      const end = endOf(sql, rest[0], at + 1)
      text += sql.slice(at, end)
      at = end
    } else if (rest[0] === '$') {
      const tag = /^\$\w*\$/.exec(rest)?.[0]
      const end = tag ? endOf(sql, tag, at + tag.length) : at + 1
      text += sql.slice(at, end)
      at = end
    } else if (rest[0] === ';') {
      close()
      at += 1
    } else {
      text += rest[0] ?? ''
      at += 1
    }
  }
  close()
  return { statements, revisions }
}

function endOf(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from)
  return found < 0 ? sql.length : found + mark.length
}
