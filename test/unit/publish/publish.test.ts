import { describe, expect, it } from 'vitest'
import { publishSet } from '../../../src/publish/publish.ts'
import type { RegistryClient, StoredManifest } from '../../../src/publish/registry-client.ts'
import { memoryRegistry as wholeRegistry } from './memory-registry.ts'
import type { BuildSpec } from '../../../src/images/build-spec.ts'

const spec = (component: string): BuildSpec => ({ component, context: '.', dockerfile: 'Dockerfile', args: {}, platforms: ['linux/arm64', 'linux/amd64'] })

/** A registry in memory: manifests by repository and reference. */
function memoryRegistry(platforms: readonly string[]) {
  const stored = new Map<string, StoredManifest>()
  const calls: string[] = []
  const manifest = (digest: string, body: unknown): StoredManifest => ({ digest, mediaType: 'application/vnd.oci.image.index.v1+json', body: JSON.stringify(body) })
  const put = (repository: string) => {
    const index = { manifests: platforms.map((platform, at) => ({ digest: `sha256:${at}`, size: 1, platform: { os: 'linux', architecture: platform.split('/')[1] } })) }
    stored.set(`${repository}@sha256:index`, manifest('sha256:index', index))
    platforms.forEach((_, at) => stored.set(`${repository}@sha256:${at}`, manifest(`sha256:${at}`, { config: { digest: 'c', size: 10, mediaType: '' }, layers: [{ digest: 'l', size: 90 }] })))
  }
  return {
    calls,
    put,
    client: {
      manifest: (repository: string, reference: string) => Promise.resolve(stored.get(`${repository}@${reference}`)),
      tag: (repository: string, tag: string) => {
        calls.push(`tag ${repository}:${tag}`)
        return Promise.resolve()
      },
      uploadStatus: () => Promise.resolve(202),
    } as unknown as RegistryClient,
  }
}

function publish(registry: ReturnType<typeof memoryRegistry>, push: (component: string) => Promise<string>) {
  const log: string[] = []
  const result = publishSet({
    project: 'shop', revision: 'abc', movingTag: 'latest', specs: [spec('web'), spec('api')],
    destination: { host: 'registry.test', ecrRegion: 'eu-west-1', repository: (component) => `shop/${component}` },
    client: registry.client, push: ({ component }) => push(component), log: (line) => log.push(line), retryDelayMs: 1, pushTimeoutMs: 500,
  })
  return { result, log }
}

type WholeRegistry = ReturnType<typeof wholeRegistry>

const putIndex = (registry: WholeRegistry) => registry.put('shop/web', 'abc', { body: JSON.stringify({ manifests: [] }), mediaType: 'application/vnd.oci.image.index.v1+json' })

const withArtifact = () => Promise.resolve({ artifacts: [{ artifactType: 'a/b', fileName: 'f', content: 'c' }], notes: [] })

/** Publish one image whose index is pushed already. */
function publishWeb(registry: WholeRegistry, more: Partial<Parameters<typeof publishSet>[0]> = {}) {
  const { digest } = putIndex(registry)
  return publishSet({
    project: 'shop', revision: 'abc', movingTag: 'latest', specs: [{ ...spec('web'), platforms: [] }], destination: { host: 'registry.test', repository: (component) => `shop/${component}` },
    client: registry.client, push: () => Promise.resolve(`registry.test/shop/web:abc@${digest}`), log: () => undefined, retryDelayMs: 1, pushTimeoutMs: 500, ...more,
  })
}

