import { describe, expect, it } from 'vitest'
import { parseBenchmarks, type Benchmark } from '../../../../src/checks/gates/benchmarks.ts'
import { gatePerformance } from '../../../../src/checks/gates/performance.ts'

const one = (name: string, value: number, better: Benchmark['better'] = 'smaller'): Benchmark => ({ name, value, unit: 'ms', better })

describe('gatePerformance', () => {
  it('fails beyond the noise margin and not within it', () => {
    const verdict = gatePerformance({ base: [one('a', 100), one('b', 100), one('c', 100)], head: [one('a', 110), one('b', 110.1), one('c', 80)], noisePercent: 10 })
    expect(verdict.comparisons.map(({ state }) => state)).toEqual(['same', 'worse', 'better'])
    expect(verdict.findings.map(({ message }) => message)).toEqual(["b: 110.1 ms, 10.1 % worse than the base's 100 ms (noise margin 10 %)"])
  })
  it('turns round where larger is better', () => {
    expect(gatePerformance({ base: [one('ops', 100, 'larger')], head: [one('ops', 80, 'larger')], noisePercent: 10 }).findings).toHaveLength(1)
    expect(gatePerformance({ base: [one('ops', 100, 'larger')], head: [one('ops', 130, 'larger')], noisePercent: 10 }).findings).toEqual([])
  })
  it('takes the best of several runs', () => {
    expect(gatePerformance({ base: [one('a', 100), one('a', 90)], head: [one('a', 300), one('a', 95)], noisePercent: 10 }).findings).toEqual([])
  })
  it('fails for a benchmark that vanished and lists a new one', () => {
    const verdict = gatePerformance({ base: [one('a', 1)], head: [one('b', 1)], noisePercent: 10 })
    expect(verdict).toMatchObject({ findings: [{ rule: 'lost' }], added: ['b'] })
  })
  it('does not divide by a base of 0', () => {
    expect(gatePerformance({ base: [one('a', 0)], head: [one('a', 0)], noisePercent: 10 }).findings).toEqual([])
    expect(gatePerformance({ base: [one('a', 0)], head: [one('a', 1)], noisePercent: 10 }).findings).toHaveLength(1)
  })
})

describe('parseBenchmarks', () => {
  it('reads the plain list, pytest-benchmark and vitest', () => {
    expect(parseBenchmarks('[{"name":"a","value":1}]')).toEqual([{ name: 'a', value: 1, unit: '', better: 'smaller' }])
    expect(parseBenchmarks('{"benchmarks":[{"fullname":"t::a","stats":{"median":0.5}}]}')).toEqual([{ name: 't::a', value: 0.5, unit: 's', better: 'smaller' }])
    expect(parseBenchmarks('{"files":[{"groups":[{"fullName":"f","benchmarks":[{"name":"a","median":2}]}]}]}')).toEqual([{ name: 'f > a', value: 2, unit: 'ms', better: 'smaller' }])
  })
  it('refuses anything else by field', () => {
    expect(() => parseBenchmarks('[{"name":"a","value":"fast"}]')).toThrow('benchmark.json: 0.value')
    expect(() => parseBenchmarks('')).toThrow('benchmark.json: the report is empty')
  })
})
