import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideOutcome } from '../../../../src/checks/parse/decide.ts'
import type { ToolRun } from '../../../../src/checks/parse/tool-run.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
const passing = '<testsuites><testsuite><testcase classname="tests.test_a" name="test_ok" file="tests/test_a.py" line="2" time="0.5"/></testsuite></testsuites>'
const run = (facts: Partial<ToolRun>): ToolRun => ({
  id: 'lint.backend.ruff', concern: 'lint', path: 'backend', components: ['api'], cell: 'python-3.11', tool: 'ruff', exitCode: 0, stdout: '', stderr: '', files: {}, reproduce: 'dagger call lint', ...facts,
})
const test = (facts: Partial<ToolRun>) => run({ id: 'test.backend.pytest', concern: 'test', tool: 'pytest', ...facts })

describe('decideOutcome', () => {
  it('passes on exit code 0 with a readable report', () => {
    expect(decideOutcome(run({ files: { ruff: '[]' } }))).toMatchObject({ state: 'passed', summary: 'no findings' })
    expect(decideOutcome(run({ tool: 'black', stderr: 'All done!' }))).toMatchObject({ state: 'passed' })
  })
  it('fails with findings', () => {
    expect(decideOutcome(run({ exitCode: 1, files: { ruff: fixture('ruff.json') } }))).toMatchObject({ state: 'failed', summary: '2 findings' })
    expect(decideOutcome(run({ exitCode: 2, tool: 'tsc', concern: 'typecheck', stdout: 'a.ts(1,2): error TS1: no' }))).toMatchObject({ state: 'failed', summary: '1 finding' })
  })
  it('calls a tool that crashed an error and keeps the end of its output', () => {
    const outcome = decideOutcome(run({ exitCode: 2, stderr: 'ruff failed\n  Cause: bad setting in pyproject.toml' }))
    expect(outcome).toMatchObject({ state: 'error', code: 'TOOL_FAILED', summary: 'ruff ended with exit code 2 and named no finding', output: 'ruff failed\n  Cause: bad setting in pyproject.toml' })
    expect(decideOutcome(run({ exitCode: 1, tool: 'mypy', stderr: 'mypy: error: no such option' })).state).toBe('error')
  })
  it('calls a report that cannot be read an error, also on exit code 0', () => {
    expect(decideOutcome(run({ files: { ruff: '[{' } }))).toMatchObject({ state: 'error', code: 'REPORT_UNREADABLE', summary: 'lint.backend.ruff ruff.json: not JSON' })
    expect(decideOutcome(test({}))).toMatchObject({ state: 'error', code: 'REPORT_UNREADABLE', summary: expect.stringContaining('pytest ended with exit code 0 and wrote no report') as string })
    expect(decideOutcome(test({ files: { junit: { sizeBytes: 50 * 1024 * 1024 } } }))).toMatchObject({ state: 'error', summary: expect.stringContaining('50 MB') as string })
    expect(decideOutcome(test({ files: { junit: passing, lcov: 'SF:a\n' } }))).toMatchObject({ state: 'error', code: 'REPORT_UNREADABLE' })
  })
  it('counts tests and keeps coverage, whatever the tests did', () => {
    expect(decideOutcome(test({ files: { junit: passing, lcov: fixture('pytest.lcov') } }))).toMatchObject({ state: 'passed', summary: '1 test passed', coverage: { files: [{ file: 'backend/app/__init__.py' }] } })
    const failed = decideOutcome(test({ exitCode: 1, files: { junit: fixture('pytest.xml'), cobertura: fixture('pytest-cobertura.xml') } }))
    expect(failed).toMatchObject({ state: 'failed', summary: '4 of 8 tests failed, 2 skipped', coverage: { files: [{ file: 'backend/app/__init__.py' }] } })
    expect(decideOutcome(test({ exitCode: 1, files: { junit: fixture('pytest.xml'), lcov: '' } })).state).toBe('failed')
  })
  it('does not believe exit code 0 when the report names a failing test', () => {
    expect(decideOutcome(test({ files: { junit: fixture('pytest.xml') } })).state).toBe('failed')
  })
  it('fails a run of no test', () => {
    expect(decideOutcome(test({ exitCode: 5, files: { junit: '<testsuites><testsuite tests="0"/></testsuites>' } }))).toMatchObject({ state: 'failed', code: 'NO_TESTS_RUN', summary: 'no test was run' })
    const skipped = '<testsuite><testcase classname="a" name="b"><skipped/></testcase></testsuite>'
    expect(decideOutcome(test({ files: { junit: skipped } }))).toMatchObject({ state: 'failed', summary: 'no test was run: all 1 are skipped' })
  })
  it('calls a test tool that broke before any test an error', () => {
    expect(decideOutcome(test({ exitCode: 4, stderr: 'ERROR: usage', files: { junit: '<testsuites/>' } }))).toMatchObject({ state: 'error', code: 'TOOL_FAILED' })
  })
  it('fails when all tests pass and the tool still says no', () => {
    expect(decideOutcome(test({ exitCode: 1, tool: 'vitest', stderr: 'Unhandled Rejection', files: { junit: passing } }))).toMatchObject({ state: 'failed', summary: '1 test passed, but vitest ended with exit code 1', output: 'Unhandled Rejection' })
  })
  it('says the time limit and keeps the output, also when the tool had to be killed', () => {
    expect(decideOutcome(test({ exitCode: 124, timeLimitSeconds: 60, stdout: 'tests/test_a.py::test_hang ' }))).toMatchObject({
      state: 'failed', code: 'CHECK_TIME_LIMIT', summary: 'test run stopped after 60 s, its time limit', output: 'tests/test_a.py::test_hang',
    })
    expect(decideOutcome(test({ exitCode: 137, timeLimitSeconds: 60, durationSeconds: 65 })).code).toBe('CHECK_TIME_LIMIT')
    expect(decideOutcome(run({ exitCode: 124, timeLimitSeconds: 60 }))).toMatchObject({ state: 'error', code: 'CHECK_TIME_LIMIT', summary: 'ruff stopped after 60 s, its time limit' })
  })
  it('says by which signal a tool was killed', () => {
    expect(decideOutcome(test({ exitCode: 137, timeLimitSeconds: 60, durationSeconds: 5 }))).toMatchObject({ state: 'error', code: 'CHECK_KILLED', summary: 'pytest was killed by signal 9 (out of memory?)' })
    expect(decideOutcome(test({ exitCode: 139 })).summary).toBe('pytest was killed by signal 11')
  })
  it('says that a command was not found', () => {
    expect(decideOutcome(run({ exitCode: 127 }))).toMatchObject({ state: 'error', code: 'TOOL_FAILED', summary: 'ruff: a command was not found' })
  })
  it("fails a command of the user's own by its exit code, with findings where it prints places", () => {
    expect(decideOutcome(run({ tool: 'lint', exitCode: 2, stdout: 'make: *** [lint] Error 1' }))).toMatchObject({ state: 'failed', summary: 'the lint command ended with exit code 2' })
    expect(decideOutcome(run({ tool: 'lint', exitCode: 1, stdout: 'cmd/main.go:12:3: undefined: x' })).findings).toEqual([
      { tool: 'lint', rule: 'output', severity: 'error', message: 'undefined: x', file: 'backend/cmd/main.go', line: 12, column: 3 },
    ])
    expect(decideOutcome(test({ tool: 'test' })).summary).toBe('passed; the command wrote no JUnit report, so tests were not counted')
  })
  it('never passes what ended with another exit code than 0, nor a cut off report', () => {
    const tools = fc.constantFrom('eslint', 'ruff', 'black', 'mypy', 'tsc', 'vitest', 'pytest', 'lint')
    const concern = (tool: string) => (['vitest', 'pytest'].includes(tool) ? 'test' : 'lint')
    fc.assert(fc.property(tools, fc.integer({ min: 1, max: 255 }), fc.constantFrom('', '[]', passing, '{'), (tool, exitCode, report) => {
      const files = { junit: report, eslint: report, ruff: report, lcov: report }
      expect(decideOutcome(run({ tool, concern: concern(tool), exitCode, files })).state).not.toBe('passed')
    }))
    fc.assert(fc.property(fc.integer({ min: 0, max: passing.length - 1 }), (length) => {
      expect(decideOutcome(test({ files: { junit: passing.slice(0, length) } })).state).toBe('error')
    }))
  })
  it('keeps only the last part of a long output', () => {
    const { output } = decideOutcome(run({ exitCode: 2, stderr: Array.from({ length: 5000 }, (_, at) => `line ${at}`).join('\n') }))
    expect(output.split('\n')).toHaveLength(201)
    expect(output).toMatch(/^\[…\]\n[^]*line 4999$/)
  })
})
