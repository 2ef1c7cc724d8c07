import type { Finding } from '../checks/outcome.ts'
import { fingerprint } from '../checks/gates/baseline.ts'
import type { RunReport } from './run-report.ts'

interface Entry {
  readonly finding: Finding
  /** Why it does not fail. */
  readonly why?: string
}

/** Scores in the middle of what GitHub calls by these names, for findings that come with a word only. */
const scores: Partial<Record<Finding['severity'], string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' }
const levels = { critical: 'error', high: 'error', error: 'error', medium: 'warning', warning: 'warning', low: 'note' } as const

/**
 * Write all findings as a SARIF 2.1.0 log, one run a tool.
 *
 * What a waiver accepts is suppressed with its reason, what the baseline knows is `unchanged`.
 *
 * @see Static Analysis Results Interchange Format (SARIF) Version 2.1.0, OASIS
 */
export function sarifLog(report: RunReport): string {
  const entries = report.outcomes.flatMap(({ findings, accepted }): Entry[] => [...findings.map((finding) => ({ finding })), ...(accepted ?? [])])
  const runs = [...Map.groupBy(entries, ({ finding }) => finding.tool)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([tool, of]) => run(tool, of))
  const empty = { tool: { driver: { name: 'hatchery' } }, results: [] }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: runs.length > 0 ? runs : [empty] }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

function run(tool: string, entries: readonly Entry[]): unknown {
  const rules = [...new Set(entries.map(({ finding }) => finding.rule))].sort()
  const scoreOf = (rule: string) => scores[entries.find(({ finding }) => finding.rule === rule)?.finding.severity ?? 'error']
  return {
    tool: { driver: { name: tool, rules: rules.map((id) => ({ id, ...(scoreOf(id) ? { properties: { 'security-severity': scoreOf(id), tags: ['security'] } } : {}) })) } },
    automationDetails: { id: `hatchery/${tool}/` },
    results: entries.map((entry) => result(entry, rules)),
  }
}

function result({ finding, why }: Entry, rules: readonly string[]): unknown {
  const { file, line, column } = finding
  const region = line ? { region: { startLine: line, ...(column ? { startColumn: column } : {}) } } : {}
  return {
    ruleId: finding.rule,
    ruleIndex: rules.indexOf(finding.rule),
    level: levels[finding.severity],
    message: { text: finding.message || finding.rule },
    // GitHub shows only results that have a place; a finding about the whole project stands at its description.
    locations: [{ physicalLocation: { artifactLocation: { uri: toUri(file ?? 'hatchery.yaml') }, ...region } }],
    partialFingerprints: { 'hatchery/v1': fingerprint(finding) },
    ...(why?.startsWith('waived') ? { suppressions: [{ kind: 'external', status: 'accepted', justification: why }] } : {}),
    ...(why === 'in the baseline' ? { baselineState: 'unchanged' } : {}),
  }
}

function toUri(file: string): string {
  const encoded = file.split('/').map(encodeURIComponent).join('/')
  return file.startsWith('/') ? `file://${encoded}` : encoded
}
