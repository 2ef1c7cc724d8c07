import type { Quarantine } from '../../config/model.ts'
import type { CheckOutcome, TestAttempt, TestCase, TestReport } from '../outcome.ts'
import { isExpired } from '../gates/expiry.ts'
import { countTests, describeTests, isFailing } from '../parse/count-tests.ts'
import { mergeCoverage } from '../parse/merge-coverage.ts'

/** Tell a flaky test from a failing one: what failed and passed on a later try is flaky; a later try may hold only the failed tests. */
export function mergeAttempts(attempts: readonly TestReport[]): TestReport {
  const [first, ...later] = attempts
  const byId = later.map(({ cases }) => new Map(cases.map((one) => [one.id, one])))
  return { cases: (first?.cases ?? []).map((one) => (isFailing(one) ? settle(one, byId.flatMap((cases) => cases.get(one.id) ?? [])) : one)) }
}

function settle(first: TestCase, retries: readonly TestCase[]): TestCase {
  if (retries.length === 0) return first
  const tries = [first, ...retries]
  const attempts = tries.map((one): TestAttempt => ({
    state: one.state,
    durationSeconds: one.durationSeconds,
    ...(one.message === undefined ? {} : { message: one.message }),
    ...(one.detail === undefined ? {} : { detail: one.detail }),
    ...(one.line === undefined ? {} : { line: one.line }),
  }))
  const passed = retries.some(({ state }) => state === 'passed' || state === 'flaky')
  const last = tries.findLast(isFailing) ?? first
  return { ...(passed ? first : last), state: passed ? 'flaky' : last.state, attempts }
}

/** Mark failing tests that a valid quarantine entry names, by full id or by a trailing part of it. */
export function applyQuarantine(report: TestReport, options: { quarantine: readonly Quarantine[]; nowMs: number }): TestReport {
  const valid = options.quarantine.filter((entry) => !isExpired(entry, options.nowMs))
  return {
    cases: report.cases.map((one) => {
      const entry = isFailing(one) ? valid.find(({ test }) => names(test, one)) : undefined
      return entry ? { ...one, quarantine: { owner: entry.owner, reason: entry.reason, expires: entry.expires } } : one
    }),
  }
}

/** `src/a.test.ts > adds` names `frontend/src/a.test.ts > adds`, and a bare title the test of that title. */
export function names(written: string, test: TestCase): boolean {
  return test.id === written || test.name === written || test.id.endsWith(`/${written}`) || test.id.endsWith(`::${written}`) || test.id.endsWith(` > ${written}`)
}

/**
 * Decide a test check over its tries and the quarantine list.
 *
 * A failure that no test explains (a crash, the time limit, no test at all) stays what it is.
 *
 * @param attempts Outcomes of one check in order, at least one.
 */
export function settleAttempts(attempts: readonly [CheckOutcome, ...CheckOutcome[]], options: { quarantine: readonly Quarantine[]; nowMs: number }): CheckOutcome {
  const [first, ...later] = attempts
  if (!first.tests || first.code !== undefined || (first.state !== 'failed' && first.state !== 'passed')) return first
  const readable = later.flatMap(({ tests }) => (tests ? [tests] : []))
  const tests = applyQuarantine(mergeAttempts([first.tests, ...readable]), options)
  const counts = countTests(tests)
  const measured = attempts.flatMap(({ coverage }) => (coverage ? [coverage] : []))
  return {
    ...first,
    tests,
    state: counts.failed > 0 ? 'failed' : 'passed',
    summary: describeTests(counts),
    ...(measured.length > 0 ? { coverage: mergeCoverage(measured) } : {}),
  }
}
