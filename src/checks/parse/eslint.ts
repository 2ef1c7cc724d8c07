import * as z from 'zod'
import type { Finding } from '../outcome.ts'
import { parseJson } from './json.ts'
import { locate, type ReportPlace } from './locate.ts'

const schema = z.array(
  z.object({
    filePath: z.string(),
    messages: z.array(
      z.object({
        ruleId: z.string().nullish(),
        severity: z.number(),
        message: z.string(),
        line: z.number().nullish(),
        column: z.number().nullish(),
      }),
    ),
  }),
)

/**
 * Read what `eslint --format json` wrote.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function parseEslint(text: string, place: ReportPlace): Finding[] {
  const files = parseJson(text, { file: place.file ?? 'eslint.json', schema })
  return files.flatMap((file) =>
    file.messages.map((message): Finding => ({
      tool: 'eslint',
      rule: message.ruleId ?? 'parse-error',
      severity: message.severity >= 2 ? 'error' : 'warning',
      message: message.message,
      file: locate(file.filePath, place),
      ...(message.line ? { line: message.line } : {}),
      ...(message.column ? { column: message.column } : {}),
    })),
  )
}
