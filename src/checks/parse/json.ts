import * as z from 'zod'
import { assertReadable, unreadable } from './readable.ts'

/**
 * Read a JSON report of a known shape.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE` with the field that is wrong.
 */
export function parseJson<T>(text: string, about: { file: string; schema: z.ZodType<T> }): T {
  assertReadable(text, about.file)
  const result = about.schema.safeParse(read(text, about.file))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw unreadable(about.file, `${issue?.path.join('.') || 'the top level'}: ${issue?.message ?? 'not the expected shape'}`)
}

function read(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw unreadable(file, 'not JSON', error)
  }
}
