import type { CoverageReport, Finding, TestReport } from '../outcome.ts'
import { parseBlack } from './black.ts'
import { parseCobertura } from './cobertura.ts'
import { parseEslint } from './eslint.ts'
import { parseJunit } from './junit.ts'
import { parseLcov } from './lcov.ts'
import type { ReportPlace } from './locate.ts'
import { parseMypy } from './mypy.ts'
import { plainLines } from './plain-text.ts'
import { assertReportSize, unreadable } from './readable.ts'
import { parseRuff } from './ruff.ts'
import { parseSarif } from './sarif.ts'
import { parseTsc } from './tsc.ts'
import { reportFileNames, type ReportKind, type ToolRun } from './tool-run.ts'
import { locate } from './locate.ts'

/**
 * Read the findings of a tool from its report file or, for tools that only print, from its output.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function readFindings(run: ToolRun): Finding[] {
  switch (run.tool) {
    case 'eslint':
      return parseEslint(fileText(run, 'eslint') ?? run.stdout, placeOf(run, 'eslint'))
    case 'ruff':
      return parseRuff(fileText(run, 'ruff') ?? run.stdout, placeOf(run, 'ruff'))
    case 'black':
      return parseBlack(run.stderr, placeOf(run))
    case 'mypy':
      return parseMypy(run.stdout, placeOf(run))
    case 'tsc':
      return parseTsc(run.stdout, placeOf(run))
    default:
      return run.concern === 'test' ? [] : readCommand(run)
  }
}

/** A command of the user's own may write any report that is known, or print what some compiler prints. */
function readCommand(run: ToolRun): Finding[] {
  const written = [
    ...readIf(run, 'eslint', parseEslint),
    ...readIf(run, 'ruff', parseRuff),
    ...readIf(run, 'sarif', parseSarif),
  ]
  if (written.length > 0 || run.exitCode === 0) return written
  const text = `${run.stdout}\n${run.stderr}`
  const known = [...parseTsc(text, placeOf(run)), ...parseMypy(text, placeOf(run)), ...parseBlack(text, placeOf(run))]
  return known.length > 0 ? known : parseGeneric(text, run)
}

/** `FILE:LINE[:COLUMN]: message`, as most tools print. */
function parseGeneric(text: string, run: ToolRun): Finding[] {
  return plainLines(text).flatMap((line): Finding[] => {
    const match = /^(\S[^:]*\.\w+):(\d+)(?::(\d+))?:?\s+(\S.*)$/.exec(line)
    if (!match?.[1] || !match[4]) return []
    return [{ tool: run.tool, rule: 'output', severity: 'error', message: match[4], file: locate(match[1], placeOf(run)), line: Number(match[2]), ...(match[3] ? { column: Number(match[3]) } : {}) }]
  })
}

/** Read the test cases; `undefined` when the run left no JUnit report. */
export function readTests(run: ToolRun): TestReport | undefined {
  const text = fileText(run, 'junit')
  return text === undefined ? undefined : parseJunit(text, placeOf(run, 'junit'))
}

/** Read line coverage from lcov, else from Cobertura; `undefined` when the run left neither. */
export function readCoverage(run: ToolRun): CoverageReport | undefined {
  const lcov = fileText(run, 'lcov')
  if (lcov !== undefined) return parseLcov(lcov, placeOf(run, 'lcov'))
  const cobertura = fileText(run, 'cobertura')
  return cobertura === undefined ? undefined : parseCobertura(cobertura, placeOf(run, 'cobertura'))
}

/** Make the error for a report that a tool always writes and did not. */
export function missingReport(run: ToolRun, kind: ReportKind): Error {
  return unreadable(`${run.id} ${reportFileNames[kind]}`, `${run.tool} ended with exit code ${run.exitCode} and wrote no report`)
}

function readIf(run: ToolRun, kind: ReportKind, parse: (text: string, place: ReportPlace) => Finding[]): Finding[] {
  const text = fileText(run, kind)
  return text === undefined ? [] : parse(text, placeOf(run, kind))
}

function fileText(run: ToolRun, kind: ReportKind): string | undefined {
  const file = run.files[kind]
  if (typeof file === 'object') {
    assertReportSize(file.sizeBytes, `${run.id} ${reportFileNames[kind]}`)
    throw unreadable(`${run.id} ${reportFileNames[kind]}`, `the report has ${file.sizeBytes} bytes and was not fetched`)
  }
  return file
}

function placeOf(run: ToolRun, kind?: ReportKind): ReportPlace {
  return {
    path: run.path,
    file: kind ? `${run.id} ${reportFileNames[kind]}` : run.id,
    ...(run.root ? { root: run.root } : {}),
    ...(run.known ? { known: run.known } : {}),
  }
}
