import { describe, expect, it } from 'vitest'
import { describeSet } from '../../../src/publish/describe-set.ts'
import { inspectImage } from '../../../src/publish/inspect.ts'
import { parseReceipt, receiptJson, type Receipt } from '../../../src/publish/receipt.ts'
import { memoryRegistry, sha256 } from './memory-registry.ts'

const layer = (size: number) => ({ mediaType: '', digest: 'sha256:l', size })
const configText = '{"os":"linux","architecture":"arm64"}'
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256(configText), size: 10 }
const wanted = { project: 'shop', revision: 'abc', host: 'registry.test' }

describe('describeSet', () => {
  it('tells platforms, sizes and layers of an index and of a plain manifest, as the registry has them', async () => {
    const registry = memoryRegistry()
    await registry.client.pushBlob('shop/api', configText)
    const arm = registry.put('shop/api', 'arm', { body: JSON.stringify({ config, layers: [layer(40), layer(50)] }), mediaType: 'application/vnd.oci.image.manifest.v1+json' })
    const index = registry.put('shop/api', 'abc', { body: JSON.stringify({ manifests: [{ digest: arm.digest, size: 1, platform: { os: 'linux', architecture: 'amd64' } }] }), mediaType: 'application/vnd.oci.image.index.v1+json' })
    const reference = (digest: string) => `registry.test/shop/api@${digest}`
    const { receipt, notes } = await describeSet(registry.client, { ...wanted, images: { api: reference(index.digest), migrator: reference(arm.digest) } })
    expect(notes).toEqual([])
    expect(receipt.images.map(({ component, platforms }) => [component, platforms.map(({ platform, sizeBytes, layers }) => [platform, sizeBytes, layers])])).toEqual([
      ['api', [['linux/amd64', 100, 2]]],
      ['migrator', [['linux/arm64', 100, 2]]],
    ])
  })

  it('notes what cannot be told, and goes on', async () => {
    const registry = memoryRegistry({ instead: ({ path }) => (path.includes('/locked/') ? new Response('', { status: 403 }) : undefined) })
    const digest = `sha256:${'a'.repeat(64)}`
    const { receipt, notes } = await describeSet(registry.client, { ...wanted, images: { old: `elsewhere.test/shop/old@${digest}`, gone: `registry.test/shop/gone@${digest}`, locked: `registry.test/locked/it@${digest}` } })
    expect(receipt.images).toEqual([])
    expect(notes).toEqual([
      `image of old: elsewhere.test/shop/old@${digest} is not in registry.test, so its size is not known`,
      expect.stringContaining('image of gone: its size could not be read: ') as string,
      expect.stringContaining('image of locked: its size could not be read: ') as string,
    ])
  })

  it('expects of a publish the platforms that were asked for', async () => {
    const registry = memoryRegistry()
    const index = registry.put('shop/api', 'abc', { body: JSON.stringify({ manifests: [] }), mediaType: 'application/vnd.oci.image.index.v1+json' })
    await expect(inspectImage(registry.client, { repository: 'shop/api', digest: index.digest, expected: ['linux/arm64'] })).rejects.toThrow('lacks linux/arm64')
  })
})

describe('parseReceipt', () => {
  const receipt: Receipt = { project: 'shop', revision: 'abc', images: [{ component: 'api', reference: 'r/api@sha256:1', digest: 'sha256:1', tags: ['abc'], origin: { kind: 'carried', revision: 'abb' }, platforms: [{ platform: 'linux/arm64', digest: 'sha256:2', sizeBytes: 7, layers: 1 }], artifacts: [], notes: [] }] }

  it('reads back what a publish wrote', () => {
    expect(parseReceipt(receiptJson(receipt))).toEqual(receipt)
  })

  it('refuses another file by the field that is wrong', () => {
    expect(() => parseReceipt('{"project":"shop","revision":"abc","images":[{"component":7}]}')).toThrow('receipt.json: images.0.component')
    expect(() => parseReceipt('')).toThrow('receipt.json: the report is empty')
  })
})
