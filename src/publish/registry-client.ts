import { createHash } from 'node:crypto'
import { registryError } from './registry-error.ts'
import { registryHttp, type RegistryOptions, type RegistryRequest } from './registry-http.ts'

export { type RegistryLogin, type RegistryOptions } from './registry-http.ts'

/** An image index or manifest as the registry keeps it: the exact bytes, so that its digest holds. */
export interface StoredManifest {
  readonly digest: string
  readonly mediaType: string
  readonly body: string
}

/** How a manifest or index names content. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly artifactType?: string
  readonly annotations?: Readonly<Record<string, string>>
}

/** Name content by what it is. */
export function descriptorOf(content: string, mediaType: string): Descriptor {
  return { mediaType, digest: `sha256:${createHash('sha256').update(content).digest('hex')}`, size: Buffer.byteLength(content) }
}

/**
 * Talk to a registry about manifests and small blobs; layers of images go through the engine.
 *
 * @see OCI distribution specification 1.1, "Pull", "Push", "Listing Referrers"
 */
export function registryClient(options: RegistryOptions) {
  const send = registryHttp(options)
  const call = async (request: RegistryRequest, expected: readonly number[] = []): Promise<Response> => {
    const answer = await send(request)
    if (answer.ok || expected.includes(answer.status)) return answer
    throw registryError(options.name, answer.status)
  }
  const put = async (repository: string, reference: string, manifest: StoredManifest): Promise<Response> =>
    call({ method: 'PUT', repository, target: `manifests/${reference}`, body: { content: manifest.body, mediaType: manifest.mediaType } })
  return {
    /** Read a manifest by tag or digest; undefined where there is none. */
    async manifest(repository: string, reference: string): Promise<StoredManifest | undefined> {
      const answer = await call({ method: 'GET', repository, target: `manifests/${reference}` }, [404])
      if (answer.status === 404) return undefined
      const body = await answer.text()
      return { body, mediaType: answer.headers.get('content-type') ?? '', digest: answer.headers.get('docker-content-digest') ?? '' }
    },
    /** Give a stored manifest one more tag; moves it where it exists. */
    async tag(repository: string, tag: string, manifest: StoredManifest): Promise<void> {
      await put(repository, tag, manifest)
    },
    /** Store a manifest under its digest or a tag; true where the registry lists it with its subject by itself. */
    async putManifest(repository: string, reference: string, manifest: StoredManifest): Promise<boolean> {
      return (await put(repository, reference, manifest)).headers.has('oci-subject')
    },
    /** Read a small blob; undefined where there is none. */
    async blob(repository: string, digest: string): Promise<string | undefined> {
      const answer = await call({ method: 'GET', repository, target: `blobs/${digest}` }, [404])
      return answer.status === 404 ? undefined : answer.text()
    },
    /** Store a small blob, unless it is there. */
    async pushBlob(repository: string, content: string): Promise<void> {
      const { digest } = descriptorOf(content, '')
      const known = await call({ method: 'HEAD', repository, target: `blobs/${digest}` }, [404])
      if (known.ok) return
      const session = await call({ method: 'POST', repository, target: 'blobs/uploads/' })
      const location = new URL(session.headers.get('location') ?? '', options.endpoint)
      location.searchParams.set('digest', digest)
      await call({ method: 'PUT', repository, target: location, body: { content, mediaType: 'application/octet-stream' } })
    },
    /** List what refers to a manifest; undefined where the registry has no such list. */
    async referrers(repository: string, digest: string): Promise<readonly Descriptor[] | undefined> {
      const found: Descriptor[] = []
      for (let target: string | URL | undefined = `referrers/${digest}`; target; ) {
        // What old registries answer to a path that they do not know differs; only an index is an answer.
        const answer: Response = await call({ method: 'GET', repository, target }, [400, 404, 405, 406])
        if (!answer.headers.get('content-type')?.startsWith('application/vnd.oci.image.index.v1+json')) return undefined
        found.push(...((await answer.json()) as { manifests?: Descriptor[] }).manifests ?? [])
        const next: string | undefined = /<([^>]+)>;\s*rel="?next"?/.exec(answer.headers.get('link') ?? '')?.[1]
        target = next === undefined ? undefined : new URL(next, options.endpoint)
      }
      return found
    },
    /** Begin an upload and give it up again: the status says whether, and why not, a push can succeed now. */
    async uploadStatus(repository: string): Promise<number> {
      const answer = await send({ method: 'POST', repository, target: 'blobs/uploads/' })
      const session = answer.headers.get('location')
      if (answer.status === 202 && session) await options.fetch(new URL(session, options.endpoint), { method: 'DELETE' }).catch(() => undefined)
      return answer.status
    },
  }
}

export type RegistryClient = ReturnType<typeof registryClient>
