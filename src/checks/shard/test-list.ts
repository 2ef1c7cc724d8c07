import * as z from 'zod'
import { locate, type ReportPlace } from '../parse/locate.ts'
import { parseJson } from '../parse/json.ts'
import { plainLines } from '../parse/plain-text.ts'
import { unreadable } from '../parse/readable.ts'

/** Test tools whose files can be listed and chosen. */
export type ShardedTool = 'vitest' | 'pytest'

/** Shell lines that write the list of test files to `$OUT/tests.list`, run in the component's folder. */
export const listTestsCommand: Readonly<Record<ShardedTool, string>> = {
  vitest: 'npx --no-install vitest list --filesOnly --json="$OUT/tests.list"',
  // The verbosity is set, not lowered: `-q` or `-v` in the project's own options would change the form of the list.
  pytest: 'python -m pytest -p no:cacheprovider --collect-only --verbosity=-1 --continue-on-collection-errors >"$OUT/tests.list"',
}

const schema = z.array(z.object({ file: z.string() }))

/**
 * Read the list of test files that the tool wrote; a file that cannot be collected is in it, so that it fails in its shard.
 *
 * @returns Files relative to hatchery.yaml, in alphabetical order.
 * @throws {HatcheryError} `REPORT_UNREADABLE`, also for an empty list: it would pass for a suite without tests.
 */
export function parseTestList(text: string, options: { tool: ShardedTool; place: ReportPlace }): string[] {
  const file = options.place.file ?? 'tests.list'
  const written = options.tool === 'vitest' ? parseJson(text, { file, schema }).map((one) => one.file) : pytestFiles(text)
  if (written.length === 0) throw unreadable(file, `${options.tool} listed no test file`)
  return [...new Set(written.map((one) => locate(one, options.place)))].sort()
}

/** `tests/test_a.py::test_ok`, and `ERROR tests/test_b.py` for a file that does not load. */
function pytestFiles(text: string): string[] {
  return plainLines(text).flatMap((line) => {
    const match = /^(?:ERROR )?(\S.*?\.py)(?:::.*| - .*)?$/.exec(line)
    return match?.[1] && !line.startsWith('E ') ? [match[1]] : []
  })
}
