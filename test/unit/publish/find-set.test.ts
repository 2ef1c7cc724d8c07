import { describe, expect, it } from 'vitest'
import { HatcheryError } from '../../../src/shared/errors.ts'
import { findSet } from '../../../src/publish/find-set.ts'
import type { RegistryClient, StoredManifest } from '../../../src/publish/registry-client.ts'

const index: StoredManifest = {
  digest: 'sha256:index',
  mediaType: 'application/vnd.oci.image.index.v1+json',
  body: JSON.stringify({ manifests: [{ digest: 'sha256:arm', platform: { os: 'linux', architecture: 'arm64' } }] }),
}
const client = { manifest: (repository: string) => Promise.resolve(repository === 'shop/gone' ? undefined : index) } as unknown as RegistryClient
const wanted = { destination: { host: 'r.test', repository: (component: string) => `shop/${component}` }, revision: 'abc' }

describe('findSet', () => {
  it('gives the index of each component, and one platform of it where a function takes no index', async () => {
    expect(await findSet(client, { ...wanted, components: ['api', 'migrator'], single: { migrator: { platform: 'linux/arm64', because: 'function m is arm64' } } })).toEqual({ api: 'r.test/shop/api@sha256:index', migrator: 'r.test/shop/migrator@sha256:arm' })
  })

  it('names every component that the revision lacks, and a platform that was not published', async () => {
    await expect(findSet(client, { ...wanted, components: ['api', 'gone'] })).rejects.toMatchObject({ code: 'REVISION_NOT_PUBLISHED', message: expect.stringContaining('gone') as string })
    await expect(findSet(client, { ...wanted, components: ['migrator'], single: { migrator: { platform: 'linux/amd64', because: 'function m is x86_64' } } })).rejects.toMatchObject({
      code: 'PUBLISH_INCOMPLETE', message: expect.stringMatching(/function m is x86_64 and needs linux\/amd64; the revision is published for linux\/arm64/) as string,
    })
  })

  it('reads for what an image without an index is, and takes it as it is where that may not be read', async () => {
    const plain = (blob: () => Promise<string | undefined>) => ({ manifest: () => Promise.resolve({ digest: 'sha256:plain', mediaType: 'x', body: '{"config":{"digest":"sha256:c"}}' }), blob }) as unknown as RegistryClient
    const ask = (registry: RegistryClient) => findSet(registry, { ...wanted, components: ['migrator'], single: { migrator: { platform: 'linux/amd64', because: 'function m is x86_64' } } })
    await expect(ask(plain(() => Promise.resolve('{"os":"linux","architecture":"arm64","variant":"v8"}')))).rejects.toMatchObject({ message: expect.stringContaining('published for linux/arm64/v8') as string })
    expect(await ask(plain(() => Promise.resolve('{"os":"linux","architecture":"amd64"}')))).toEqual({ migrator: 'r.test/shop/migrator@sha256:plain' })
    expect(await ask(plain(() => Promise.reject(new HatcheryError('REGISTRY_UNAUTHORIZED', { what: 'no', next: 'ask' }))))).toEqual({ migrator: 'r.test/shop/migrator@sha256:plain' })
  })
})
