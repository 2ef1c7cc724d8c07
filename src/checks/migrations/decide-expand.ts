import type { Severity, Waiver } from '../../config/model.ts'
import { gateFindings } from '../gates/findings.ts'
import type { AcceptedFinding, CheckOutcome, Finding } from '../outcome.ts'
import { counted, settle, type StepRun, toolFailed } from '../parse/settle.ts'
import { findUnrepeatable, type SqlStatement } from './unrepeatable.ts'
import { parseHistory } from './revisions.ts'
import { migrationFiles } from './steps.ts'

/** How the SQL of migrations is read; the rules are those of a release. */
export interface SqlRules {
  /** Steps of one revision's SQL that take away what running code may use. */
  readonly lint: (sql: string) => readonly { readonly id: string; readonly statement: string; readonly waivedBy?: string }[]
  readonly statements: (sql: string) => readonly SqlStatement[]
}

/** What decides which findings fail. */
export interface ExpandOptions {
  readonly rules: SqlRules
  readonly waivers: readonly Waiver[]
  readonly nowMs: number
  /** Revision files that the base does not have; without it every revision counts as new. */
  readonly newFiles?: ReadonlySet<string>
}

const everySeverity: readonly Severity[] = ['critical', 'high', 'medium', 'low']

/**
 * Decide whether new revisions only expand, and whether they can be run again when they are killed.
 *
 * Each revision is judged by itself: a table that an older one made is in use.
 * A waiver names a step, a revision, or a rule and its file.
 */
export function decideExpand(step: StepRun, options: ExpandOptions): CheckOutcome {
  const { run, text } = step
  return settle(run, () => {
    const sql = text(migrationFiles.sql) ?? ''
    if (run.exitCode !== 0) throw toolFailed(run, 'alembic cannot write the SQL of the revisions; one that reads from the database has to leave that out when `context.is_offline_mode()`')
    const files = new Map(parseHistory(text(migrationFiles.history) ?? '', run).map(({ id, file }) => [id, file]))
    const isNew = (revision: string | undefined) => options.newFiles === undefined || options.newFiles.has(files.get(revision ?? '') ?? '')
    const findings: Finding[] = []
    const accepted: AcceptedFinding[] = []
    for (const { revision, sql: own } of splitRevisions(sql).filter((part) => isNew(part.revision))) {
      for (const { id, statement, waivedBy } of options.rules.lint(own)) {
        const finding = at(files.get(revision), id, `\`${statement}\` takes away what running code may use: expand now and contract in a later release, or waive ${id} or revision ${revision}`)
        if (waivedBy) accepted.push({ finding, why: `waived by ${waivedBy}` })
        else findings.push(finding)
      }
    }
    for (const { rule, revision, message } of findUnrepeatable(options.rules.statements(sql))) {
      if (isNew(revision)) findings.push(at(files.get(revision ?? ''), rule, message))
    }
    const judged = counted(splitRevisions(sql).filter((part) => isNew(part.revision)).length, options.newFiles ? 'new revision' : 'revision')
    const { failing, accepted: waived } = gateFindings(findings, { failOn: everySeverity, waivers: options.waivers, nowMs: options.nowMs })
    accepted.push(...waived)
    const rest = accepted.length > 0 ? `, ${accepted.length} accepted` : ''
    if (failing.length === 0) return { state: 'passed', accepted, summary: `${judged} without a step that takes away${rest}` }
    return { state: 'failed', findings: failing, accepted, summary: `${counted(failing.length, 'finding')} in ${judged}${rest}` }
  })
}

function at(file: string | undefined, rule: string, message: string): Finding {
  return { tool: 'expand-contract', rule, severity: 'high', message, ...(file ? { file } : {}) }
}

/** Cut what `alembic upgrade --sql` wrote at its `-- Running upgrade` lines. */
function splitRevisions(sql: string): readonly { revision: string; sql: string }[] {
  return sql.split(/^(?=-- Running upgrade )/m).flatMap((part) => {
    const revision = /^-- Running upgrade .*?-> ([\w.-]+)/.exec(part)?.[1]
    return revision ? [{ revision, sql: part }] : []
  })
}
