import { readFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StartedTestContainer } from 'testcontainers'
import type { Receipt } from '../../src/publish/receipt.ts'
import { call } from './call.ts'
import { registryProxy, type RegistryFault, type RegistryProxy } from './registry-proxy.ts'
import { startRegistry } from './registry.ts'
import { emptyRepository, type Repository } from './repository.ts'

/** A small application whose two images build in seconds: one file from a stage that runs on the build platform. */
function smallApplication(): Repository {
  const repository = emptyRepository()
  repository.write('Dockerfile', 'FROM --platform=$BUILDPLATFORM debian:bookworm-slim AS build\nRUN uname -m >/built-on && head -c 300000 /dev/urandom >/payload\nFROM debian:bookworm-slim AS other\nCOPY --from=build /payload /\nFROM debian:bookworm-slim\nCOPY --from=build /built-on /payload /\nUSER 1000\n')
  repository.write('web/package.json', '{ "name": "web", "version": "1.0.0", "dependencies": { "left-pad": "1.3.0" } }')
  repository.write('web/package-lock.json', JSON.stringify({ name: 'web', lockfileVersion: 3, packages: { '': { dependencies: { 'left-pad': '1.3.0' } }, 'node_modules/left-pad': { version: '1.3.0' } } }))
  repository.write('hatchery.yaml', 'project: small\ncomponents:\n  one: { path: ., image: {} }\n  two: { path: web, language: node, image: { context: ., target: other } }\nplatforms: [linux/arm64, linux/amd64]\nregistry: { kind: oci, address: "localhost:5000" }\n')
  repository.write('.gitignore', 'receipt.json\n')
  return repository
}

