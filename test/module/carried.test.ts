import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StartedTestContainer } from 'testcontainers'
import type { Receipt } from '../../src/publish/receipt.ts'
import { call } from './call.ts'
import { startRegistry } from './registry.ts'
import { emptyRepository, type Repository } from './repository.ts'

/**
 * Two components. The image of `still` holds new random bytes whenever it is really built, because it copies a file that each commit
 * changes and that hatchery.yaml says affects nothing: the same digest means that it was not built.
 */
function application(): Repository {
  const repository = emptyRepository()
  repository.write('moving/Dockerfile', 'FROM debian:bookworm-slim\nCOPY text /\n')
  repository.write('still/README.md', 'its code is elsewhere\n')
  repository.write('context/Dockerfile', 'FROM debian:bookworm-slim\nCOPY nonce /\nRUN head -c 1000 /dev/urandom >/payload\n')
  repository.write('hatchery.yaml', [
    'project: carried',
    'components:',
    '  moving: { path: moving, image: {} }',
    '  still: { path: still, image: { context: context } }',
    'ignore: [context/nonce]',
    'platforms: [linux/amd64]',
    'registry: { kind: oci, address: "localhost:5000" }',
    '',
  ].join('\n'))
  return repository
}

describe('publish with a base', () => {
  let registry: StartedTestContainer
  let repository: Repository
  let first: string
  let second: string
  let port: number

  const commit = (text: string) => {
    repository.write('moving/text', text)
    repository.write('context/nonce', text)
    return repository.commit(text)
  }
  const publish = async (options: { base?: string; more?: readonly string[] }) => {
    const path = join(mkdtempSync(join(tmpdir(), 'hatchery-receipt-')), 'receipt.json')
    const base = options.base === undefined ? [] : ['--base', options.base]
    const called = await call([...base, 'with-registry', '--service', `tcp://localhost:${port}`, 'publish', ...(options.more ?? []), 'export', '--path', path], { cwd: repository.folder })
    expect(called.exitCode, called.all.slice(-4000)).toBe(0)
    const { images } = JSON.parse(readFileSync(path, 'utf8')) as Receipt
    return { all: called.all, image: (component: string) => images.find((one) => one.component === component) }
  }
  const digestAt = async (component: string, tag: string) =>
    (await fetch(`http://localhost:${port}/v2/carried/${component}/manifests/${tag}`, { headers: { accept: 'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json' } })).headers.get('docker-content-digest')

  beforeAll(async () => {
    registry = await startRegistry()
    port = registry.getMappedPort(5000)
    repository = application()
    first = commit('first')
  })
  afterAll(async () => {
    await registry.stop()
    repository[Symbol.dispose]()
  })

  it('gives the component that did not change the digest which the base has, without building it', async () => {
    const before = await publish({})
    second = commit('second')
    const after = await publish({ base: first })
    const digest = before.image('still')?.digest
    expect(after.image('still')).toMatchObject({ digest, origin: { kind: 'carried', revision: first } })
    for (const tag of [second, 'latest']) expect(await digestAt('still', tag)).toBe(digest)
    expect(after.image('moving')?.origin).toEqual({ kind: 'built' })
    expect(after.image('moving')?.digest).not.toBe(before.image('moving')?.digest)
    // What shows that it would have been another one.
    const built = await publish({ more: ['--revision', 'really-built', '--component', 'still'] })
    expect(built.image('still')).toMatchObject({ origin: { kind: 'built' } })
    expect(built.image('still')?.digest).not.toBe(digest)
  })

  it('builds what the base was never published with', async () => {
    const third = commit('third')
    commit('fourth')
    const published = await publish({ base: third, more: ['--component', 'still'] })
    expect(published.image('still')).toMatchObject({ origin: { kind: 'built' } })
    expect(published.all).toContain(`not taken from ${third}: it is not there`)
  })
})
