import * as z from 'zod'
import type { Finding } from '../outcome.ts'
import { parseJson } from '../parse/json.ts'
import { locate, type ReportPlace } from '../parse/locate.ts'

const found = z.array(z.object({ file: z.string(), line: z.number(), rule: z.string(), kind: z.string() }))

/**
 * Read where secrets were found; the scan's step leaves only places, never what stands there.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function parseSecrets(text: string, place: ReportPlace): readonly Finding[] {
  return parseJson(text, { file: 'secrets.json', schema: found }).map(({ file, line, rule, kind }) => ({
    tool: 'secrets',
    rule: kind,
    severity: 'critical',
    message: `looks like a secret (${rule.replace(/^@secretlint\/secretlint-rule-/, '')}): take it out, make a new one, and read it from the environment`,
    file: locate(file, place),
    line,
  }))
}
