import fc from 'fast-check'
import picomatch from 'picomatch'
import { describe, expect, it } from 'vitest'
import { assignShards } from '../../../../src/checks/shard/assign-shards.ts'
import { selectTests } from '../../../../src/checks/shard/select-tests.ts'
import { parseTestList } from '../../../../src/checks/shard/test-list.ts'

/** What vitest runs for these arguments: parts of paths, less the excluded globs. */
function vitestRuns(args: readonly string[], all: readonly string[]): string[] {
  const excluded = args.flatMap((arg, at) => (args[at - 1] === '--exclude' ? [arg] : []))
  const filters = args.filter((arg, at) => arg !== '--exclude' && args[at - 1] !== '--exclude')
  return all.filter((file) => filters.some((filter) => file.includes(filter)) && !excluded.some((glob) => picomatch(glob, { dot: true })(file)))
}

describe('selectTests', () => {
  it('keeps vitest from running files whose path only contains a chosen one', () => {
    const all = ['src/a.test.ts', 'src/a.test.tsx', 'lib/src/a.test.ts', 'src/[id].test.ts', 'app/src/[id].test.ts']
    const args = selectTests({ tool: 'vitest', chosen: ['src/a.test.ts', 'src/[id].test.ts'], all })
    expect(args).toEqual(['src/a.test.ts', 'src/[id].test.ts', '--exclude', 'src/a.test.tsx', '--exclude', 'lib/src/a.test.ts', '--exclude', 'app/src/\\[id\\].test.ts'])
  })
  it('runs every file in one shard and no other, also where names contain each other', () => {
    const part = fc.constantFrom('a', 'src', 'lib', '[id]', '(x)')
    const file = fc.tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom('.test.ts', '.test.tsx')).map(([parts, end]) => parts.join('/') + end)
    fc.assert(fc.property(fc.uniqueArray(file, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 4 }), (all, shards) => {
      const run = assignShards({ tests: all, shards }).shards.flatMap((chosen) => {
        const args = selectTests({ tool: 'vitest', chosen, all })
        return args ? vitestRuns(args, all) : []
      })
      expect(run.sort()).toEqual([...all].sort())
    }))
  })
  it('gives no arguments that would mean everything for an empty shard', () => {
    expect(selectTests({ tool: 'pytest', chosen: [], all: ['a.py'] })).toBeUndefined()
  })
  it('gives pytest the files', () => {
    expect(selectTests({ tool: 'pytest', chosen: ['tests/test_a.py', '-x.py'], all: [] })).toEqual(['tests/test_a.py', './-x.py'])
  })
})

describe('parseTestList', () => {
  it('reads vitest and pytest, files that do not load too', () => {
    expect(parseTestList('[{"file":"/work/web/src/b.test.ts"},{"file":"/work/web/src/a b.test.ts"}]', { tool: 'vitest', place: { path: 'web' } })).toEqual(['web/src/a b.test.ts', 'web/src/b.test.ts'])
    const text = ['tests/test_a.py::test_ok', 'tests/test_a.py::TestX::test_p[a.py::1]', '', '==== ERRORS ====', '../lib/python.py:416: in importtestmodule', 'E     File "/work/api/tests/test_b.py", line 1', 'ERROR tests/test_b.py - SyntaxError: x', '2 tests collected, 1 error in 0.35s'].join('\n')
    expect(parseTestList(text, { tool: 'pytest', place: { path: 'api' } })).toEqual(['api/tests/test_a.py', 'api/tests/test_b.py'])
  })
  it('refuses a list of nothing', () => {
    expect(() => parseTestList('no tests collected in 0.01s', { tool: 'pytest', place: { path: '.' } })).toThrow('tests.list: pytest listed no test file')
    expect(() => parseTestList('[]', { tool: 'vitest', place: { path: '.' } })).toThrow('vitest listed no test file')
  })
})
