import { describe, expect, it } from 'vitest'
import { filesToRetry } from '../../../../src/checks/flaky/files-to-retry.ts'
import { gateQuarantine } from '../../../../src/checks/flaky/gate-quarantine.ts'
import { settleAttempts } from '../../../../src/checks/flaky/settle-attempts.ts'
import type { CheckOutcome, TestCase } from '../../../../src/checks/outcome.ts'

const nowMs = Date.parse('2026-11-25T12:00:00Z')
const test = (id: string, state: TestCase['state'], facts: Partial<TestCase> = {}): TestCase => ({ id, name: id, state, durationSeconds: 1, ...(state === 'passed' ? {} : { message: `${id} ${state}` }), ...facts })
const attempt = (cases: readonly TestCase[], facts: Partial<CheckOutcome> = {}): CheckOutcome => ({
  id: 'test.a', concern: 'test', path: '.', components: ['a'], cell: '', state: cases.some(({ state }) => state === 'failed') ? 'failed' : 'passed', summary: '', findings: [], output: '', reproduce: 'x', tests: { cases }, ...facts,
})
const entry = { test: 'a.test.ts > b', owner: 'ana', reason: 'races', expires: '2026-12-31' }

describe('settleAttempts', () => {
  it('calls flaky what failed and then passed, and keeps both tries', () => {
    const settled = settleAttempts([attempt([test('a', 'passed'), test('b', 'failed')]), attempt([test('b', 'passed')])], { quarantine: [], nowMs })
    expect(settled).toMatchObject({ state: 'passed', summary: '2 tests passed, 1 flaky' })
    expect(settled.tests?.cases[1]).toMatchObject({ state: 'flaky', message: 'b failed', attempts: [{ state: 'failed', message: 'b failed' }, { state: 'passed' }] })
  })
  it('keeps failing what failed every time, and what the later try did not run', () => {
    const settled = settleAttempts([attempt([test('a', 'failed'), test('b', 'failed')]), attempt([test('b', 'failed', { message: 'again' })])], { quarantine: [], nowMs })
    expect(settled).toMatchObject({ state: 'failed', summary: '2 of 2 tests failed' })
    expect(settled.tests?.cases[1]?.message).toBe('again')
  })
  it('lets a failing test in quarantine pass until its date and says so', () => {
    const failing = attempt([test('x/a.test.ts > b', 'failed'), test('c', 'passed')])
    expect(settleAttempts([failing], { quarantine: [entry], nowMs })).toMatchObject({ state: 'passed', summary: '1 test passed, 1 failed in quarantine' })
    expect(settleAttempts([failing], { quarantine: [{ ...entry, expires: '2026-11-25' }], nowMs })).toMatchObject({ state: 'failed', summary: '1 of 2 tests failed' })
    expect(settleAttempts([failing], { quarantine: [{ ...entry, test: 'st.ts > b' }], nowMs }).state).toBe('failed')
  })
  it('does not retry away a crash, the time limit or a run of no test', () => {
    const stopped = attempt([test('a', 'passed')], { state: 'failed', code: 'CHECK_TIME_LIMIT' })
    expect(settleAttempts([stopped, attempt([test('a', 'passed')])], { quarantine: [], nowMs })).toBe(stopped)
    const crashed = attempt([], { state: 'error', code: 'TOOL_FAILED' })
    expect(settleAttempts([crashed, attempt([test('a', 'passed')])], { quarantine: [], nowMs })).toBe(crashed)
  })
})

describe('gateQuarantine', () => {
  it('fails for an expired entry, whatever the test did, and names its owner', () => {
    expect(gateQuarantine({ quarantine: [{ ...entry, expires: '2026-11-01' }], nowMs, reproduce: 'x' })).toMatchObject({ state: 'failed', code: 'QUARANTINE_EXPIRED', summary: '1 quarantine entry expired (ana)' })
    expect(gateQuarantine({ quarantine: [entry], nowMs, reproduce: 'x' })).toBeUndefined()
  })
})

describe('filesToRetry', () => {
  it('names the files of failing tests once', () => {
    expect(filesToRetry(attempt([test('a', 'failed', { file: 'x.py' }), test('b', 'failed', { file: 'x.py' }), test('c', 'passed', { file: 'y.py' })]))).toEqual(['x.py'])
  })
  it('names none for what another try cannot settle', () => {
    expect(filesToRetry(attempt([test('a', 'failed', { file: 'x.py' })], { code: 'CHECK_TIME_LIMIT' }))).toEqual([])
    expect(filesToRetry(attempt([test('a', 'failed', { file: 'x.py' }), test('b', 'failed')]))).toEqual([])
    expect(filesToRetry(attempt([test('a', 'passed', { file: 'x.py' })]))).toEqual([])
  })
})
