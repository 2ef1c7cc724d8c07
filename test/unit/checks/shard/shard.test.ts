import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignShards } from '../../../../src/checks/shard/assign-shards.ts'
import { lowerBoundSeconds } from '../../../../src/checks/shard/lower-bound.ts'
import { parseShard } from '../../../../src/checks/shard/parse-shard.ts'
import { readTimings, recordTimings, renderTimings } from '../../../../src/checks/shard/timings.ts'
import { bestMakespan } from './best-makespan.ts'

const toSeconds = (values: readonly number[]) => Object.fromEntries(values.map((value, at) => [`test-${at}`, value]))

describe('assignShards', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 60 })
  const recorded = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.double({ min: 0, max: 500, noNaN: true }))

  it('loses and doubles nothing, whatever timings know', () => {
    fc.assert(fc.property(names, recorded, fc.integer({ min: 1, max: 12 }), (tests, seconds, shards) => {
      const plan = assignShards({ tests, seconds, shards })
      expect(plan.shards).toHaveLength(shards)
      expect(plan.shards.flat().sort()).toEqual([...tests].sort())
    }))
  })

  it('gives one plan, in whatever order files and timings come', () => {
    fc.assert(fc.property(names, recorded, fc.integer({ min: 1, max: 6 }), (tests, seconds, shards) => {
      const turned = Object.fromEntries(Object.entries(seconds).reverse())
      expect(assignShards({ tests: [...tests].reverse(), seconds: turned, shards })).toEqual(assignShards({ tests, seconds, shards }))
    }))
  })

  it('is at most 10 % over the best possible split, found by trying all', () => {
    const few = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 9 })
    fc.assert(fc.property(few, fc.integer({ min: 1, max: 4 }), (values, shards) => {
      const plan = assignShards({ tests: Object.keys(toSeconds(values)), seconds: toSeconds(values), shards })
      expect(Math.max(...plan.seconds)).toBeLessThanOrEqual(1.1 * bestMakespan(values, shards))
    }), { numRuns: 300 })
  })

  it('is at most 10 % over the lower bound for suites of ordinary size', () => {
    const many = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 40, maxLength: 200 })
    fc.assert(fc.property(many, fc.integer({ min: 2, max: 8 }), (values, shards) => {
      const jobs = values.map((seconds, at) => ({ name: `test-${at}`, seconds }))
      const plan = assignShards({ tests: jobs.map(({ name }) => name), seconds: toSeconds(values), shards })
      expect(Math.max(...plan.seconds)).toBeLessThanOrEqual(1.1 * lowerBoundSeconds(jobs, shards))
    }))
  })

  it('beats the longest-first rule where that one is a sixth over the best', () => {
    const values = [3, 3, 2, 2, 2]
    expect(assignShards({ tests: Object.keys(toSeconds(values)), seconds: toSeconds(values), shards: 2 }).seconds).toEqual([6, 6])
  })

  it('lets new files count as the median and says which they are', () => {
    const plan = assignShards({ tests: ['a', 'b', 'c', 'new'], seconds: { a: 1, b: 5, c: 9, gone: 100 }, shards: 1 })
    expect(plan).toMatchObject({ seconds: [20], unrecorded: ['new'] })
  })

  it('spreads by count when nothing is recorded', () => {
    expect(assignShards({ tests: ['a', 'b', 'c', 'd', 'e'], shards: 2 }).shards.map(({ length }) => length).sort()).toEqual([2, 3])
  })
})

describe('parseShard', () => {
  it('reads 2/5', () => {
    expect(parseShard('2/5')).toEqual({ index: 2, count: 5 })
  })
  it.each(['6/5', '0/5', '1/0', '-1/5', 'x', '', '1/5/2', '1.5/2'])('refuses %j', (text) => {
    expect(() => parseShard(text)).toThrow(expect.objectContaining({ code: 'SHARD_INVALID' }) as Error)
  })
})

describe('timings', () => {
  const report = (cases: [string, number][]) => ({ cases: cases.map(([file, durationSeconds]) => ({ id: file, name: file, file, state: 'passed' as const, durationSeconds })) })
  const timings = recordTimings([report([['b.py', 1], ['b.py', 2], ['a.py', 1]]), report([['b.py', 2]])], { project: 'p', branch: 'main', revision: 'abc' })

  it('adds up the tests of a file and takes the slowest run', () => {
    expect(timings.seconds).toEqual({ 'a.py': 1, 'b.py': 3 })
  })
  it('comes back as written, and says where it was recorded', () => {
    expect(readTimings(renderTimings(timings), { project: 'p', branch: 'main' })).toEqual({ timings, note: 'timings recorded on main at abc' })
    expect(readTimings(renderTimings(timings), { project: 'p', branch: 'topic' })).toEqual({ timings, note: 'timings recorded on main at abc, not on topic' })
  })
  it.each([
    [undefined, 'no timings are recorded: every test file counts the same'],
    [renderTimings({ ...timings, seconds: {} }), 'no timings are recorded: every test file counts the same'],
    ['{', 'timings.json: not JSON: every test file counts the same'],
    ['{"version":1,"project":"p","branch":"m","seconds":{"a":-1}}', 'seconds.a'],
    [renderTimings({ ...timings, project: 'other' }), 'the timings are of the project other, not p'],
  ])('falls back by count and says why (%#)', (text, note) => {
    const usable = readTimings(text, { project: 'p', branch: 'main' })
    expect(usable.timings).toBeUndefined()
    expect(usable.note).toContain(note)
  })
})
