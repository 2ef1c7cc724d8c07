import { describe, expect, it } from 'vitest'
import { filesToShow } from '../../../src/report/changed-files.ts'
import type { RunReport } from '../../../src/report/run-report.ts'
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

describe('changed lines', () => {
  const long = Array.from({ length: 200 }, (_, line) => `line ${line + 1}`)
  const hits = (missed: readonly number[]) => new Map(long.map((_, at) => [at + 1, missed.includes(at + 1) ? 0 : 1] as const))
  const run = (missed: readonly number[], more: Partial<RunReport> = {}): RunReport => {
    const coverage = { files: [{ file: 'a.py', hits: hits(missed) }, { file: 'b.py', hits: hits([]) }] }
    const outcomes = [{ ...sampleRun.outcomes[4]!, state: 'passed' as const, findings: [], tests: undefined, coverage }]
    return { ...sampleRun, outcomes: outcomes as unknown as RunReport['outcomes'], receipt: undefined, changed: new Map([['a.py', [{ start: 10, end: 12 }, { start: 40, end: 40 }]], ['b.py', [{ start: 1, end: 2 }]]]), sources: new Map([['a.py', long.join('\r\n')], ['b.py', long.join('\n')]]), ...more } as RunReport
  }
  const rows = (html: string) => [...html.matchAll(/<li class="(\w+)"><span class="number">(\d+)<\/span>.*?<code>(.*?)<\/code>/g)].map(([, state, line, text]) => `${state} ${line} ${text}`)

  it('are shown in their context, marked by sign and word, uncovered files open and covered ones folded', () => {
    const html = writeReports(run([11, 40]))['report.html'] ?? ''
    const [first = '', second = ''] = html.split('<article class="card">').slice(1)
    expect(rows(first).slice(0, 10)).toEqual(['plain 7 line 7', 'plain 8 line 8', 'plain 9 line 9', 'hit 10 line 10', 'missed 11 line 11', 'hit 12 line 12', 'plain 13 line 13', 'plain 14 line 14', 'plain 15 line 15', 'plain 37 line 37'])
    expect(first).toMatch(/<details open><summary><span class="place">a\.py<\/span><br><span class="small">Lines 11, 40: 2 of 4 changed lines not covered/)
    expect(first).toContain('<span aria-hidden="true">✗</span><span class="visually-hidden">not covered</span>')
    expect(second).toMatch(/^<details><summary><span class="place">b\.py<\/span><br><span class="small">2 changed lines covered/)
  })

  it('of a long file are folded but for what no test ran', () => {
    const html = writeReports(run([150], { changed: new Map([['a.py', [{ start: 1, end: Number.MAX_SAFE_INTEGER }]]]) }))['report.html'] ?? ''
    const [open = '', folded = ''] = html.split('<details class="small"><summary>All of the change in this file, 200 lines')
    expect(rows(open)).toHaveLength(7)
    expect(rows(folded)).toHaveLength(200)
  })

  it('come without their text where the source is not there, and cut where a tool wrote one endless line', () => {
    expect(writeReports(run([11], { sources: new Map() }))['report.html']).toContain('Line 11: 1 of 4 changed lines not covered')
    const html = writeReports(run([11], { sources: new Map([['a.py', long.map(() => '<b>'.repeat(1000)).join('\n')]]) }))['report.html'] ?? ''
    expect(html).toContain('&lt;b&gt;')
    expect(html).not.toContain('<b><b>')
    expect(html.length).toBeLessThan(80_000)
  })

  it('that no test ran are listed by file and line, and for machines', () => {
    const files = writeReports(run([11, 12, 40]))
    expect(files['summary.md']).toContain('### Changed lines that no test ran\n\n- `a.py:11` to 12\n- `a.py:40`\n')
    expect((JSON.parse(files['verdict.json'] ?? '') as { changedLines: unknown }).changedLines).toEqual([
      { file: 'a.py', covered: 1, total: 4, uncovered: [{ start: 11, end: 12 }, { start: 40, end: 40 }] },
      { file: 'b.py', covered: 2, total: 2, uncovered: [] },
    ])
    expect(writeReports(run([]))['summary.md']).not.toContain('no test ran')
  })

  it('asks for the text of those files alone', () => {
    expect(filesToShow(run([11], { changed: new Map([['a.py', [{ start: 11, end: 11 }]], ['unknown.py', [{ start: 1, end: 9 }]]]) }))).toEqual(['a.py'])
    expect(filesToShow({ outcomes: run([11]).outcomes })).toEqual([])
  })
})
