import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { assignShards } from '../../../../src/checks/shard/assign-shards.ts'
import { selectTests } from '../../../../src/checks/shard/select-tests.ts'
import { parseTestList } from '../../../../src/checks/shard/test-list.ts'

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const files = ['src/a.test.ts', 'src/a.test.tsx', 'lib/src/a.test.ts', 'src/[id]/a.test.ts', 'src/(x) ü.test.ts', 'b.test.ts']

it('vitest itself runs each file in one shard and no other, also where names contain each other', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hatchery-shard-')))
  const list = (args: readonly string[]): string[] => {
    execFileSync(process.execPath, [vitest, 'list', '--filesOnly', '--json=tests.list', ...args], { cwd: folder, stdio: 'ignore', env: { ...process.env, VITEST: undefined } })
    return parseTestList(readFileSync(join(folder, 'tests.list'), 'utf8'), { tool: 'vitest', place: { path: '.', root: folder } })
  }
  try {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), "import { it } from 'vitest'\nit('x', () => {})\n")
    }
    const all = list([])
    expect(all).toEqual([...files].sort())
    const plan = assignShards({ tests: all, shards: 3 })
    expect(plan.shards.map((chosen) => list(selectTests({ tool: 'vitest', chosen, all }) ?? []))).toEqual(plan.shards)
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 60_000)
