import type { CheckOutcome, TestCase } from '../checks/outcome.ts'
import { countTests } from '../checks/parse/count-tests.ts'
import type { RunReport } from './run-report.ts'
import { markup, xmlText, type Markup } from './xml-text.ts'

/**
 * Write the tests of all checks as one JUnit XML report, one suite a check.
 *
 * Tries of a flaky test are `<flakyFailure>`, those of a failing one `<rerunFailure>`, as Maven Surefire writes them and Jenkins reads
 * them. A test in quarantine is skipped, with its owner. A test check that ended without its tests saying why has a case of its own,
 * so that no reader takes its suite for green.
 */
export function junitXml(report: RunReport): string {
  const suites = report.outcomes.filter(({ concern, tests, state }) => tests !== undefined || (concern === 'test' && state === 'error')).map(suite)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${markup`<testsuites name="${xmlText(report.project)}">
${suites}</testsuites>`.toString()}\n`
}

function suite(outcome: CheckOutcome): Markup {
  const cases = outcome.tests?.cases ?? []
  const counts = countTests({ cases })
  const unexplained = (outcome.state === 'failed' && counts.failed === 0) || outcome.state === 'error'
  const errors = cases.filter(({ state, quarantine }) => state === 'error' && !quarantine).length
  const skipped = counts.skipped + counts.quarantined
  const extra = unexplained ? 1 : 0
  const own = markup`    <testcase classname="${outcome.id}" name="${outcome.tool ?? outcome.id}" time="${outcome.durationSeconds ?? 0}"><error message="${xmlText(outcome.summary)}">${xmlText(outcome.output)}</error></testcase>\n`
  const stamp = outcome.startedAtMs === undefined ? '' : markup` timestamp="${new Date(outcome.startedAtMs).toISOString()}"`
  return markup`  <testsuite name="${xmlText(outcome.id)}" tests="${cases.length + extra}" failures="${counts.failed - errors}" errors="${errors + extra}" skipped="${skipped}" time="${seconds(cases)}"${stamp}>
${cases.map(testCase)}${unexplained ? own : ''}  </testsuite>\n`
}

function testCase(one: TestCase): Markup {
  const file = one.file ? markup` file="${xmlText(one.file)}"` : ''
  const line = one.line ? markup` line="${one.line}"` : ''
  const classname = one.file ?? one.id
  return markup`    <testcase classname="${xmlText(classname)}" name="${xmlText(one.name)}"${file}${line} time="${one.durationSeconds}">${result(one)}</testcase>\n`
}

function result(one: TestCase): Markup | string {
  if (one.state === 'passed') return ''
  if (one.state === 'skipped') return markup`<skipped message="${xmlText(one.message ?? '')}"/>`
  if (one.quarantine) return markup`<skipped message="${xmlText(`failed in quarantine until ${one.quarantine.expires} (${one.quarantine.owner}: ${one.quarantine.reason}): ${one.message ?? ''}`)}"/>`
  const failing = (one.attempts ?? []).filter(({ state }) => state === 'failed' || state === 'error')
  if (one.state === 'flaky') return markup`${(failing.length > 0 ? failing : [one]).map((attempt) => element('flakyFailure', attempt))}`
  return markup`${element(one.state === 'error' ? 'error' : 'failure', one)}${failing.slice(0, -1).map((attempt) => element('rerunFailure', attempt))}`
}

function element(name: 'failure' | 'error' | 'flakyFailure' | 'rerunFailure', { message, detail }: { readonly message?: string; readonly detail?: string }): Markup {
  const [said, stack] = [xmlText(message ?? ''), xmlText(detail ?? '')]
  switch (name) {
    case 'failure':
      return markup`<failure message="${said}">${stack}</failure>`
    case 'error':
      return markup`<error message="${said}">${stack}</error>`
    case 'flakyFailure':
      return markup`<flakyFailure message="${said}"><stackTrace>${stack}</stackTrace></flakyFailure>`
    case 'rerunFailure':
      return markup`<rerunFailure message="${said}"><stackTrace>${stack}</stackTrace></rerunFailure>`
  }
}

const seconds = (cases: readonly TestCase[]) => Math.round(cases.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0) * 1000) / 1000
