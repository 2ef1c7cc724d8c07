import type { TestCase, TestReport } from '../outcome.ts'

/** Cases by how they ended; `failed` includes those in error, but not those in quarantine. */
export interface TestCounts {
  readonly total: number
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly flaky: number
  readonly quarantined: number
}

/** Count test cases by how they ended. */
export function countTests({ cases }: TestReport): TestCounts {
  const of = (state: string) => cases.filter((one) => one.state === state).length
  const failed = cases.filter(isFailing).length
  return { total: cases.length, passed: of('passed'), failed, skipped: of('skipped'), flaky: of('flaky'), quarantined: of('failed') + of('error') - failed }
}

/** Tell whether a case counts against the run: it failed and is not in quarantine. */
export function isFailing(one: TestCase): boolean {
  return (one.state === 'failed' || one.state === 'error') && !one.quarantine
}

/** Say in one line how tests ended: `2 of 40 tests failed, 1 skipped`. */
export function describeTests(counts: TestCounts): string {
  const tests = (number: number) => `${number} test${number === 1 ? '' : 's'}`
  const head = counts.failed > 0 ? `${counts.failed} of ${tests(counts.total)} failed` : `${tests(counts.passed + counts.flaky)} passed`
  const rest = (['skipped', 'flaky', 'quarantined'] as const).filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${kind === 'quarantined' ? 'failed in quarantine' : kind}`)
  return [head, ...rest].join(', ')
}
