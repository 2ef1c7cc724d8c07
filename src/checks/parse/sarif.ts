import * as z from 'zod'
import type { Finding } from '../outcome.ts'
import { parseJson } from './json.ts'
import { locate, type ReportPlace } from './locate.ts'

const message = z.object({ text: z.string().optional(), id: z.string().optional() })
const rule = z.object({ id: z.string(), shortDescription: message.optional(), help: message.optional(), defaultConfiguration: z.object({ level: z.string().optional() }).optional(), properties: z.record(z.string(), z.unknown()).optional() })
const schema = z.object({
  version: z.literal('2.1.0'),
  runs: z.array(
    z.object({
      tool: z.object({ driver: z.object({ name: z.string(), rules: z.array(rule).optional() }) }),
      results: z
        .array(
          z.object({
            ruleId: z.string().optional(),
            ruleIndex: z.number().optional(),
            level: z.string().optional(),
            message,
            locations: z
              .array(
                z.object({
                  physicalLocation: z
                    .object({
                      artifactLocation: z.object({ uri: z.string().optional() }).optional(),
                      region: z.object({ startLine: z.number().optional(), startColumn: z.number().optional() }).optional(),
                    })
                    .optional(),
                }),
              )
              .optional(),
            suppressions: z.array(z.unknown()).optional(),
            properties: z.record(z.string(), z.unknown()).optional(),
          }),
        )
        .nullish(),
    }),
  ),
})

type Sarif = z.infer<typeof schema>
type Run = Sarif['runs'][number]

/**
 * Read a SARIF 2.1.0 log as it stands.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function readSarif(text: string, file: string): Sarif {
  return parseJson(text, { file, schema })
}

/** Find the rule that a result is about. */
export function ruleOf(run: Run, result: { readonly ruleId?: string | undefined; readonly ruleIndex?: number | undefined }): z.infer<typeof rule> | undefined {
  const rules = run.tool.driver.rules ?? []
  return rules.find(({ id }) => id === result.ruleId) ?? (result.ruleIndex === undefined ? undefined : rules[result.ruleIndex])
}

/**
 * Read the results of a SARIF 2.1.0 log; suppressed ones are left out.
 *
 * The severity comes from `security-severity` (a CVSS score, as GitHub reads it) where there is one, else from the level.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function parseSarif(text: string, place: ReportPlace): Finding[] {
  return readSarif(text, place.file ?? 'results.sarif').runs.flatMap((run) =>
    (run.results ?? [])
      .filter((result) => !result.suppressions?.length)
      .map((result): Finding => {
        const known = ruleOf(run, result)
        const at = result.locations?.[0]?.physicalLocation
        const uri = at?.artifactLocation?.uri
        return {
          tool: run.tool.driver.name,
          rule: result.ruleId ?? known?.id ?? 'unknown',
          severity: severityOf(result.properties?.['security-severity'] ?? known?.properties?.['security-severity'], result.level ?? known?.defaultConfiguration?.level),
          message: result.message.text ?? known?.shortDescription?.text ?? result.message.id ?? '',
          ...(uri ? { file: locate(decode(uri), place) } : {}),
          ...(at?.region?.startLine ? { line: at.region.startLine } : {}),
          ...(at?.region?.startColumn ? { column: at.region.startColumn } : {}),
        }
      }),
  )
}

/**
 * Tell what a CVSS score, as `security-severity` gives it, means; nothing for a score of 0, which stands for none.
 *
 * @see About SARIF support for code scanning, GitHub Docs: the bounds of security-severity
 */
export function scoreBand(score: unknown): 'critical' | 'high' | 'medium' | 'low' | undefined {
  const value = typeof score === 'string' || typeof score === 'number' ? Number(score) : NaN
  if (!(value > 0)) return undefined
  return value >= 9 ? 'critical' : value >= 7 ? 'high' : value >= 4 ? 'medium' : 'low'
}

const severityOf = (score: unknown, level: string | undefined): Finding['severity'] => scoreBand(score) ?? (level === 'error' ? 'error' : 'warning')

function decode(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri // a `%` that is part of the file's name
  }
}
