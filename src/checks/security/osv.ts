import * as z from 'zod'
import type { Finding } from '../outcome.ts'
import { parseJson } from '../parse/json.ts'
import { unreadable } from '../parse/readable.ts'
import { scoreSeverity } from './cvss.ts'

/** Where packages come from, as OSV names it. */
export type Ecosystem = 'npm' | 'PyPI'

const event = z.object({ introduced: z.string().optional(), fixed: z.string().optional(), last_affected: z.string().optional(), limit: z.string().optional() })
const affected = z.object({
  package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
  ranges: z.array(z.object({ type: z.string(), events: z.array(event) })).optional(),
  versions: z.array(z.string()).optional(),
  database_specific: z.record(z.string(), z.unknown()).optional(),
})
const schema = z.object({
  id: z.string().min(1),
  aliases: z.array(z.string()).optional(),
  summary: z.string().optional(),
  details: z.string().optional(),
  withdrawn: z.string().optional(),
  severity: z.array(z.object({ type: z.string(), score: z.string() })).optional(),
  affected: z.array(affected).optional(),
  database_specific: z.record(z.string(), z.unknown()).optional(),
})

/** One advisory in OSV's format. */
export type Advisory = z.infer<typeof schema>
/** What an advisory says about one package. */
export type Affected = z.infer<typeof affected>

/**
 * Read advisories: each text is one of OSV's entries, or a list of them.
 *
 * @param texts File name to text.
 * @throws {HatcheryError} `REPORT_UNREADABLE`, also when there is no advisory at all: a pass against nothing says nothing.
 * @see Open Source Vulnerability format, ossf.github.io/osv-schema
 */
export function parseAdvisories(texts: Readonly<Record<string, string>>): readonly Advisory[] {
  const found = Object.entries(texts).flatMap(([file, text]) => {
    const written = parseJson<unknown>(text, { file, schema: z.unknown() })
    const list = Array.isArray(written) ? (written as unknown[]) : [written]
    return list.map((one) => parseJson(JSON.stringify(one), { file, schema }))
  })
  if (found.length === 0) throw unreadable(Object.keys(texts).join(', ') || 'gates.vulnerabilities.advisories', 'there is no advisory in it')
  return found.filter((advisory) => advisory.withdrawn === undefined)
}

/** Name an advisory by its CVE where it has one: what a waiver names. */
export function advisoryRule(ids: readonly string[]): string {
  return ids.find((id) => id.startsWith('CVE-')) ?? ids.find((id) => id.startsWith('GHSA-')) ?? ids[0] ?? 'unknown'
}

const words: Readonly<Record<string, Finding['severity']>> = { critical: 'critical', high: 'high', moderate: 'medium', medium: 'medium', low: 'low' }

/** Tell how bad an advisory is: its database's word, else its CVSS 3 score; unknown counts as high. */
export function advisorySeverity(advisory: Advisory, about: Affected): Finding['severity'] {
  const word = about.database_specific?.['severity'] ?? advisory.database_specific?.['severity']
  const named = typeof word === 'string' ? words[word.toLowerCase()] : undefined
  const scored = (advisory.severity ?? []).flatMap(({ score }) => scoreSeverity(score) ?? [])
  return named ?? scored[0] ?? 'high'
}
