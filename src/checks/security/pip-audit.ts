import * as z from 'zod'
import { parseJson } from '../parse/json.ts'
import type { Audited } from './match.ts'
import { vulnerable } from './match.ts'
import { advisoryRule } from './osv.ts'
import { pythonName, writtenAt } from './packages.ts'

const vulnerability = z.object({ id: z.string(), fix_versions: z.array(z.string()).default([]), aliases: z.array(z.string()).default([]), description: z.string().nullish() })
const report = z.object({
  dependencies: z.array(z.object({ name: z.string(), version: z.string().optional(), skip_reason: z.string().optional(), vulns: z.array(vulnerability).optional() })),
})

/**
 * Read what `pip-audit --format json` wrote; without its feed it names every package as skipped and calls that no vulnerability.
 *
 * It tells no severity, so each finding counts as high.
 *
 * @param about.own Names of packages that are installed from the sources themselves.
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function parsePipAudit(text: string, about: { readonly path: string; readonly manifests: Readonly<Record<string, string>>; readonly own: ReadonlySet<string> }): Audited {
  const { dependencies } = parseJson(text, { file: 'pip-audit.json', schema: report })
  const audited = dependencies.filter(({ name }) => !about.own.has(pythonName(name)))
  return {
    skipped: audited.filter(({ skip_reason, vulns }) => skip_reason !== undefined || vulns === undefined).map(({ name, skip_reason }) => `${name}: ${(skip_reason ?? 'no answer').replace(/ and could not be audited:.*$/s, '')}`),
    findings: audited.flatMap(({ name, version, vulns }) =>
      (vulns ?? []).map(({ id, aliases, fix_versions, description }) => ({
        tool: 'pip-audit',
        rule: advisoryRule([id, ...aliases]),
        severity: 'high' as const,
        message: vulnerable({ name, version: version ?? '', what: description ?? '', ids: [id, ...aliases], fixes: fix_versions }),
        ...writtenAt(name, about),
      })),
    ),
  }
}
