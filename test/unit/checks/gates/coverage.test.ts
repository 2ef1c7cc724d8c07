import { describe, expect, it } from 'vitest'
import { gateCoverage } from '../../../../src/checks/gates/coverage.ts'
import { describeRanges, toRanges } from '../../../../src/checks/gates/line-range.ts'
import type { CheckOutcome } from '../../../../src/checks/outcome.ts'

const component = { name: 'api', path: 'backend', coverage: { minimumPercent: 80, changedLinesPercent: 80 } }
const outcome = (hits: Record<number, number> | undefined, facts: Partial<CheckOutcome> = {}): CheckOutcome => ({
  id: 'test.backend.pytest', concern: 'test', path: 'backend', components: ['api'], cell: 'python-3.11', state: 'passed', summary: '', findings: [], output: '', reproduce: 'dagger call test --component api',
  ...(hits ? { coverage: { files: [{ file: 'backend/app/a.py', hits: new Map(Object.entries(hits).map(([line, count]) => [Number(line), count])) }] } } : {}),
  ...facts,
})
const gate = (options: Omit<Parameters<typeof gateCoverage>[0], 'reproduce'>) => gateCoverage({ ...options, reproduce: 'dagger call hatchery test --component api' })
const lines = (covered: number, total: number) => Object.fromEntries(Array.from({ length: total }, (_, at) => [at + 1, at < covered ? 1 : 0]))

describe('gateCoverage', () => {
  it('holds the floor exactly: 80 of 100 passes, 79 fails, and 79.96 % is not written as 80', () => {
    expect(gate({ component, outcomes: [outcome(lines(80, 100))] })).toMatchObject({ id: 'coverage.api', reproduce: 'dagger call hatchery test --component api', state: 'passed', summary: '80.0 % of lines covered (80 of 100), the minimum is 80 %' })
    expect(gate({ component, outcomes: [outcome(lines(79, 100))] })).toMatchObject({ state: 'failed', code: 'COVERAGE_BELOW_MINIMUM', summary: '79.0 % of lines covered (79 of 100), below the minimum of 80 %' })
    expect(gate({ component, outcomes: [outcome(lines(1999, 2500))] }).summary).toContain('79.9 %')
  })
  it('adds up shards and matrix cells', () => {
    const both = [outcome({ 1: 1, 2: 0 }, { cell: 'python-3.11' }), outcome({ 1: 0, 2: 1 }, { cell: 'python-3.13' })]
    expect(gate({ component, outcomes: both })).toMatchObject({ state: 'passed', cell: 'python-3.11, python-3.13' })
  })
  it('lists changed lines that no test ran, by file and line', () => {
    const changed = new Map([['backend/app/a.py', [{ start: 90, end: 93 }, { start: 300, end: 301 }]]])
    const gated = gate({ component, outcomes: [outcome(lines(90, 100))], changed })
    expect(gated).toMatchObject({ state: 'failed', summary: '90.0 % of lines covered (90 of 100), the minimum is 80 %; 25.0 % of changed lines covered (1 of 4), below the minimum of 80 %' })
    expect(gated.findings).toEqual([{ tool: 'coverage', rule: 'uncovered-change', severity: 'error', file: 'backend/app/a.py', line: 91, message: 'changed lines 91-93 not covered by any test' }])
  })
  it('passes a change of lines that do not count', () => {
    const gated = gate({ component, outcomes: [outcome(lines(90, 100))], changed: new Map([['backend/README.md', [{ start: 1, end: 2 }]]]) })
    expect(gated).toMatchObject({ state: 'passed', summary: expect.stringContaining('no changed lines to cover') as string, accepted: [] })
  })
  it('names a changed source file that no report mentions', () => {
    const changed = new Map(['backend/app/new.py', 'backend/tests/test_new.py', 'other/b.py'].map((file) => [file, [{ start: 1, end: 1 }]]))
    expect(gate({ component, outcomes: [outcome(lines(90, 100))], changed }).accepted?.map(({ finding }) => finding.file)).toEqual(['backend/app/new.py'])
  })
  it('is an error when passing tests wrote no coverage, and skipped when there is nothing to say', () => {
    expect(gate({ component, outcomes: [outcome(undefined)] })).toMatchObject({ state: 'error', code: 'REPORT_UNREADABLE' })
    expect(gate({ component, outcomes: [outcome(undefined, { state: 'failed' })] })).toMatchObject({ state: 'skipped', summary: 'its tests failed and left no coverage' })
    expect(gate({ component, outcomes: [] })).toMatchObject({ state: 'skipped', summary: 'its tests were not run' })
    expect(gate({ component: { ...component, coverage: { minimumPercent: 0, changedLinesPercent: 0 } }, outcomes: [] })).toMatchObject({ state: 'skipped', summary: 'no minimum is set' })
  })
})

describe('toRanges', () => {
  it('joins neighbours', () => {
    expect(describeRanges(toRanges([9, 3, 7, 8]))).toBe('3, 7-9')
  })
})
