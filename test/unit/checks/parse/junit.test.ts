import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseJunit } from '../../../../src/checks/parse/junit.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
const backend = { path: 'backend', file: 'junit.xml' }

describe('parseJunit', () => {
  it('reads what pytest wrote: node ids, files and the lines where tests failed', () => {
    const { cases } = parseJunit(fixture('pytest.xml'), backend)
    expect(cases.map(({ id, line, state }) => [id, line, state])).toEqual([
      ['backend/tests/test_a.py::test_ok', 3, 'passed'],
      ['backend/tests/test_a.py::test_bad', 6, 'failed'],
      ['backend/tests/test_a.py::test_err', 8, 'error'],
      ['backend/tests/test_a.py::test_skip', 10, 'skipped'],
      ['backend/tests/test_a.py::test_p[1]', 12, 'passed'],
      ['backend/tests/test_a.py::test_p[2]', 13, 'failed'],
      ['backend/tests/test_a.py::TestX::test_in', 15, 'failed'],
      ['backend/tests/test_a.py::test_xf', 16, 'skipped'],
    ])
    expect(cases[1]?.message).toBe('AssertionError: boom <&> red\nassert 1 == 2')
    expect(cases[1]?.detail).toContain('>       assert x == 2')
    expect(cases[3]?.message).toBe('later')
  })

  it('reads a file that pytest could not collect as a test in error', () => {
    const { cases } = parseJunit(fixture('pytest-collection.xml'), backend)
    expect(cases).toHaveLength(1)
    expect(cases[0]).toMatchObject({ file: 'backend/broken.py', line: 1, state: 'error', message: 'collection failure' })
  })

  it('reads what vitest wrote: titles with quotes and entities, lines from the stack', () => {
    const { cases } = parseJunit(fixture('vitest.xml'), { path: 'frontend' })
    expect(cases.map(({ id, line, state }) => [id, line, state])).toEqual([
      ['frontend/src/a.test.ts > add > adds', undefined, 'passed'],
      ['frontend/src/a.test.ts > add > is > wrong & <b>', 7, 'failed'],
      ['frontend/src/a.test.ts > add > later', undefined, 'skipped'],
      ['frontend/src/a.test.ts > add > throws in helper', 10, 'failed'],
      ['frontend/src/a.test.ts > retry', undefined, 'passed'],
      ['frontend/src/b.test.ts', 1, 'failed'],
      ['frontend/src/c.test.ts > hangs', 2, 'failed'],
    ])
    expect(cases[1]?.durationSeconds).toBeCloseTo(0.0062, 4)
  })

  it('finds the line in a file whose name has spaces and letters beyond ASCII', () => {
    const xml = `<testsuite><testcase classname="src/ä b.test.ts" name="x"><failure message="no">Error: no\n ❯ my fn src/ä b.test.ts:12:5</failure></testcase></testsuite>`
    expect(parseJunit(xml, { path: 'apps/web ö' }).cases[0]).toMatchObject({ file: 'apps/web ö/src/ä b.test.ts', line: 12 })
  })

  it('tells two tests with one title apart', () => {
    const xml = '<testsuites><testsuite><testcase classname="a.test.ts" name="x"/><testcase classname="a.test.ts" name="x"/></testsuite></testsuites>'
    expect(parseJunit(xml, { path: '.' }).cases.map(({ id }) => id)).toEqual(['a.test.ts > x', 'a.test.ts > x #2'])
  })

  it('takes a flakyFailure for a test that passed on a later try', () => {
    const xml = '<testsuite><testcase classname="a.test.ts" name="x"><flakyFailure message="once">first try</flakyFailure></testcase></testsuite>'
    expect(parseJunit(xml, { path: '.' }).cases[0]).toMatchObject({ state: 'flaky', message: 'once' })
  })

  it('guesses file and class where pytest gives no file', () => {
    const xml = '<testsuite><testcase classname="tests.test_a.TestX" name="test_in" time="1"/></testsuite>'
    expect(parseJunit(xml, { path: 'backend' }).cases[0]).toMatchObject({ id: 'backend/tests/test_a.py::TestX::test_in', file: 'backend/tests/test_a.py' })
  })

  it.each([
    ['an empty file', '', 'the report is empty'],
    ['a cut off file', fixture('vitest.xml').slice(0, 900), 'not well-formed XML in line'],
    ['another root', '<html></html>', 'expected <testsuites> or <testsuite> as the root element, found <html>'],
    ['a test without a name', '<testsuite><testcase classname="x"/></testsuite>', 'a testcase has no name'],
    ['a time that is no number', '<testsuite><testcase name="x" time="soon"/></testsuite>', 'the testcase x has the time "soon"'],
    ['a prototype as an element', '<testsuite><__proto__/></testsuite>', 'the XML cannot be read'],
    ['50 MB', `<testsuite>${' '.repeat(50 * 1024 * 1024)}</testsuite>`, 'the report has 50 MB, more than the 32 MB that are read'],
  ])('refuses %s by name', (_, text, message) => {
    expect(() => parseJunit(text, backend)).toThrow(expect.objectContaining({ code: 'REPORT_UNREADABLE', message: expect.stringContaining(message) as string }) as Error)
    expect(() => parseJunit(text, backend)).toThrow('junit.xml')
  })
})
