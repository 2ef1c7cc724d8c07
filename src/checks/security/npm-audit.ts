import * as z from 'zod'
import { HatcheryError } from '../../shared/errors.ts'
import type { Finding } from '../outcome.ts'
import { parseJson } from '../parse/json.ts'
import { vulnerable } from './match.ts'
import { npmPackages } from './packages.ts'

const via = z.object({ name: z.string(), title: z.string(), url: z.string().optional(), severity: z.string(), range: z.string().optional() })
const report = z.object({
  auditReportVersion: z.number().optional(),
  vulnerabilities: z.record(z.string(), z.object({ name: z.string(), via: z.array(z.union([z.string(), via])), nodes: z.array(z.string()).optional(), fixAvailable: z.unknown().optional() })).optional(),
  message: z.string().optional(),
  statusCode: z.number().optional(),
  error: z.object({ code: z.string().nullish(), summary: z.string().nullish() }).optional(),
})
const severities = { critical: 'critical', high: 'high', moderate: 'medium', low: 'low', info: 'low' } as const

/**
 * Read what `npm audit --json` printed: each advisory once a package.
 *
 * @param lock The package-lock.json that was audited: its path relative to hatchery.yaml and its text.
 * @throws {HatcheryError} `SCANNER_UNREACHABLE` when the registry did not answer; `REPORT_UNREADABLE`.
 */
export function parseNpmAudit(text: string, lock: { readonly file: string; readonly text: string }): readonly Finding[] {
  const read = parseJson(text, { file: 'npm-audit.json', schema: report })
  if (read.vulnerabilities === undefined || read.auditReportVersion === undefined) {
    const why = read.message ?? read.error?.summary ?? read.error?.code ?? 'it gives no list of vulnerabilities'
    throw unreachable(lock.file, `npm audit got no answer from the registry's advisories (${String(why).replace(/https?:\S+/g, '').trim() || 'no reason given'})`)
  }
  const lines = new Map(npmPackages(lock.text, lock.file).map((one) => [one.name, one]))
  return Object.values(read.vulnerabilities).flatMap((about) =>
    about.via.flatMap((cause): Finding[] => {
      if (typeof cause === 'string') return [] // a package that has it from another one, which is listed itself
      const id = /GHSA-[\w-]+/.exec(cause.url ?? '')?.[0] ?? cause.title
      const line = lines.get(cause.name)?.line
      const what = `${cause.title}, versions ${cause.range ?? 'unknown'}`
      const severity = severities[cause.severity as keyof typeof severities] ?? 'high'
      const message = vulnerable({ name: cause.name, version: lines.get(cause.name)?.version ?? '', what, ids: [id], fixes: about.fixAvailable ? ['a newer version: run `npm audit fix`'] : [] })
      return [{ tool: 'npm-audit', rule: id, severity, message, file: lock.file, ...(line ? { line } : {}) }]
    }),
  )
}

/** What helps in a network without feeds. */
export const wayOut = 'give advisories as a file: gates.vulnerabilities.advisories in hatchery.yaml'

/** Make the error of a feed that did not answer: nothing is known then. */
export function unreachable(where: string, what: string): HatcheryError {
  return new HatcheryError('SCANNER_UNREACHABLE', { where, what: `${what}; where no feed can be reached, ${wayOut}`, next: `${wayOut}, or run where the feed can be reached` })
}
