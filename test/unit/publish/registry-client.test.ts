import { describe, expect, it } from 'vitest'
import { registryClient } from '../../../src/publish/registry-client.ts'

type Answer = (url: string, init: RequestInit | undefined) => Response

function client(answer: Answer, login?: { username: string; password: string }) {
  const fetchLike = ((url: URL | string, init?: RequestInit) => Promise.resolve(answer(String(url), init))) as typeof fetch
  return registryClient({ endpoint: 'https://registry.test', name: 'registry.test', fetch: fetchLike, ...(login ? { login } : {}) })
}

const authorization = (init: RequestInit | undefined) => new Headers(init?.headers).get('authorization')

describe('registryClient', () => {
  it('gets a bearer token where the registry asks for one', async () => {
    const seen: string[] = []
    const registry = client((url, init) => {
      seen.push(`${url} ${authorization(init)}`)
      if (url.startsWith('https://auth.test')) return Response.json({ token: 'T' })
      if (authorization(init) === 'Bearer T') return new Response('{}', { headers: { 'docker-content-digest': 'sha256:1', 'content-type': 'x' } })
      return new Response('', { status: 401, headers: { 'www-authenticate': 'Bearer realm="https://auth.test/token",service="registry.test",scope="repository:shop/api:pull"' } })
    }, { username: 'u', password: 'p' })
    expect(await registry.manifest('shop/api', 'latest')).toMatchObject({ digest: 'sha256:1' })
    expect(seen[1]).toContain('scope=repository%3Ashop%2Fapi%3Apull')
    expect(seen[2]).toContain('Bearer T')
  })

  it('gives undefined for a manifest that is not there, and an error by name for a refusal', async () => {
    expect(await client(() => new Response('', { status: 404 })).manifest('a', 'b')).toBeUndefined()
    await expect(client(() => new Response('', { status: 403 })).manifest('a', 'b')).rejects.toMatchObject({ code: 'REGISTRY_UNAUTHORIZED' })
  })

  it('asks for the right to push where the challenge names none, and keeps the token for the next call', async () => {
    const seen: string[] = []
    const registry = client((url, init) => {
      seen.push(`${init?.method ?? 'GET'} ${decodeURIComponent(url)}`)
      if (url.startsWith('https://auth.test')) return Response.json({ access_token: 'T' })
      if (authorization(init) !== 'Bearer T') return new Response('', { status: 401, headers: { 'www-authenticate': 'Bearer realm="https://auth.test/token",service="s",scope="repository:shop/api:pull"' } })
      return new Response('', { status: 201 })
    })
    const manifest = { digest: '', mediaType: 'x', body: '{}' }
    await registry.tag('shop/api', 'a', manifest)
    await registry.tag('shop/api', 'b', manifest)
    expect(seen.filter((line) => line.includes('auth.test'))).toEqual(['GET https://auth.test/token?service=s&scope=repository:shop/api:pull,push'])
    expect(seen).toHaveLength(4)
  })

  it('stores a blob in two requests, sends it on without credentials to another host, and not at all where it is there', async () => {
    const seen: string[] = []
    let there = false
    const registry = client((url, init) => {
      seen.push(`${init?.method ?? 'GET'} ${decodeURIComponent(url)} ${authorization(init) === null ? 'without' : 'with'}`)
      if (init?.method === 'HEAD') return new Response('', { status: there ? 200 : 404 })
      return init?.method === 'POST' ? new Response('', { status: 202, headers: { location: 'https://storage.test/up?state=s' } }) : new Response('', { status: 201 })
    }, { username: 'u', password: 'p' })
    await registry.pushBlob('shop/api', '{}')
    there = true
    await registry.pushBlob('shop/api', '{}')
    const digest = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    expect(seen).toEqual([
      `HEAD https://registry.test/v2/shop/api/blobs/${digest} with`,
      'POST https://registry.test/v2/shop/api/blobs/uploads/ with',
      `PUT https://storage.test/up?state=s&digest=${digest} without`,
      `HEAD https://registry.test/v2/shop/api/blobs/${digest} with`,
    ])
  })

  it('follows every page of referrers, and knows a registry that has no such list by its answer', async () => {
    const page = (names: string[], link?: string) => Response.json({ manifests: names.map((digest) => ({ digest })) }, { headers: { 'content-type': 'application/vnd.oci.image.index.v1+json', ...(link ? { link } : {}) } })
    const registry = client((url) => (url.includes('next=1') ? page(['b']) : page(['a'], '</v2/shop/api/referrers/sha256:1?next=1>; rel="next"')))
    expect((await registry.referrers('shop/api', 'sha256:1'))?.map(({ digest }) => digest)).toEqual(['a', 'b'])
    expect(await client(() => new Response('<html>', { headers: { 'content-type': 'text/html' } })).referrers('a', 'b')).toBeUndefined()
    expect(await client(() => new Response('', { status: 404 })).referrers('a', 'b')).toBeUndefined()
    await expect(client(() => new Response('', { status: 401 })).referrers('a', 'b')).rejects.toMatchObject({ code: 'REGISTRY_UNAUTHORIZED' })
  })

  it('never puts the password into an error', async () => {
    const registry = client(() => new Response('', { status: 401, headers: { 'www-authenticate': 'Bearer realm="https://auth.test/token",service="s",scope="x"' } }), { username: 'u', password: 'geheim' })
    const error = await registry.manifest('a', 'b').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'REGISTRY_UNAUTHORIZED' })
    expect(JSON.stringify(error) + String(error)).not.toContain('geheim')
  })
})
