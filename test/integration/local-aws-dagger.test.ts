import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

interface Settled {
  readonly id: string
  readonly revision: string
  readonly says: string
}

interface Outcome {
  readonly first: Settled
  readonly second: Settled
  readonly third: Settled
  readonly exitCodes: number[]
  readonly answer: unknown
  readonly log: string
}

test('starts the tasks and functions of a stand-in as containers of a Dagger session', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'local-aws-dagger-'))
  try {
    const bundle = join(folder, 'local-aws.mjs')
    await build({ entryPoints: [join(root, 'local-aws/main.ts')], bundle: true, format: 'esm', platform: 'node', outfile: bundle, external: ['@dagger.io/dagger'] })
    const session = join(root, 'test/unit/local-aws/processes/dagger-session.ts')
    const env = { ...process.env, DO_NOT_TRACK: '1', DAGGER_NO_NAG: '1', NO_COLOR: '1' }
    const { stdout } = await promisify(execFile)('dagger', ['run', '--silent', process.execPath, session, bundle], { cwd: root, env, timeout: 540_000 })
    const { first, second, third, exitCodes, answer, log } = JSON.parse(stdout.trim().split('\n').at(-1)!) as Outcome
    expect([first.says, second.says, third.says]).toEqual(['one', 'two', 'two'])
    expect([third.id, third.revision]).toEqual([second.id, '2'])
    expect([...new Set(exitCodes)].sort()).toEqual([0, 7])
    expect(answer).toEqual({ got: { to: 'head' } })
    expect(log).toContain('migrating')
  } finally {
    await rm(folder, { recursive: true })
  }
}, 600_000)
