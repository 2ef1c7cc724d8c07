import * as z from 'zod'
import type { Finding } from '../outcome.ts'
import { parseJson } from './json.ts'
import { locate, type ReportPlace } from './locate.ts'

const schema = z.array(
  z.object({
    code: z.string().nullish(),
    filename: z.string(),
    message: z.string(),
    location: z.object({ row: z.number(), column: z.number() }).nullish(),
  }),
)

/**
 * Read what `ruff check --output-format json` wrote.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function parseRuff(text: string, place: ReportPlace): Finding[] {
  return parseJson(text, { file: place.file ?? 'ruff.json', schema }).map((found) => ({
    tool: 'ruff',
    rule: found.code ?? 'invalid-syntax',
    severity: 'error',
    message: found.message,
    file: locate(found.filename, place),
    ...(found.location ? { line: found.location.row, column: found.location.column } : {}),
  }))
}
