import { describe, expect, it } from 'vitest'
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
    expect(await findSet(client, { ...wanted, components: ['api', 'migrator'], single: { migrator: 'linux/arm64' } })).toEqual({ api: 'r.test/shop/api@sha256:index', migrator: 'r.test/shop/migrator@sha256:arm' })
  })

  it('names every component that the revision lacks, and a platform that was not published', async () => {
    await expect(findSet(client, { ...wanted, components: ['api', 'gone'] })).rejects.toMatchObject({ code: 'REVISION_NOT_PUBLISHED', message: expect.stringContaining('gone') as string })
    await expect(findSet(client, { ...wanted, components: ['migrator'], single: { migrator: 'linux/amd64' } })).rejects.toMatchObject({ code: 'PUBLISH_INCOMPLETE' })
  })
})
