import { describe, expect, it } from 'vitest'
import { summarizeFailures } from '../../../src/report/summarize-failures.ts'
import { buildTimeline } from '../../../src/report/timeline.ts'
import { writeReports } from '../../../src/report/write-reports.ts'
import { passingRun, sampleRelease, sampleRun } from './sample-run.ts'

describe('summarizeFailures', () => {
  const lines = summarizeFailures(sampleRun.outcomes)
  it('names each failing test and finding with file and line, then how to see it again', () => {
    const start = lines.findIndex((line) => line.startsWith('FAILED test.backend.pytest'))
    expect(lines.slice(start, start + 4)).toEqual([
      'FAILED test.backend.pytest.python-3.11: 2 of 41 tests failed, 1 skipped, 1 flaky, 1 failed in quarantine',
      '  backend/tests/test_cache.py:41 test_evicts: AssertionError: assert 3 == 2',
      expect.stringMatching(/^ {2}backend\/tests\/test_evil\.py:5 test_evil/) as string,
      '  Reproduce: dagger call test --component api',
    ])
    expect(lines).toContain("  frontend/src/App.tsx:7:9 error no-unused-vars (eslint): 'unused' is assigned a value but never used.")
  })
  it('shows the output of what was stopped or crashed, undecided ones last', () => {
    expect(lines).toContain('  | tests/test_upgrade.py::test_lock ')
    expect(lines.filter((line) => /^(FAILED|UNDECIDED)/.test(line)).at(-1)).toBe('UNDECIDED lint.backend.black: [TOOL_FAILED] black ended with exit code 123 and named no finding')
    expect(lines).toContain('  | MemoryError')
  })
  it('lets no file name forge a line', () => {
    expect(lines).toContain('  frontend/src/evil?name.ts:1 error parse-error (eslint): Parsing error')
  })
  it('counts what it does not list', () => {
    const findings = Array.from({ length: 80 }, (_, line) => ({ tool: 't', rule: 'r', severity: 'error' as const, message: 'm', file: 'a', line }))
    expect(summarizeFailures([{ ...sampleRun.outcomes[0]!, findings }])).toContain('  … and 30 more, see the report')
  })
  it('says nothing when nothing is red', () => {
    expect(summarizeFailures(passingRun.outcomes)).toEqual([])
  })
})

describe('buildTimeline', () => {
  const timeline = buildTimeline(sampleRun)
  it('finds the chain that the length of the run comes from', () => {
    expect(timeline.spans.filter(({ critical }) => critical).map(({ step }) => step)).toEqual(['plan', 'install.backend', 'services.postgres', 'checks.test.backend.pytest.python-3.11', 'report'])
  })
  it('gives what came from the cache no time', () => {
    expect(timeline.cached).toEqual(['checks.typecheck.backend.mypy'])
    expect(timeline.spans.every(({ startMs }) => startMs >= timeline.startMs)).toBe(true)
  })
  it('draws a step that never ended up to the end of the run', () => {
    const run = { ...sampleRun, outcomes: [], events: [{ atMs: sampleRun.startedAtMs + 1000, step: 'deploy', state: 'started' as const }] }
    expect(buildTimeline(run).spans).toMatchObject([{ step: 'deploy', state: 'running', endMs: sampleRun.finishedAtMs }])
  })
  it('leaves out a step that only holds others', () => {
    const [begin, end] = [sampleRun.startedAtMs, sampleRun.finishedAtMs]
    const events = [{ atMs: begin, step: 'release', state: 'started' as const }, { atMs: begin, step: 'release.deploy', state: 'started' as const }, { atMs: end, step: 'release.deploy', state: 'passed' as const }, { atMs: end, step: 'release', state: 'passed' as const }]
    expect(buildTimeline({ ...sampleRun, outcomes: [], events }).spans.map(({ step }) => step)).toEqual(['release.deploy'])
  })
})

describe('summary.md', () => {
  const summary = writeReports(sampleRun)['summary.md'] ?? ''
  it('has verdict, failures with places, the table of checks, images', () => {
    expect(summary).toContain('## Failed: reptidex checks')
    expect(summary).toContain('5 of 10 checks failed with 2 failing tests and 5 findings; 1 check could not be decided; 1 skipped.')
    expect(summary).toContain('- backend/tests/test\\_cache.py:41 test\\_evicts: AssertionError: assert 3 == 2')
    expect(summary).toContain('Reproduce: `dagger call test --component api`')
    expect(summary).toMatch(/\| ✓ passed \| test\.frontend\.vitest\.node-24 \| 118 tests passed \| 78\.0 % \| 24 s \|/)
    expect(summary).toContain('linux/arm64 61.2 MB')
  })
  it('lets no tool write markup, cells or mentions', () => {
    const outside = summary.replace(/^(`{3,})[^]*?^\1$/gm, '')
    expect(outside).not.toContain('<script>')
    expect(outside).not.toMatch(/@someone/)
    expect(outside.split('\n').filter((line) => line.startsWith('| ✓') || line.startsWith('| ✗')).every((line) => line.replace(/\\\|/g, '').split('|').length === 7)).toBe(true)
  })
  it('says first that a release was rolled back', () => {
    expect(writeReports(sampleRelease)['summary.md']).toContain('> [!CAUTION]\n> Rolled back: rolled back by the circuit breaker')
  })
})

describe('report.html', () => {
  const page = writeReports(sampleRun)['report.html'] ?? ''
  it('escapes whatever a tool wrote', () => {
    expect(page).not.toContain('<script')
    expect(page).toContain('&lt;script&gt;alert(')
  })
  it('loads nothing from anywhere', () => {
    expect(page.match(/(?:src|href)="(?!#)[^"]*"/g)).toEqual([`href="${sampleRun.url}"`])
    expect(page).not.toMatch(/@import|url\(/)
  })
  it('makes no link of a URL that is none', () => {
    expect(writeReports({ ...sampleRun, url: 'javascript:alert(1)' })['report.html']).not.toContain('javascript:')
  })
})
