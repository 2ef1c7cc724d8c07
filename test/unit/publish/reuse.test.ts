import { describe, expect, it } from 'vitest'
import type { BuildSpec } from '../../../src/images/build-spec.ts'
import { publishSet } from '../../../src/publish/publish.ts'
import { memoryRegistry, sha256 } from './memory-registry.ts'

const indexType = 'application/vnd.oci.image.index.v1+json'
const manifestType = 'application/vnd.oci.image.manifest.v1+json'
type Registry = ReturnType<typeof memoryRegistry>

/** Store an image for some platforms under a tag; one platform is stored as the engine does it, without an index. */
function image(registry: Registry, name: string, platforms: readonly string[]): string {
  const [repository = '', tag = ''] = name.split(':')
  const children = platforms.map((platform) => {
    const [os, architecture] = platform.split('/')
    const config = JSON.stringify({ os, architecture, of: name })
    registry.blobs.set(`${repository} ${sha256(config)}`, config)
    const body = JSON.stringify({ config: { digest: sha256(config), size: config.length, mediaType: '' }, layers: [] })
    return { ...registry.put(repository, platforms.length === 1 ? tag : sha256(body), { body, mediaType: manifestType }), platform: { os, architecture } }
  })
  if (children.length === 1) return children[0]!.digest
  return registry.put(repository, tag, { body: JSON.stringify({ manifests: children.map(({ digest, platform }) => ({ digest, platform, size: 1 })), of: name }), mediaType: indexType }).digest
}

async function publish(registry: Registry, options: { platforms: readonly string[]; reuse: (component: string) => readonly string[] }) {
  const built: string[] = []
  const log: string[] = []
  const spec = (component: string): BuildSpec => ({ component, context: '.', dockerfile: 'Dockerfile', args: {}, platforms: options.platforms })
  const receipt = await publishSet({
    project: 'shop', revision: 'new', movingTag: 'latest', specs: [spec('web'), spec('api')], reuse: options.reuse, client: registry.client,
    destination: { host: 'registry.test', repository: (component) => `shop/${component}` },
    push: ({ component }) => {
      built.push(component)
      return Promise.resolve(`registry.test/shop/${component}:new@${image(registry, `shop/${component}:new`, options.platforms)}`)
    },
    log: (line) => log.push(line), retryDelayMs: 1, pushTimeoutMs: 500,
  })
  return { receipt, built, log }
}

const both = ['linux/arm64', 'linux/amd64']
const digestAt = (registry: Registry, name: string) => registry.manifests.get(name.replace(':', ' '))?.digest

describe('publishSet with images to carry over', () => {
  it('tags the image of the other revision with the new one and the moving tag, builds the rest and says which is which', async () => {
    const registry = memoryRegistry()
    const digest = image(registry, 'shop/api:old', both)
    const { receipt, built } = await publish(registry, { platforms: both, reuse: (component) => (component === 'api' ? ['old'] : []) })
    expect(built).toEqual(['web'])
    for (const tag of ['new', 'latest']) expect(digestAt(registry, `shop/api:${tag}`)).toBe(digest)
    expect(receipt.images.map(({ component, origin }) => [component, origin])).toEqual([
      ['web', { kind: 'built' }],
      ['api', { kind: 'carried', revision: 'old' }],
    ])
    expect(receipt.images[1]?.platforms.map(({ platform }) => platform)).toEqual(both)
  })

  it('completes a revision: what is there stays and is not tagged again', async () => {
    const registry = memoryRegistry()
    image(registry, 'shop/api:new', both)
    const { built, receipt } = await publish(registry, { platforms: both, reuse: () => ['new'] })
    expect(built).toEqual(['web'])
    expect(receipt.images[1]?.origin).toEqual({ kind: 'carried', revision: 'new' })
    expect(registry.calls.filter((line) => line.startsWith('PUT') && line.includes('/api/'))).toEqual(['PUT /v2/shop/api/manifests/latest'])
  })

  it.each([
    ['is not published', (): void => undefined, both, 'it is not there'],
    ['lacks a platform', (registry: Registry) => image(registry, 'shop/api:old', ['linux/arm64', 'linux/riscv64']), both, 'lacks linux/amd64'],
    ['is for another platform and has no index', (registry: Registry) => image(registry, 'shop/api:old', ['linux/amd64']), ['linux/arm64'], 'it is for linux/amd64'],
  ])('builds the component whose other image %s', async (_, prepare, platforms, why) => {
    const registry = memoryRegistry()
    prepare(registry)
    const { built, log } = await publish(registry, { platforms, reuse: (component) => (component === 'api' ? ['old'] : []) })
    expect(built).toEqual(['web', 'api'])
    expect(log.join('\n')).toContain(why)
  })

  it('takes one platform without an index where it is the right one', async () => {
    const registry = memoryRegistry()
    image(registry, 'shop/api:old', ['linux/arm64'])
    const { built } = await publish(registry, { platforms: ['linux/arm64'], reuse: (component) => (component === 'api' ? ['old'] : []) })
    expect(built).toEqual(['web'])
  })

  it('builds what it may not look at, rather than failing', async () => {
    const registry = memoryRegistry({ instead: ({ path }) => (path.includes('/api/blobs/sha256') ? new Response('', { status: 403 }) : undefined) })
    image(registry, 'shop/api:old', ['linux/arm64'])
    const { built } = await publish(registry, { platforms: ['linux/arm64'], reuse: (component) => (component === 'api' ? ['old'] : []) })
    expect(built).toEqual(['web', 'api'])
  })
})
