import { describe, expect, it } from 'vitest'
import { attachArtifacts, keepArtifact, readArtifact } from '../../../src/publish/attach.ts'
import { listReferrers } from '../../../src/publish/referrers.ts'
import { memoryRegistry, sha256 } from './memory-registry.ts'

const indexType = 'application/vnd.oci.image.index.v1+json'
const repository = 'shop/api'
const sbom = { artifactType: 'application/vnd.cyclonedx+json', fileName: 'api.cdx.json', content: '{"bomFormat":"CycloneDX"}' }
const note = { artifactType: 'application/vnd.in-toto+json', fileName: 'api.json', content: '{"ü":1}', annotations: { about: 'api' } }

const withImage = (options?: Parameters<typeof memoryRegistry>[0]) => {
  const registry = memoryRegistry(options)
  const stored = registry.put(repository, 'abc', { body: '{"schemaVersion":2,"manifests":[]}', mediaType: indexType })
  return { ...registry, stored, attach: (artifacts: readonly (typeof sbom)[]) => attachArtifacts(registry.client, { repository, stored }, artifacts) }
}
const read = (registry: ReturnType<typeof withImage>, digest: string) => JSON.parse(registry.manifests.get(`${repository} ${digest}`)?.body ?? '') as Record<string, unknown>

describe.each([{ referrersApi: true }, { referrersApi: false }])('attachArtifacts, where the registry lists referrers: $referrersApi', (options) => {
  it('stores each artifact with the image as its subject and lets others find it', async () => {
    const registry = withImage(options)
    const kept = await registry.attach([sbom, note])
    const found = await listReferrers(registry.client, { repository, digest: registry.stored.digest })
    expect(found.map(({ digest }) => digest)).toEqual(kept.map(({ digest }) => digest))
    expect(read(registry, kept[0]?.digest ?? '')).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: 'application/vnd.cyclonedx+json',
      config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', size: 2 },
      layers: [{ mediaType: 'application/vnd.cyclonedx+json', digest: sha256(sbom.content), size: sbom.content.length, annotations: { 'org.opencontainers.image.title': 'api.cdx.json' } }],
      subject: { mediaType: indexType, digest: registry.stored.digest, size: 34 },
    })
    expect(await readArtifact(registry.client, { repository, reference: kept[1]?.digest ?? '' }, 'application/vnd.in-toto+json')).toBe(note.content)
  })

  it('writes nothing when the image has the same artifacts already', async () => {
    const registry = withImage(options)
    const first = await registry.attach([sbom, note])
    registry.calls.length = 0
    expect(await registry.attach([sbom, note])).toEqual(first)
    expect(registry.calls.filter((call) => !call.startsWith('GET'))).toEqual([])
  })
})

describe('attachArtifacts', () => {
  it('leaves the tag of the fallback alone where the registry lists referrers', async () => {
    const registry = withImage({ referrersApi: true })
    await registry.attach([sbom])
    expect([...registry.manifests.keys()].filter((key) => key.includes('sha256-'))).toEqual([])
  })

  it('keeps what others wrote into the tag of the fallback, and copies type and annotations', async () => {
    const registry = withImage()
    const tag = registry.stored.digest.replace(':', '-')
    const theirs = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: sha256('theirs'), size: 7, artifactType: 'application/vnd.example' }
    registry.put(repository, tag, { body: JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [theirs], annotations: { by: 'them' } }), mediaType: indexType })
    const [kept] = await registry.attach([note])
    expect(read(registry, tag)).toMatchObject({ manifests: [theirs, { digest: kept?.digest, artifactType: note.artifactType, annotations: note.annotations }], annotations: { by: 'them' } })
  })

  it('writes its entry again when another writer overwrote it', async () => {
    let lost = 1
    const registry = withImage({
      instead: ({ method, path }) => (method === 'PUT' && path.includes('/manifests/sha256-') && lost-- > 0 ? new Response('', { status: 201 }) : undefined),
    })
    const [kept] = await registry.attach([sbom])
    expect((await listReferrers(registry.client, { repository, digest: registry.stored.digest })).map(({ digest }) => digest)).toEqual([kept?.digest])
  })

  it('gives up by name when its entry is always lost, and when the tag is something else', async () => {
    const losing = withImage({ instead: ({ method, path }) => (method === 'PUT' && path.includes('/manifests/sha256-') ? new Response('', { status: 201 }) : undefined) })
    await expect(losing.attach([sbom])).rejects.toMatchObject({ code: 'PUBLISH_INCOMPLETE', message: expect.stringContaining('losing') as string })
    const taken = withImage()
    taken.put(repository, taken.stored.digest.replace(':', '-'), { body: '{"schemaVersion":2,"layers":[]}', mediaType: 'application/vnd.oci.image.manifest.v1+json' })
    await expect(taken.attach([sbom])).rejects.toMatchObject({ code: 'PUBLISH_INCOMPLETE', message: expect.stringContaining('no image index') as string })
  })

  it.each([[403, 'REGISTRY_UNAUTHORIZED'], [429, 'REGISTRY_THROTTLED'], [500, 'REGISTRY_UNREACHABLE']])('says what a registry that answers %i does', async (status, code) => {
    const registry = withImage({ instead: ({ method }) => (method === 'POST' ? new Response('', { status }) : undefined) })
    await expect(registry.attach([sbom])).rejects.toMatchObject({ code })
  })
})

describe('keepArtifact', () => {
  it('keeps the newest content under its tag, and gives none of another type', async () => {
    const { client } = memoryRegistry()
    const place = { repository, tag: 'notes', reference: 'notes' }
    expect(await readArtifact(client, place, note.artifactType)).toBeUndefined()
    await keepArtifact(client, place, note)
    await keepArtifact(client, place, { ...note, content: 'newer' })
    expect(await readArtifact(client, place, note.artifactType)).toBe('newer')
    expect(await readArtifact(client, place, sbom.artifactType)).toBeUndefined()
  })
})
