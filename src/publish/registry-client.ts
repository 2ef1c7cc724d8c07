import { HatcheryError } from '../shared/errors.ts'
import { registryError } from './registry-error.ts'

/** An image index or manifest as the registry keeps it: the exact bytes, so that its digest holds. */
export interface StoredManifest {
  readonly digest: string
  readonly mediaType: string
  readonly body: string
}

/** Credentials of a registry, where it asks for them. */
export interface RegistryLogin {
  readonly username: string
  readonly password: string
}

export interface RegistryOptions {
  /** `http://127.0.0.1:5000` */
  readonly endpoint: string
  /** How messages name the registry. */
  readonly name: string
  readonly login?: RegistryLogin
  readonly fetch: typeof fetch
}

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/**
 * Talk to a registry about manifests only; layers go through the engine.
 *
 * @see OCI distribution specification, "Pulling manifests", "Pushing manifests"
 */
export function registryClient(options: RegistryOptions) {
  const call = async (method: string, path: string, body?: { text: string; mediaType: string }): Promise<Response> => {
    const headers: Record<string, string> = { accept, ...(body ? { 'content-type': body.mediaType } : {}) }
    if (options.login) headers['authorization'] = `Basic ${Buffer.from(`${options.login.username}:${options.login.password}`).toString('base64')}`
    const request = (extra: Record<string, string>) => options.fetch(`${options.endpoint}/v2/${path}`, { method, headers: { ...headers, ...extra }, ...(body ? { body: body.text } : {}) })
    try {
      const answer = await request({})
      const challenge = answer.headers.get('www-authenticate')
      if (answer.status !== 401 || !challenge?.toLowerCase().startsWith('bearer')) return answer
      return await request({ authorization: `Bearer ${await bearerToken(options, challenge)}` })
    } catch (cause) {
      throw registryError(options.name, cause)
    }
  }
  return {
    /** Read a manifest by tag or digest; undefined where there is none. */
    async manifest(repository: string, reference: string): Promise<StoredManifest | undefined> {
      const answer = await call('GET', `${repository}/manifests/${reference}`)
      if (answer.status === 404) return undefined
      if (!answer.ok) throw registryError(options.name, answer.status)
      const body = await answer.text()
      return { body, mediaType: answer.headers.get('content-type') ?? '', digest: answer.headers.get('docker-content-digest') ?? '' }
    },
    /** Give a stored manifest one more tag; moves it where it exists. */
    async tag(repository: string, tag: string, manifest: StoredManifest): Promise<void> {
      const answer = await call('PUT', `${repository}/manifests/${tag}`, { text: manifest.body, mediaType: manifest.mediaType })
      if (!answer.ok) throw registryError(options.name, answer.status)
    },
    /** Begin an upload and give it up again: the status says whether, and why not, a push can succeed now. */
    async uploadStatus(repository: string): Promise<number> {
      const answer = await call('POST', `${repository}/blobs/uploads/`)
      const session = answer.headers.get('location')
      if (answer.status === 202 && session) await options.fetch(new URL(session, options.endpoint), { method: 'DELETE' }).catch(() => undefined)
      return answer.status
    },
  }
}

export type RegistryClient = ReturnType<typeof registryClient>

/** @see CNCF distribution, "Token Authentication Specification" */
async function bearerToken(options: RegistryOptions, challenge: string): Promise<string> {
  const fields = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map((match) => [match[1] ?? '', match[2] ?? '']))
  const url = new URL(fields.get('realm') ?? '')
  for (const key of ['service', 'scope']) url.searchParams.set(key, fields.get(key) ?? '')
  const headers: Record<string, string> = options.login ? { authorization: `Basic ${Buffer.from(`${options.login.username}:${options.login.password}`).toString('base64')}` } : {}
  const answer = await options.fetch(url, { headers })
  const body = answer.ok ? ((await answer.json()) as { token?: string; access_token?: string }) : {}
  const token = body.token ?? body.access_token
  if (token) return token
  throw new HatcheryError('REGISTRY_UNAUTHORIZED', { where: options.name, what: `gave no token (status ${answer.status})`, next: 'call it after with-registry --user --password of an account that may push' })
}
