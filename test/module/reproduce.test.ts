import { execa } from 'execa'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dagger, type Called } from './call.ts'
import { cloneOf, type Repository } from './repository.ts'
import { adoptedApplication, dropping } from './reproduce-application.ts'

// Joined here, so that this file holds no secret either.
const token = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_')

/** Every line that a failure prints is run by a shell at the top of a clean clone, exactly as it was printed. */
describe('the line that a failure prints, on a clean clone', () => {
  let repository: Repository
  let clone: Repository | undefined
  beforeAll(() => {
    repository = adoptedApplication()
  })
  afterAll(() => {
    repository[Symbol.dispose]()
    clone?.[Symbol.dispose]()
  })

  const fail = async (...args: string[]): Promise<Called> => {
    const failed = await dagger(['call', 'hatchery', ...args], { cwd: join(repository.folder, 'shop') })
    expect(failed.exitCode, failed.all.slice(-4000)).not.toBe(0)
    clone?.[Symbol.dispose]()
    clone = cloneOf(repository)
    return failed
  }
  const again = async (line: string) => {
    const ran = await execa('sh', ['-c', line], { cwd: clone!.folder, env: { DO_NOT_TRACK: '1', DAGGER_NO_NAG: '1', NO_COLOR: '1' }, reject: false, all: true, stdin: 'ignore', timeout: 600_000 })
    return { exitCode: ran.exitCode, all: ran.all.replaceAll(/\x1b\[[0-9;]*m/g, '') }
  }
  const branch = (name: string, plant: () => void) => {
    repository.git('checkout', '-q', '-b', name, 'main')
    plant()
    repository.commit(name)
  }

  it('finds the same lint finding, type error, test on one version and stale file, and nothing else', async () => {
    branch('faults', () => {
      repository.write('shop/api/app/unused.py', 'import os\n')
      repository.write('shop/api/app/wrong.py', 'wrong: int = "text"\n')
      repository.write('shop/api/names.txt', 'pear\n')
      repository.write('shop/api/tests/test_cell.py', 'import sys\n\n\ndef test_cell() -> None:\n    assert sys.version_info < (3, 13)\n')
    })
    const failed = await fail('checks', '--component', 'api')
    const expected = {
      'contract.api.generated': 'api/names.txt:1',
      'lint.api.ruff': 'api/app/unused.py:1:8 error F401',
      'test.api.pytest.python-3.13': 'api/tests/test_cell.py:5 test_cell',
      'typecheck.api.mypy': 'api/app/wrong.py:1',
    }
    expect(red(failed.all)).toEqual(Object.keys(expected))
    for (const [id, finding] of Object.entries(expected)) {
      expect(failed.all).toContain(finding)
      const same = await again(lineOf(failed.all, id))
      expect(same.exitCode, same.all.slice(-4000)).toBe(1)
      expect(same.all).toContain(finding)
      expect(red(same.all)).toEqual([id])
    }
    // The clone's own files are judged: mended there, the same line is green.
    clone!.git('rm', '-q', 'shop/api/app/unused.py')
    clone!.commit('mend')
    const green = await again(lineOf(failed.all, 'lint.api.ruff'))
    expect(green.exitCode, green.all.slice(-4000)).toBe(0)
  })

  it('finds the test that failed in a shard, with and without recorded durations', async () => {
    branch('shard', () => {
      repository.edit('shop/api/tests/test_total.py', (text) => text.replace('== 3', '== 4'))
      repository.write('shop/timings.json', JSON.stringify({ version: 1, project: 'shop', branch: 'main', seconds: { 'api/tests/test_total.py': 9, 'api/tests/test_most.py': 1 } }))
    })
    const id = 'test.api.pytest.python-3.11'
    const finding = 'api/tests/test_total.py:5 test_total'
    for (const [options, shard] of [[['checks', '--component', 'api', '--shard', '2/2'], true], [['test', '--component', 'api', '--cell', 'python-3.11', '--shard', '1/2', '--timings', 'timings.json'], false]] as const) {
      const failed = await fail(...options)
      expect(failed.all).toContain(finding)
      const line = lineOf(failed.all, id)
      // No clone has the durations, and without them this shard has other tests: then the line runs them all.
      expect(line.endsWith(' --shard 2/2')).toBe(shard)
      const same = await again(line)
      expect(same.exitCode, same.all.slice(-4000)).toBe(1)
      expect(same.all).toContain(finding)
      expect(red(same.all)).toEqual([id])
    }
  })

  it('finds coverage below its floor', async () => {
    branch('floor', () => repository.edit('shop/api/app/__init__.py', (text) => `${text}\n\ndef never(value: int) -> int:\n${'    value += 1\n'.repeat(30)}    return value\n`))
    const failed = await fail('test', '--component', 'api')
    const finding = /coverage\.api: \[COVERAGE_BELOW_MINIMUM\] 2\d\.\d % of lines covered \(\d+ of \d+\), below the minimum of 60 %/
    expect(failed.all).toMatch(finding)
    const same = await again(lineOf(failed.all, 'coverage.api'))
    expect(same.exitCode, same.all.slice(-4000)).toBe(1)
    expect(finding.exec(same.all)?.[0]).toBe(finding.exec(failed.all)?.[0])
    expect(red(same.all)).toEqual(['coverage.api'])
  })

  it('finds changed lines without a test, in a clone that has no branch of the base', async () => {
    branch('uncovered', () => repository.edit('shop/api/app/__init__.py', (text) => `${text}\n\ndef least(prices: list[int]) -> int:\n    prices = sorted(prices)\n    return prices[0]\n`))
    const failed = await fail('--base', 'main', 'checks', '--component', 'api')
    const finding = 'api/app/__init__.py:10 error uncovered-change (coverage): changed lines 10-11 not covered by any test'
    expect(failed.all).toContain(finding)
    const line = lineOf(failed.all, 'coverage.api')
    const same = await again(line)
    expect(same.exitCode, same.all.slice(-4000)).toBe(1)
    expect(same.all).toContain(finding)
    expect(red(same.all)).toEqual(['coverage.api'])
    clone!.write('shop/api/tests/test_least.py', 'from app import least\n\n\ndef test_least() -> None:\n    assert least([2, 1]) == 1\n')
    clone!.commit('mend')
    const green = await again(line)
    expect(green.exitCode, green.all.slice(-4000)).toBe(0)
  })

  it('finds the new revision that takes away, and not those of the base', async () => {
    branch('dropped', () => repository.write('shop/migrator/migrations/versions/a3.py', dropping('a3', 'a2', 'note')))
    const failed = await fail('--base', 'main', 'migrations')
    const id = 'migrations.migrator.expand-contract'
    const same = await again(lineOf(failed.all, id))
    expect(same.exitCode, same.all.slice(-4000)).toBe(1)
    for (const { all } of [failed, same]) {
      expect(all).toContain('migrator/migrations/versions/a3.py high drop-column:orders.note')
      expect(all).not.toContain('drop-column:orders.old')
    }
    expect(red(same.all)).toEqual([id])
  })

  it('finds the secret, whose value it does not print', async () => {
    branch('secret', () => repository.write('shop/api/app/access.py', `TOKEN = "${token}"\n`))
    const failed = await fail('security')
    expect(failed.all).toContain('api/app/access.py:1')
    const same = await again(lineOf(failed.all, red(failed.all)[0]!))
    expect(same.exitCode, same.all.slice(-4000)).toBe(1)
    expect(same.all).toMatch(/api\/app\/access\.py:1 .*looks like a secret/)
    expect(red(same.all)).toEqual(red(failed.all))
    expect(same.all).not.toContain(token)
  })
})

/** What is red, by the id of its check. */
const red = (text: string): string[] => [...new Set([...text.matchAll(/(?:FAILED|UNDECIDED) ([a-z][\w.-]+):/g)].map(([, id]) => id!))].sort()

/** The line under a red check. */
function lineOf(text: string, id: string): string {
  const line = new RegExp(`FAILED ${id.replaceAll('.', '\\.')}: [^]*?\\n\\s*Reproduce: (.*)`).exec(text)?.[1]
  expect(line, `${id} in ${text.slice(-4000)}`).toBeDefined()
  return line!.trim()
}