describe('publish', () => {
  let registry: StartedTestContainer
  let proxy: RegistryProxy
  let application: Repository
  let sha: string

  const publish = (...more: string[]) => call(['with-registry', '--service', `tcp://localhost:${proxy.port}`, 'publish', ...more, 'export', '--path', join(mkdtempSync(join(tmpdir(), 'hatchery-receipt-')), 'receipt.json')], { cwd: application.folder })
  const publishTo = async (path: string, ...more: string[]) => call(['with-registry', '--service', `tcp://localhost:${proxy.port}`, 'publish', ...more, 'export', '--path', path], { cwd: application.folder })
  const stored = async (repository: string, tag: string) => fetch(`http://localhost:${proxy.port}/v2/${repository}/manifests/${tag}`, { headers: { accept: 'application/vnd.oci.image.index.v1+json' } })

  beforeAll(async () => {
    registry = await startRegistry()
    proxy = await registryProxy({ host: registry.getHost(), port: registry.getMappedPort(5000) })
    application = smallApplication()
    sha = application.commit('first')
  })
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]()
    await registry.stop()
    application[Symbol.dispose]()
  })

  it('pushes one index a component under the git SHA and the moving tag, for every platform', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'hatchery-receipt-')), 'receipt.json')
    const published = await publishTo(path)
    expect(published.exitCode, published.all).toBe(0)
    const receipt = JSON.parse(readFileSync(path, 'utf8')) as Receipt
    expect(receipt).toMatchObject({ project: 'small', revision: sha })
    expect(receipt.images.map(({ component, platforms }) => [component, platforms.map(({ platform }) => platform).sort()])).toEqual([
      ['one', ['linux/amd64', 'linux/arm64']],
      ['two', ['linux/amd64', 'linux/arm64']],
    ])
    expect(receipt.images.map(({ artifacts, notes }) => [artifacts.map(({ artifactType }) => artifactType), notes])).toEqual([
      [['application/vnd.in-toto+json'], [expect.stringMatching(/^no SBOM: component one: has no language/)]],
      [['application/vnd.cyclonedx+json', 'application/vnd.in-toto+json'], []],
    ])
    for (const image of receipt.images) {
      for (const tag of [sha, 'latest']) expect((await stored(`small/${image.component}`, tag)).headers.get('docker-content-digest')).toBe(image.digest)
      for (const { sizeBytes } of image.platforms) expect(sizeBytes).toBeGreaterThan(300_000)
    }
  })

  it('attaches bill of materials and provenance, found by the tag that stands for a list of referrers, and says why one is missing', async () => {
    const digestOf = async (component: string) => (await stored(`small/${component}`, sha)).headers.get('docker-content-digest') ?? ''
    const attached = async (component: string, type: string) => {
      const digest = await digestOf(component)
      const list = (await (await stored(`small/${component}`, digest.replace(':', '-'))).json()) as { manifests: { digest: string; artifactType: string }[] }
      const entry = list.manifests.find(({ artifactType }) => artifactType === type)
      if (!entry) return undefined
      const manifest = (await (await fetch(`http://localhost:${proxy.port}/v2/small/${component}/manifests/${entry.digest}`, { headers: { accept: 'application/vnd.oci.image.manifest.v1+json' } })).json()) as { subject: { digest: string }; layers: { digest: string }[] }
      expect(manifest.subject.digest).toBe(digest)
      return (await fetch(`http://localhost:${proxy.port}/v2/small/${component}/blobs/${manifest.layers[0]?.digest}`)).json()
    }
    expect(await attached('two', 'application/vnd.cyclonedx+json')).toMatchObject({ bomFormat: 'CycloneDX', components: [{ name: 'left-pad', version: '1.3.0' }] })
    expect(await attached('one', 'application/vnd.cyclonedx+json')).toBeUndefined()
    for (const component of ['one', 'two']) {
      expect(await attached(component, 'application/vnd.in-toto+json')).toMatchObject({
        subject: [{ name: `localhost:${proxy.port}/small/${component}`, digest: { sha256: (await digestOf(component)).replace('sha256:', '') } }],
        predicate: {
          buildDefinition: { externalParameters: { component }, resolvedDependencies: [{ name: 'source', digest: { gitCommit: sha } }, { uri: 'pkg:docker/debian@bookworm-slim' }] },
          runDetails: { builder: { id: 'urn:hatchery:builder:developers-machine' } },
        },
      })
    }
  })

  it('uploads nothing when the same content is published again under another name', async () => {
    proxy.uploadedBytes = 0
    const again = await publish('--revision', 'again')
    expect(again.exitCode, again.all).toBe(0)
    expect(proxy.uploadedBytes).toBe(0)
    expect((await stored('small/one', 'again')).headers.get('docker-content-digest')).toBe((await stored('small/one', sha)).headers.get('docker-content-digest'))
  })

  it('keeps test timings beside the images, where none is no error, and gives the newest', async () => {
    const timings = async () => {
      const called = await call(['with-registry', '--service', `tcp://localhost:${proxy.port}`, 'timings', 'contents'], { cwd: application.folder })
      expect(called.exitCode, called.all).toBe(0)
      return JSON.parse(called.stdout) as { seconds: Record<string, number> }
    }
    expect((await timings()).seconds).toEqual({})
    const path = join(mkdtempSync(join(tmpdir(), 'hatchery-timings-')), 'timings.json')
    for (const seconds of [2, 4]) {
      writeFileSync(path, JSON.stringify({ version: 1, project: 'small', branch: '', seconds: { 'web/a.test.ts': seconds } }))
      const published = await publish('--timings', path)
      expect(published.exitCode, published.all).toBe(0)
    }
    expect(await timings()).toEqual({ version: 1, project: 'small', branch: 'main', revision: sha, seconds: { 'web/a.test.ts': 4 } })
  })

  it.each<{ fault: RegistryFault; code: string; says: string }>([
    { fault: { status: 401, times: 99 }, code: 'REGISTRY_UNAUTHORIZED', says: 'with-registry' },
    { fault: { status: 429, times: 99 }, code: 'REGISTRY_THROTTLED', says: '429' },
    { fault: { status: 500, times: 99 }, code: 'REGISTRY_UNREACHABLE', says: 'retries' },
  ])('says $code when the registry keeps answering so, and moves no tag', async ({ fault, code, says }) => {
    const before = (await stored('small/one', 'moving')).status
    proxy.fault = fault
    const failed = await publish('--revision', `refused-${code.toLowerCase()}`, '--tag', 'moving', '--component', 'one')
    proxy.fault = undefined
    expect(failed.exitCode).not.toBe(0)
    expect(failed.all).toContain(`[${code}] registry localhost:${proxy.port} (component one)`)
    expect(failed.all).toContain(says)
    expect(failed.all).not.toMatch(/^\s+at .*\.(ts|mjs):\d+/m)
    expect((await stored('small/one', 'moving')).status).toBe(before)
  })

  it('refuses a SHA that would name files that differ from it', async () => {
    application.write('payload.txt', 'not committed')
    const refused = await publish()
    expect(refused.all).toContain('[SOURCE_DIRTY]')
    expect(refused.all).toContain('payload.txt')
    application.git('clean', '-fdq')
  })
})
