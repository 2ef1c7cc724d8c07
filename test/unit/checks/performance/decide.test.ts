import { describe, expect, it } from 'vitest'
import { decidePerformance, type BaseRounds } from '../../../../src/checks/performance/decide.ts'
import { readRound, type Round } from '../../../../src/checks/performance/round.ts'
import { step } from '../step.ts'

const round = (values: Record<string, number>, more: { exitCode?: number } = {}): Round =>
  readRound(step({ concern: 'performance', tool: 'benchmark', exitCode: more.exitCode ?? 0, durationSeconds: 2, stdout: JSON.stringify(Object.entries(values).map(([name, value]) => ({ name, value, unit: 'ms' }))) }))
const measured = (...rounds: Round[]): BaseRounds => ({ kind: 'measured', rounds })

describe('decidePerformance', () => {
  it('passes within the noise, with base and head side by side', () => {
    const outcome = decidePerformance({ base: measured(round({ a: 100 }), round({ a: 140 })), head: [round({ a: 180 }), round({ a: 105 })], noisePercent: 10 })
    expect(outcome).toMatchObject({ state: 'passed', summary: '1 benchmark: 1 the same within 10 %', findings: [], durationSeconds: 8 })
    expect(outcome.output).toBe('benchmark    base    head  difference\na          100 ms  105 ms      +5.0 %  same')
  })

  it('fails by name for what is worse and for what is gone, and counts the rest', () => {
    const outcome = decidePerformance({ base: measured(round({ a: 100, b: 100, gone: 1, zero: 0 })), head: [round({ a: 120, b: 50, zero: 3, fresh: 7 })], noisePercent: 10 })
    expect(outcome).toMatchObject({ state: 'failed', code: 'PERFORMANCE_REGRESSED', summary: '5 benchmarks: 2 worse, 1 gone, 1 better, 1 new' })
    expect(outcome.findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
      "slower a: 120 ms, 20.0 % worse than the base's 100 ms (noise margin 10 %)",
      "slower zero: 3 ms, worse than the base's 0 ms (noise margin 10 %)",
      'lost gone: the base measures it in ms, this run does not',
    ])
    expect(outcome.output.split('\n').map((line) => line.split(/\s{2,}/))).toEqual([
      ['benchmark', 'base', 'head', 'difference'],
      ['a', '100 ms', '120 ms', '+20.0 %', 'worse'],
      ['b', '100 ms', '50 ms', '-50.0 %', 'better'],
      ['zero', '0 ms', '3 ms', 'from 0', 'worse'],
      ['fresh', '7 ms', 'new'],
      ['gone', '1 ms', 'gone'],
    ])
  })

  it('says that there is nothing to compare with, and does not fail', () => {
    const outcome = decidePerformance({ base: { kind: 'nothing', why: 'the base has no benchmark of api' }, head: [round({ a: 1 })], noisePercent: 10 })
    expect(outcome).toMatchObject({ state: 'skipped', summary: 'nothing to compare with: the base has no benchmark of api' })
    expect(outcome.output).toContain('a')
    const broken = decidePerformance({ base: measured(round({}, { exitCode: 1 })), head: [round({ a: 1 })], noisePercent: 10 })
    expect(broken).toMatchObject({ state: 'skipped', summary: "nothing to compare with: the base's own benchmark is broken: the benchmark command ended with exit code 1" })
  })

  it('is red where the command fails on the head, and undecided where something else ended it on either side', () => {
    expect(decidePerformance({ base: measured(round({ a: 1 })), head: [round({ a: 1 }), round({}, { exitCode: 3 })], noisePercent: 10 })).toMatchObject({ state: 'failed', code: 'TOOL_FAILED' })
    expect(decidePerformance({ base: measured(round({ a: 1 })), head: [round({}, { exitCode: 137 })], noisePercent: 10 })).toMatchObject({ state: 'error', code: 'CHECK_KILLED' })
    expect(decidePerformance({ base: measured(round({}, { exitCode: 137 })), head: [round({ a: 1 })], noisePercent: 10 })).toMatchObject({ state: 'error', code: 'CHECK_KILLED', summary: expect.stringMatching(/^on the base: /) as string })
  })
})

describe('readRound', () => {
  it('takes the file before what was printed, and passes over lines before the JSON', () => {
    const printed = { concern: 'performance', tool: 'benchmark', exitCode: 0 } as const
    expect(readRound(step({ ...printed, stdout: '\n> shop@1.0.0 bench\n> node bench.js\n\n[\n  {"name":"a","value":1}\n]\n' })).benchmarks).toMatchObject([{ name: 'a', value: 1 }])
    expect(readRound(step({ ...printed, stdout: 'RUN  v3' }, { 'benchmark.json': '[{"name":"b","value":2}]' })).benchmarks).toMatchObject([{ name: 'b' }])
  })

  it('cannot be decided where there is no JSON, or no benchmark in it', () => {
    const of = (stdout: string) => readRound(step({ concern: 'performance', tool: 'benchmark', exitCode: 0, stdout })).outcome
    for (const text of ['', 'all fine', '[]']) expect(of(text), text).toMatchObject({ state: 'error', code: 'REPORT_UNREADABLE' })
  })
})
