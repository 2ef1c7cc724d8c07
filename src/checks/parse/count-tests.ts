import type { TestReport } from '../outcome.ts'

/** Cases by how they ended; `failed` includes those in error. */
export interface TestCounts {
  readonly total: number
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly flaky: number
}

/** Count test cases by how they ended. */
export function countTests({ cases }: TestReport): TestCounts {
  const of = (...states: readonly string[]) => cases.filter(({ state }) => states.includes(state)).length
  return { total: cases.length, passed: of('passed'), failed: of('failed', 'error'), skipped: of('skipped'), flaky: of('flaky') }
}

/** Say in one line how tests ended: `2 of 40 tests failed, 1 skipped`. */
export function describeTests(counts: TestCounts): string {
  const tests = (number: number) => `${number} test${number === 1 ? '' : 's'}`
  const head = counts.failed > 0 ? `${counts.failed} of ${tests(counts.total)} failed` : `${tests(counts.passed + counts.flaky)} passed`
  return [head, ...(counts.skipped > 0 ? [`${counts.skipped} skipped`] : []), ...(counts.flaky > 0 ? [`${counts.flaky} flaky`] : [])].join(', ')
}
