import { execa } from 'execa'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { call, dagger, root } from './call.ts'
import { copyExample, emptyRepository } from './repository.ts'

describe('adoption', () => {
  it('shows every function with a short first line', async () => {
    const { all, stdout } = await dagger(['-m', root, 'functions'], { cwd: root })
    for (const name of ['checks', 'deploy', 'dev', 'diff', 'image', 'images', 'init', 'lint', 'logs', 'migrate', 'plan', 'preflight', 'publish', 'release', 'reports', 'rollback', 'smoke', 'status', 'test', 'typecheck', 'with-aws', 'with-registry']) {
      expect(stdout, all).toMatch(new RegExp(`^${name} +\\S.{10,70}$`, 'm'))
    }
  })

  it('suggests a first hatchery.yaml that the next call accepts', async () => {
    using repository = copyExample('reptidex')
    repository.git('rm', '-q', 'hatchery.yaml')
    repository.commit('forget what the application is')
    const suggested = await call(['init', '--auto-apply'], { cwd: repository.folder })
    expect(suggested.exitCode, suggested.all).toBe(0)
    const text = readFileSync(join(repository.folder, 'hatchery.yaml'), 'utf8')
    for (const part of ['path: frontend', 'path: backend', 'path: services/migrator', 'image: {']) expect(text).toContain(part)
    const planned = await call(['plan', 'text'], { cwd: repository.folder })
    expect(planned.exitCode, planned.all).toBe(0)
    const again = await call(['init'], { cwd: repository.folder })
    expect(again.all).toContain('[CONFIG_EXISTS]')
  })

  it('plans from a base: what changed is affected, what stands on nothing changed is not', async () => {
    using repository = copyExample('reptidex')
    const base = repository.git('rev-parse', 'HEAD')
    repository.edit('services/migrator/migrator/settings.py', (text) => `${text}\n`)
    const planned = await call(['--base', base, 'plan', 'json'], { cwd: repository.folder })
    expect(planned.exitCode, planned.all).toBe(0)
    const plan = JSON.parse(planned.stdout) as { components: { name: string; affected: boolean }[] }
    expect(Object.fromEntries(plan.components.map(({ name, affected }) => [name, affected]))).toMatchObject({ frontend: false, migrator: true })
    const refused = await call(['--base', 'no-such-branch^', 'plan', 'text'], { cwd: repository.folder })
    expect(refused.all).toContain('[BASE_INVALID]')
  })

  it('splits tests over shards so that each file runs once', async () => {
    using repository = copyExample('reptidex')
    const ran = await Promise.all(['1/2', '2/2'].map((shard) => call(['test', '--component', 'migrator', '--cell', 'python-3.11', '--shard', shard], { cwd: repository.folder })))
    const counts = ran.map(({ all }) => Number(/(\d+) tests passed/.exec(all)?.[1]))
    const whole = await call(['test', '--component', 'migrator', '--cell', 'python-3.11'], { cwd: repository.folder })
    expect(counts.reduce((sum, count) => sum + count, 0), ran.map(({ all }) => all).join('\n')).toBe(Number(/(\d+) tests passed/.exec(whole.all)?.[1]))
    const wrong = await call(['test', '--component', 'migrator', '--shard', '6/5'], { cwd: repository.folder })
    expect(wrong.all).toContain('[SHARD_INVALID]')
  })

  it('runs the application with its services, migrated, on localhost', async () => {
    using repository = copyExample('reptidex')
    const port = await freePort()
    const dev = execa('dagger', ['--progress=plain', '-m', root, 'call', 'dev', '--component', 'api', 'up', '--ports', `${port}:8000`], { cwd: repository.folder, env: { DO_NOT_TRACK: '1', DAGGER_NO_NAG: '1' }, reject: false, all: true, stdin: 'ignore', timeout: 800_000 })
    try {
      expect(await answer(`http://localhost:${port}/api/health/db`)).toContain('healthy')
      expect(await answer(`http://localhost:${port}/api/health/cache`)).toContain('healthy')
    } finally {
      dev.kill('SIGINT')
      await dev
    }
  })

  it('reads a source with a file of 200 MB and a path with spaces and letters of other tongues', async () => {
    using repository = emptyRepository('hatchery größe ')
    repository.write('wö rk/requirements.txt', '')
    repository.write('wö rk/large.bin', 'x'.repeat(200 * 1024 * 1024))
    repository.write('hatchery.yaml', 'project: shop\ncomponents:\n  api: { path: "wö rk", language: python, coverage: 0, commands: { lint: "test $(stat -c %s large.bin) -eq 209715200" } }\n')
    const linted = await call(['lint'], { cwd: repository.folder })
    expect(linted.exitCode, linted.all.slice(-2000)).toBe(0)
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Wait for an answer for as long as images build. */
async function answer(url: string): Promise<string> {
  const untilMs = Date.now() + 700_000
  for (;;) {
    const text = await fetch(url).then((response) => response.text(), () => undefined)
    if (text !== undefined) return text
    if (Date.now() > untilMs) throw new Error(`${url} never answered`)
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}
