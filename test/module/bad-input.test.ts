import { describe, expect, it } from 'vitest'
import { call, type Called } from './call.ts'
import { emptyRepository } from './repository.ts'

/** One clear error: its code, the thing, what to do, and no stack of ours. */
function expectError(called: Called, parts: readonly (string | RegExp)[]): void {
  expect(called.exitCode, called.all).not.toBe(0)
  for (const part of parts) expect(called.all).toMatch(part)
  expect(called.all).toContain('Next: ')
  expect(called.all).not.toMatch(/^\s+at .*\.(ts|mjs|js):\d+/m)
}

describe('bad input', () => {
  it('names every mistake in hatchery.yaml with line and column, all at once', async () => {
    using repository = emptyRepository()
    repository.write('hatchery.yaml', 'project: shop\ncomponents:\n  api: { path: nowhere, langage: python }\n  web: { path: ., dependsOn: [api], testTimeoutSeconds: soon }\nservices:\n  db: { image: "Not An Image", port: 1 }\n')
    expectError(await call(['lint'], { cwd: repository.folder }), [/\[CONFIG_INVALID\]/, /hatchery\.yaml:3:\d+: .*langage.*language/, /hatchery\.yaml:3:\d+: .*nowhere/, /hatchery\.yaml:4:\d+: .*testTimeoutSeconds/, /hatchery\.yaml:6:\d+: .*Not An Image/])
  })

  it('says that an empty repository has no hatchery.yaml and how to get one', async () => {
    using repository = emptyRepository()
    expectError(await call(['checks'], { cwd: repository.folder }), [/\[CONFIG_NOT_FOUND\]/, /init/])
  })

  it('refuses to publish without git and without --revision', async () => {
    using repository = emptyRepository()
    repository.write('Dockerfile', 'FROM debian:bookworm-slim\n')
    repository.write('hatchery.yaml', 'project: shop\ncomponents:\n  api: { path: ., image: {} }\nregistry: { kind: oci, address: "localhost:1" }\n')
    expectError(await call(['publish'], { cwd: repository.folder }), [/\[REVISION_UNKNOWN\]/, /--revision/])
  })

  it('names an image that no registry has, quickly', async () => {
    using repository = emptyRepository()
    repository.write('Dockerfile', 'FROM nobody-has/this:1.0\n')
    repository.write('hatchery.yaml', 'project: shop\ncomponents:\n  api: { path: ., image: {} }\n')
    expectError(await call(['image', '--component', 'api', 'sync'], { cwd: repository.folder }), [/nobody-has\/this:1\.0/])
  })

  it('ends a hanging test at its limit and keeps its output; a killed one is told apart; a path may have spaces', async () => {
    using repository = emptyRepository('hatchery é space ')
    repository.write('requirements.txt', '')
    repository.write('hatchery.yaml', `project: shop
components:
  hangs: { path: "wö rk", language: python, testTimeoutSeconds: 3, commands: { test: "echo before the hang; sleep 60" }, coverage: 0 }
  killed: { path: killed, language: python, commands: { test: "echo before the kill; kill -9 $$" }, coverage: 0 }
`)
    repository.git('config', 'core.quotePath', 'false')
    for (const folder of ['wö rk', 'killed']) repository.write(`${folder}/requirements.txt`, '')
    const called = await call(['test'], { cwd: repository.folder })
    expectError(called, [/CHECK_TIME_LIMIT\].* 3 s/, /before the hang/, /CHECK_KILLED\].*signal 9/, /before the kill/])
  })

  it('names the service that never gets ready', async () => {
    using repository = emptyRepository()
    repository.write('requirements.txt', '')
    repository.write('hatchery.yaml', 'project: shop\ncomponents:\n  api: { path: ., language: python, services: [cache], commands: { test: "true" }, coverage: 0 }\nservices:\n  cache: { image: "redis:7", healthcheck: "false" }\n')
    expectError(await call(['test'], { cwd: repository.folder }), [/SERVICE_NOT_READY\]/, /cache/])
  })
})
