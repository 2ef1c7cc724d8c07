import { createHash } from 'node:crypto'
import { registryClient, type StoredManifest } from '../../../src/publish/registry-client.ts'

export const sha256 = (content: string) => `sha256:${createHash('sha256').update(content).digest('hex')}`

interface Options {
  /** Whether it lists referrers by itself, as registries of OCI 1.1 do. */
  readonly referrersApi?: boolean
  /** Answers a request in the registry's place. */
  readonly instead?: (request: { method: string; path: string; authorization: string | null }) => Response | undefined
}

/** A registry that answers the calls of the OCI distribution specification from memory. */
export function memoryRegistry({ referrersApi = false, instead }: Options = {}) {
  const blobs = new Map<string, string>()
  const manifests = new Map<string, StoredManifest>()
  const calls: string[] = []
  const put = (repository: string, reference: string, { body, mediaType }: { body: string; mediaType: string }) => {
    const stored = { body, mediaType, digest: sha256(body) }
    for (const name of [reference, stored.digest]) manifests.set(`${repository} ${name}`, stored)
    return stored
  }
  const listed = (repository: string, digest: string) => {
    const all = [...new Set([...manifests].filter(([key]) => key.startsWith(`${repository} `)).map(([, stored]) => stored))]
    return all.filter(({ body }) => (JSON.parse(body) as { subject?: { digest: string } }).subject?.digest === digest).map((one) => ({ mediaType: one.mediaType, digest: one.digest, size: one.body.length }))
  }
  const answer = (method: string, url: URL, { body, type }: { body: string; type: string }): Response => {
    const [, repository = '', kind = '', reference = ''] = /^\/v2\/(.+?)\/(manifests|blobs\/uploads|blobs|referrers)\/(.*)$/.exec(url.pathname) ?? []
    if (kind === 'blobs/uploads' && method === 'POST') return new Response('', { status: 202, headers: { location: `/v2/${repository}/blobs/uploads/session?state=1` } })
    if (kind === 'blobs/uploads' && method === 'PUT') {
      const digest = url.searchParams.get('digest') ?? ''
      if (digest !== sha256(body) || url.searchParams.get('state') !== '1') return new Response('', { status: 400 })
      blobs.set(`${repository} ${digest}`, body)
      return new Response('', { status: 201 })
    }
    if (kind === 'manifests' && method === 'PUT') {
      const { subject } = JSON.parse(body) as { subject?: { digest: string } }
      put(repository, reference, { body, mediaType: type })
      return new Response('', { status: 201, headers: referrersApi && subject ? { 'oci-subject': subject.digest } : {} })
    }
    if (kind === 'referrers' && referrersApi) return Response.json({ schemaVersion: 2, manifests: listed(repository, reference) }, { headers: { 'content-type': 'application/vnd.oci.image.index.v1+json' } })
    const found = kind === 'manifests' ? manifests.get(`${repository} ${reference}`) : kind === 'blobs' ? { body: blobs.get(`${repository} ${reference}`), mediaType: 'application/octet-stream', digest: reference } : undefined
    if (found?.body === undefined) return new Response('404 page not found', { status: 404 })
    return new Response(method === 'HEAD' ? '' : found.body, { headers: { 'content-type': found.mediaType, 'docker-content-digest': found.digest } })
  }
  const fetchLike = (async (input: URL | string, init?: RequestInit) => {
    const url = new URL(String(input))
    const method = init?.method ?? 'GET'
    calls.push(`${method} ${url.pathname}`)
    const headers = new Headers(init?.headers)
    return Promise.resolve(instead?.({ method, path: url.pathname, authorization: headers.get('authorization') }) ?? answer(method, url, { body: typeof init?.body === 'string' ? init.body : '', type: headers.get('content-type') ?? '' }))
  }) as typeof fetch
  return { calls, blobs, manifests, put, fetch: fetchLike, client: registryClient({ endpoint: 'https://registry.test', name: 'registry.test', fetch: fetchLike }) }
}
