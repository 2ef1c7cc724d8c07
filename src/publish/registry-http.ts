import { HatcheryError } from '../shared/errors.ts'
import { registryError } from './registry-error.ts'

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
  /** As a function where a login ends before the work may. */
  readonly login?: RegistryLogin | (() => Promise<RegistryLogin | undefined>) | undefined
  readonly fetch: typeof fetch
}

export interface RegistryRequest {
  readonly method: string
  readonly repository: string
  /** Below the repository, such as `manifests/latest`; or an address that the registry gave. */
  readonly target: string | URL
  readonly body?: { readonly content: string; readonly mediaType: string }
}

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

/**
 * Send requests to a registry, with Basic credentials or the token that it asks for; a token is kept for the next request.
 *
 * An address on another host, such as storage that an upload is sent on to, gets no credentials.
 */
export function registryHttp(options: RegistryOptions): (request: RegistryRequest) => Promise<Response> {
  const tokens = new Map<string, string>()
  return async ({ method, repository, target, body }) => {
    const url = typeof target === 'string' ? new URL(`${options.endpoint}/v2/${repository}/${target}`) : target
    const ours = url.origin === new URL(options.endpoint).origin
    const scope = `repository:${repository}:${method === 'GET' || method === 'HEAD' ? 'pull' : 'pull,push'}`
    const send = (authorization: string | undefined) =>
      options.fetch(url, {
        method,
        headers: { accept, ...(body ? { 'content-type': body.mediaType } : {}), ...(authorization && ours ? { authorization } : {}) },
        ...(body ? { body: body.content } : {}),
      })
    try {
      const basic = await basicLogin(options)
      const kept = tokens.get(scope)
      const answer = await send(kept ?? basic)
      const challenge = answer.headers.get('www-authenticate')
      if (!ours || answer.status !== 401 || !challenge?.toLowerCase().startsWith('bearer')) return answer
      const bearer = `Bearer ${await fetchToken(options, { challenge, scope, basic })}`
      tokens.set(scope, bearer)
      return await send(bearer)
    } catch (cause) {
      throw registryError(options.name, cause)
    }
  }
}

async function basicLogin({ login }: RegistryOptions): Promise<string | undefined> {
  const now = typeof login === 'function' ? await login() : login
  return now ? `Basic ${Buffer.from(`${now.username}:${now.password}`).toString('base64')}` : undefined
}

/** @see CNCF distribution, "Token Authentication Specification" */
async function fetchToken(options: RegistryOptions, asked: { challenge: string; scope: string; basic: string | undefined }): Promise<string> {
  const fields = new Map([...asked.challenge.matchAll(/(\w+)="([^"]*)"/g)].map((match) => [match[1] ?? '', match[2] ?? '']))
  const url = new URL(fields.get('realm') ?? '')
  url.searchParams.set('service', fields.get('service') ?? '')
  // Some registries only name the right to read in their challenge, whatever was asked.
  const named = fields.get('scope')
  url.searchParams.set('scope', named !== undefined && (!asked.scope.endsWith('push') || named.includes('push')) ? named : asked.scope)
  const answer = await options.fetch(url, { headers: asked.basic ? { authorization: asked.basic } : {} })
  const body = answer.ok ? ((await answer.json()) as { token?: string; access_token?: string }) : {}
  const token = body.token ?? body.access_token
  if (token) return token
  throw new HatcheryError('REGISTRY_UNAUTHORIZED', { where: options.name, what: `gave no token (status ${answer.status})`, next: 'call it after with-registry --user --password of an account that may push' })
}
