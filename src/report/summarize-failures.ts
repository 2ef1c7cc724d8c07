import type { CheckOutcome, Finding, TestCase } from '../checks/outcome.ts'
import { isFailing } from '../checks/parse/count-tests.ts'

/** How many findings and tests of one check are listed before the rest is only counted. */
const listed = 50
/** Lines of output shown for a check that no finding explains. */
const outputLines = 30

/** Tell whether a check makes the run red. */
export const isRed = (outcome: CheckOutcome): boolean => outcome.state === 'failed' || outcome.state === 'error'

/**
 * List what is red, for the error that `checks` throws: each failing test and finding with file and line, and how to see it again.
 *
 * What could not be decided comes last and is called so; a check without findings shows the end of its output.
 */
export function summarizeFailures(outcomes: readonly CheckOutcome[]): string[] {
  const red = outcomes.filter(isRed)
  return [...red.filter(({ state }) => state === 'failed'), ...red.filter(({ state }) => state === 'error')].flatMap(summarizeOne)
}

function summarizeOne(outcome: CheckOutcome): string[] {
  const head = `${outcome.state === 'error' ? 'UNDECIDED' : 'FAILED'} ${outcome.id}: ${outcome.code ? `[${outcome.code}] ` : ''}${outcome.summary}`
  const tests = (outcome.tests?.cases ?? []).filter(isFailing).map(describeTest)
  const items = [...outcome.findings.map(describeFinding), ...tests]
  const shown = items.slice(0, listed).map((line) => `  ${line}`)
  const rest = items.length > listed ? [`  … and ${items.length - listed} more, see the report`] : []
  // A coded failure (time limit, crash, the table of benchmarks) is explained by its output even where something is listed.
  const output = items.length === 0 || outcome.state === 'error' || outcome.code === 'CHECK_TIME_LIMIT' || outcome.code === 'TOOL_FAILED' || outcome.code === 'PERFORMANCE_REGRESSED' ? lastLines(outcome.output) : []
  return [head, ...shown, ...rest, ...output, ...(outcome.reproduce ? [`  Reproduce: ${outcome.reproduce}`] : [])]
}

/** Write a finding in one line: `src/a.ts:7:3 error no-undef (eslint): message`. */
export function describeFinding(finding: Finding): string {
  const place = placeOf(finding)
  return `${place ? `${place} ` : ''}${finding.severity} ${finding.rule} (${finding.tool}): ${firstLine(finding.message)}`
}

/** Write a failing test in one line: `tests/test_a.py:6 TestX::test_in: assert False`. */
export function describeTest(test: TestCase): string {
  const place = placeOf(test)
  return `${place ? `${place} ` : ''}${test.name}${test.message ? `: ${firstLine(test.message)}` : ''}`
}

function placeOf(at: { readonly file?: string; readonly line?: number; readonly column?: number }): string | undefined {
  if (!at.file) return undefined
  // A file's name may hold a line break, which must not forge a line of the message.
  const file = at.file.replace(/[\n\r]/g, '?')
  return [file, at.line, at.line === undefined ? undefined : at.column].filter((part) => part !== undefined).join(':')
}

const firstLine = (text: string): string => text.split('\n').find((line) => line.trim() !== '')?.trim().slice(0, 300) ?? ''

function lastLines(output: string): string[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return lines.slice(-outputLines).map((line) => `  | ${line.slice(0, 300)}`)
}
