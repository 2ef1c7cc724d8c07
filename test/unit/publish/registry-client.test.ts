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

  it('never puts the password into an error', async () => {
    const registry = client(() => new Response('', { status: 401, headers: { 'www-authenticate': 'Bearer realm="https://auth.test/token",service="s",scope="x"' } }), { username: 'u', password: 'geheim' })
    const error = await registry.manifest('a', 'b').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'REGISTRY_UNAUTHORIZED' })
    expect(JSON.stringify(error) + String(error)).not.toContain('geheim')
  })
})
