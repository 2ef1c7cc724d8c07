import type { CheckOutcome, CoverageReport, Finding, TestReport } from '../outcome.ts'
import type { ErrorCode } from '../../shared/error-codes.ts'
import { isHatcheryError } from '../../shared/errors.ts'
import { tail } from './plain-text.ts'
import { missingReport, readCoverage, readFindings, readTests } from './read-reports.ts'
import { countTests, describeTests } from './count-tests.ts'
import type { ToolRun } from './tool-run.ts'

type Verdict = Pick<CheckOutcome, 'state' | 'summary' | 'findings' | 'code' | 'tests' | 'coverage'>

const ownTools = new Set(['eslint', 'ruff', 'black', 'mypy', 'tsc', 'vitest', 'pytest'])

/**
 * Decide how a check ended from its tool's exit code and reports.
 *
 * Exit code 0 and a readable report pass. Findings or failing tests fail, whatever the exit code. What cannot be decided
 * (crash, signal, unreadable report) is an `error` with its code and the end of the output, never a pass.
 */
export function decideOutcome(run: ToolRun): CheckOutcome {
  const verdict = stopped(run) ?? fromReports(run)
  return {
    id: run.id,
    concern: run.concern,
    path: run.path,
    components: run.components,
    cell: run.cell,
    tool: run.tool,
    ...(run.shard ? { shard: run.shard } : {}),
    ...(run.startedAtMs === undefined ? {} : { startedAtMs: run.startedAtMs }),
    ...(run.durationSeconds === undefined ? {} : { durationSeconds: run.durationSeconds }),
    ...verdict,
    output: tail([run.stdout, run.stderr].filter((text) => text.trim() !== '').join('\n')),
    reproduce: run.reproduce,
  }
}

/** A tool that something else ended: its own verdict never came. */
function stopped(run: ToolRun): Verdict | undefined {
  const { exitCode } = run
  const limit = run.timeLimitSeconds
  // `timeout -k` gives 137 when the tool did not listen to the first signal, which is the time limit all the same.
  const overdue = exitCode === 137 && limit !== undefined && (run.durationSeconds ?? 0) >= limit
  if (exitCode === 124 || overdue) {
    const what = run.concern === 'test' ? 'test run' : run.tool
    return red(run, { state: run.concern === 'test' ? 'failed' : 'error', code: 'CHECK_TIME_LIMIT', summary: `${what} stopped after ${limit ?? run.durationSeconds ?? '?'} s, its time limit` })
  }
  if (exitCode > 128) {
    const signal = exitCode - 128
    return red(run, { state: 'error', code: 'CHECK_KILLED', summary: `${run.tool} was killed by signal ${signal}${signal === 9 ? ' (out of memory?)' : ''}` })
  }
  if (exitCode === 127) return red(run, { state: 'error', code: 'TOOL_FAILED', summary: `${run.tool}: a command was not found` })
  if (exitCode === 126) return red(run, { state: 'error', code: 'TOOL_FAILED', summary: `${run.tool}: a command could not be executed` })
  return undefined
}

function red(run: ToolRun, verdict: { state: 'failed' | 'error'; code: ErrorCode; summary: string }): Verdict {
  const tests = attempt(() => readTests(run))
  return { ...verdict, findings: [], ...(tests && !(tests instanceof Error) ? { tests } : {}) }
}

function fromReports(run: ToolRun): Verdict {
  const read = attempt(() => (run.concern === 'test' ? fromTests(run) : fromFindings(run, readFindings(run))))
  if (!(read instanceof Error)) return read
  // A tool that crashed leaves no report, or half of one: the crash is the news then.
  if (run.exitCode !== 0) return crashed(run)
  return { state: 'error', code: 'REPORT_UNREADABLE', summary: read.message, findings: [] }
}

function fromFindings(run: ToolRun, findings: readonly Finding[]): Verdict {
  if (run.exitCode === 0) return { state: 'passed', findings, summary: findings.length === 0 ? 'no findings' : `${count(findings.length, 'warning')}` }
  if (findings.length > 0) return { state: 'failed', findings, summary: count(findings.length, 'finding') }
  return ownTools.has(run.tool) ? crashed(run) : { state: 'failed', findings, summary: `the ${run.tool} command ended with exit code ${run.exitCode}` }
}

function fromTests(run: ToolRun): Verdict {
  const tests = readTests(run)
  if (!tests) {
    if (ownTools.has(run.tool)) throw missingReport(run, 'junit')
    if (run.exitCode !== 0) return { state: 'failed', findings: [], summary: `the ${run.tool} command ended with exit code ${run.exitCode} and wrote no JUnit report` }
    return withCoverage(run, { state: 'passed', findings: [], summary: 'passed; the command wrote no JUnit report, so tests were not counted' })
  }
  const counts = countTests(tests)
  if (counts.failed > 0) return withCoverage(run, { state: 'failed', findings: [], tests, summary: describeTests(counts) })
  if (counts.total === 0 && ![0, 1, 5].includes(run.exitCode)) return { ...crashed(run), tests }
  if (counts.total === counts.skipped) {
    const summary = counts.total === 0 ? 'no test was run' : `no test was run: all ${counts.total} are skipped`
    return { state: 'failed', code: 'NO_TESTS_RUN', findings: [], tests, summary }
  }
  if (run.exitCode !== 0) return { ...withCoverage(run, { state: 'failed', code: 'TOOL_FAILED', findings: [], tests, summary: `${describeTests(counts)}, but ${run.tool} ended with exit code ${run.exitCode}` }) }
  return withCoverage(run, { state: 'passed', findings: [], tests, summary: describeTests(counts) })
}

/** Coverage that cannot be read spoils a pass; a failure stays the failure it is. */
function withCoverage(run: ToolRun, verdict: Verdict & { tests?: TestReport }): Verdict {
  const coverage: CoverageReport | Error | undefined = attempt(() => readCoverage(run))
  if (coverage instanceof Error) return verdict.state === 'passed' ? { ...verdict, state: 'error', code: 'REPORT_UNREADABLE', summary: coverage.message } : verdict
  return coverage ? { ...verdict, coverage } : verdict
}

function crashed(run: ToolRun): Verdict {
  return { state: 'error', code: 'TOOL_FAILED', findings: [], summary: `${run.tool} ended with exit code ${run.exitCode} and named no finding` }
}

function attempt<T>(read: () => T): T | Error {
  try {
    return read()
  } catch (error) {
    if (isHatcheryError(error)) return error
    throw error
  }
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