describe('publishSet', () => {
  it('gives digests, sizes and platforms, and moves the tag only after every image is there', async () => {
    const registry = memoryRegistry(['linux/arm64', 'linux/amd64'])
    const { result } = publish(registry, (component) => {
      registry.put(`shop/${component}`)
      registry.calls.push(`push ${component}`)
      return Promise.resolve(`registry.test/shop/${component}:abc@sha256:index`)
    })
    const receipt = await result
    expect(receipt.images[0]).toEqual({
      component: 'web', reference: 'registry.test/shop/web@sha256:index', digest: 'sha256:index', tags: ['abc', 'latest'], origin: { kind: 'built' },
      platforms: [{ platform: 'linux/arm64', digest: 'sha256:0', sizeBytes: 100, layers: 1 }, { platform: 'linux/amd64', digest: 'sha256:1', sizeBytes: 100, layers: 1 }],
      artifacts: [], notes: [],
    })
    expect(registry.calls).toEqual(['push web', 'push api', 'tag shop/web:latest', 'tag shop/api:latest'])
  })

  it('attaches what belongs to each image before the tag moves, and tells digests and what is missing', async () => {
    const registry = wholeRegistry()
    const index = putIndex(registry)
    const log: string[] = []
    const about: unknown[] = []
    const run = () => publishWeb(registry, {
      log: (line) => log.push(line),
      describe: (_, image) => Promise.resolve(about.push(image)).then(() => ({ artifacts: [{ artifactType: 'a/b', fileName: 'f', content: 'c' }], notes: ['no SBOM: it has no language'] })),
    })
    const { images } = await run()
    expect(about).toEqual([{ name: 'registry.test/shop/web', digest: index.digest }])
    expect(images[0]?.artifacts).toEqual([{ artifactType: 'a/b', digest: expect.stringMatching(/^sha256:/) as string }])
    expect(images[0]?.notes).toEqual(['no SBOM: it has no language'])
    expect(log).toContain('publish web: no SBOM: it has no language')
    const writes = registry.calls.filter((call) => call.startsWith('PUT'))
    expect(writes.at(-1)).toBe('PUT /v2/shop/web/manifests/latest')
    expect(writes.slice(0, -1).some((call) => call.includes(images[0]?.artifacts[0]?.digest ?? 'none'))).toBe(true)
    registry.calls.length = 0
    expect((await run()).images).toEqual(images)
    expect(registry.calls.filter((call) => !call.startsWith('GET'))).toEqual(['PUT /v2/shop/web/manifests/latest'])
  })

  it('moves no tag when an artifact cannot be attached', async () => {
    const registry = wholeRegistry({ instead: ({ method }) => (method === 'POST' ? new Response('', { status: 403 }) : undefined) })
    await expect(publishWeb(registry, { describe: withArtifact })).rejects.toMatchObject({ code: 'REGISTRY_UNAUTHORIZED', message: expect.stringContaining('registry.test') as string })
    expect(registry.calls.some((call) => call.includes('manifests/latest'))).toBe(false)
  })

  it('says in the receipt what a registry that keeps no artifacts refused, and publishes all the same', async () => {
    const registry = wholeRegistry({ instead: ({ method, path }) => (method === 'PUT' && path.includes('/manifests/sha256:') ? new Response('', { status: 400 }) : undefined) })
    const { images } = await publishWeb(registry, { describe: withArtifact })
    expect(images).toMatchObject([{ artifacts: [], notes: [expect.stringContaining('nothing attached') as string] }])
    expect(images[0]?.notes[0]).toContain('status 400')
    expect(registry.calls.at(-1)).toBe('PUT /v2/shop/web/manifests/latest')
  })

  it('publishes under the revision alone where tags are immutable, and says so', async () => {
    const registry = wholeRegistry({ instead: ({ method, path }) => (method === 'PUT' && path.endsWith('/manifests/latest') ? new Response('', { status: 400 }) : undefined) })
    const { images } = await publishWeb(registry)
    expect(images).toMatchObject([{ tags: ['abc'], notes: [expect.stringContaining('the tag latest was not moved') as string] }])
  })

  it('refuses an index that lacks a platform and moves no tag', async () => {
    const registry = memoryRegistry(['linux/arm64'])
    const { result } = publish(registry, (component) => {
      registry.put(`shop/${component}`)
      return Promise.resolve(`registry.test/shop/${component}:abc@sha256:index`)
    })
    await expect(result).rejects.toMatchObject({ code: 'PUBLISH_INCOMPLETE', message: expect.stringContaining('lacks linux/amd64') as string })
    expect(registry.calls).toEqual([])
  })

  it('tries again what the registry may do better, and says so', async () => {
    const registry = memoryRegistry(['linux/arm64', 'linux/amd64'])
    let failures = 2
    const { result, log } = publish(registry, (component) => {
      if (failures-- > 0) return Promise.reject(new Error('unexpected status from PUT request: 503 Service Unavailable'))
      registry.put(`shop/${component}`)
      return Promise.resolve(`registry.test/shop/${component}:abc@sha256:index`)
    })
    await result
    expect(log.filter((line) => line.includes('retries left'))).toHaveLength(2)
  })

  it('ends a push that never does, by name and without another try', async () => {
    const registry = memoryRegistry([])
    let tried = 0
    const { result } = publish(registry, () => {
      tried += 1
      return new Promise(() => undefined)
    })
    await expect(result).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE', message: expect.stringContaining('did not finish a push within 0.5 s') as string })
    expect(tried).toBe(1)
  })

  it('names the command that makes a repository which ECR lacks', async () => {
    const registry = memoryRegistry([])
    const { result } = publish({ ...registry, client: { ...registry.client, uploadStatus: () => Promise.resolve(404) } }, () => Promise.reject(new Error('failed to push: EOF')))
    await expect(result).rejects.toMatchObject({ code: 'REPOSITORY_MISSING', facts: { next: expect.stringContaining('aws ecr create-repository --repository-name shop/web --region eu-west-1') as string } })
  })

  it.each([
    ['unexpected status from POST request to http://r/v2/: 401 Unauthorized', 'REGISTRY_UNAUTHORIZED', 1],
    ['failed to do request: EOF', 'REGISTRY_UNREACHABLE', 5],
    ['unexpected status: 429 Too Many Requests', 'REGISTRY_THROTTLED', 5],
  ])('turns «%s» into %s after %i tries', async (message, code, tries) => {
    const registry = memoryRegistry([])
    let tried = 0
    const { result } = publish(registry, () => {
      tried += 1
      return Promise.reject(new Error(message))
    })
    await expect(result).rejects.toMatchObject({ code, message: expect.stringContaining('component web') as string })
    expect(tried).toBe(tries)
  })
})
