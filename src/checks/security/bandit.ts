import * as z from 'zod'
import { parseJson } from '../parse/json.ts'
import { locate, type ReportPlace } from '../parse/locate.ts'
import type { Audited } from './match.ts'

const report = z.object({
  errors: z.array(z.object({ filename: z.string(), reason: z.string() })),
  results: z.array(z.object({ filename: z.string(), line_number: z.number(), col_offset: z.number().optional(), issue_severity: z.string(), issue_text: z.string(), test_id: z.string(), test_name: z.string() })),
})
/** B105 to B107 say "Possible hardcoded password: 'the password'". */
const withoutValue = ({ test_id, issue_text }: { test_id: string; issue_text: string }) => (/^B10[567]$/.test(test_id) ? issue_text.replace(/:.*$/s, '') : issue_text)

const severities = { HIGH: 'high', MEDIUM: 'medium', LOW: 'low' } as const

/**
 * Read what `bandit -f json` wrote; a file that it could not parse is skipped.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function parseBandit(text: string, place: ReportPlace): Audited {
  const read = parseJson(text, { file: 'bandit.json', schema: report })
  return {
    skipped: read.errors.map(({ filename, reason }) => `${locate(filename, place)}: ${reason}`),
    findings: read.results.map((found) => ({
      tool: 'bandit',
      rule: found.test_id,
      severity: severities[found.issue_severity as keyof typeof severities] ?? 'high',
      message: `${withoutValue(found)} (${found.test_name})`,
      file: locate(found.filename, place),
      line: found.line_number,
    })),
  }
}
