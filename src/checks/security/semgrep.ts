import * as z from 'zod'
import { parseJson } from '../parse/json.ts'
import { locate, type ReportPlace } from '../parse/locate.ts'
import type { Audited } from './match.ts'

const report = z.object({
  errors: z.array(z.object({ type: z.unknown().optional(), message: z.string().optional(), rule_id: z.string().nullish(), path: z.string().nullish() })),
  results: z.array(z.object({ check_id: z.string(), path: z.string(), start: z.object({ line: z.number(), col: z.number() }), extra: z.object({ message: z.string(), severity: z.string() }) })),
  paths: z.object({ scanned: z.array(z.string()).default([]), skipped: z.array(z.object({ path: z.string(), reason: z.string() })).default([]) }),
})

const severities = { CRITICAL: 'critical', ERROR: 'high', HIGH: 'high', WARNING: 'medium', MEDIUM: 'medium', INFO: 'low', LOW: 'low' } as const

/** What the project itself leaves out, or what no rule is about; every other reason leaves a file unseen. */
const leftOutOnPurpose = /ignore|exclude|include|language|irrelevant|binary|always_skipped/

/**
 * Read what `semgrep --json --verbose` wrote; a rule that it could not read and a file that it could not analyse are skipped.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function parseSemgrep(text: string, place: ReportPlace): Audited & { readonly scanned: number } {
  const { errors, results, paths } = parseJson(text, { file: 'semgrep.json', schema: report })
  const failed = errors.map(({ path, rule_id, message }) => `${path ? locate(path, place) : rule_id ? `rule ${rule_id}` : 'the rules'}: ${firstLine(message ?? 'no reason given')}`)
  const named = new Set(errors.flatMap(({ path }) => path ?? []))
  return {
    scanned: paths.scanned.length,
    skipped: [...failed, ...paths.skipped.filter(({ path, reason }) => !leftOutOnPurpose.test(reason) && !named.has(path)).map(({ path, reason }) => `${locate(path, place)}: ${reason.replaceAll('_', ' ')}`)],
    findings: results.map(({ check_id, path, start, extra }) => ({
      tool: 'semgrep', rule: check_id, severity: severities[extra.severity as keyof typeof severities] ?? 'high', message: extra.message, file: locate(path, place), line: start.line, column: start.col,
    })),
  }
}

const firstLine = (text: string) => text.split('\n').map((line) => line.trim()).find(Boolean)?.slice(0, 200) ?? ''
