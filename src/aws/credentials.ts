import type { Clock } from '../shared/clock.ts'
import { HatcheryError } from '../shared/errors.ts'
import { mapAwsError } from './map-error.ts'

/** Who calls AWS. `github` renews by itself as long as the job's request token holds. */
export type AwsCredentials =
  | { readonly kind: 'keys'; readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
  | { readonly kind: 'web-identity'; readonly roleArn: string; readonly token: string; readonly sessionName?: string }
  | { readonly kind: 'github'; readonly roleArn: string; readonly requestUrl: string; readonly requestToken: string; readonly audience?: string; readonly sessionName?: string }

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

/** Keys that are asked for before every request; `forget` makes the next one get new ones. */
export interface KeySource {
  keys(): Promise<Keys>
  /** @returns whether new keys can be had at all. */
  forget(): boolean
}

interface Around {
  readonly region: string
  readonly endpoint?: string | undefined
  readonly clock: Clock
  readonly fetch: typeof fetch
}

const renewBeforeMs = 5 * 60_000

/** Give the keys for one set of credentials, renewed five minutes before they expire. */
export function keySource(credentials: AwsCredentials, around: Around): KeySource {
  if (credentials.kind === 'keys') {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials
    return { keys: () => Promise.resolve({ accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }), forget: () => false }
  }
  let current: Promise<Keys> | undefined
  let untilMs = 0
  const renew = async (): Promise<Keys> => {
    const keys = await assumeRole(credentials, around)
    untilMs = (keys.expiration?.getTime() ?? Infinity) - renewBeforeMs
    return keys
  }
  return {
    async keys() {
      if (current !== undefined && around.clock.now() >= untilMs) current = undefined
      if (current === undefined) {
        untilMs = Infinity
        current = renew()
      }
      try {
        return await current
      } catch (error) {
        current = undefined
        throw error
      }
    },
    forget() {
      current = undefined
      return credentials.kind === 'github'
    },
  }
}

async function assumeRole(credentials: Exclude<AwsCredentials, { kind: 'keys' }>, around: Around): Promise<Keys> {
  const token = credentials.kind === 'github' ? await githubToken(credentials, around.fetch) : credentials.token
  const sdk = await import('@aws-sdk/client-sts')
  const client = new sdk.STSClient({ region: around.region, ...(around.endpoint ? { endpoint: around.endpoint } : {}), credentials: { accessKeyId: 'none', secretAccessKey: 'none' } })
  try {
    const answer = await client.send(new sdk.AssumeRoleWithWebIdentityCommand({ RoleArn: credentials.roleArn, RoleSessionName: credentials.sessionName ?? 'hatchery', WebIdentityToken: token }))
    const keys = answer.Credentials
    if (!keys?.AccessKeyId || !keys.SecretAccessKey) throw new Error('AssumeRoleWithWebIdentity answered without credentials')
    return { accessKeyId: keys.AccessKeyId, secretAccessKey: keys.SecretAccessKey, ...(keys.SessionToken ? { sessionToken: keys.SessionToken } : {}), ...(keys.Expiration ? { expiration: keys.Expiration } : {}) }
  } catch (error) {
    throw mapAwsError('sts:AssumeRoleWithWebIdentity', error)
  } finally {
    client.destroy()
  }
}

/** Ask GitHub Actions for an identity token (`permissions: id-token: write`). */
async function githubToken(credentials: Extract<AwsCredentials, { kind: 'github' }>, fetchUrl: typeof fetch): Promise<string> {
  const url = new URL(credentials.requestUrl)
  url.searchParams.set('audience', credentials.audience ?? 'sts.amazonaws.com')
  const answer = await fetchUrl(url, { headers: { authorization: `bearer ${credentials.requestToken}` } }).catch((error: unknown) => {
    throw tokenRefused('GitHub could not be reached for an identity token', error)
  })
  if (!answer.ok) throw tokenRefused(`GitHub gave no identity token (HTTP ${answer.status})`)
  const { value } = (await answer.json()) as { value?: string }
  if (!value) throw tokenRefused('GitHub answered without an identity token')
  return value
}

function tokenRefused(what: string, cause?: unknown): HatcheryError {
  return new HatcheryError('AWS_CREDENTIALS_INVALID', { what, where: 'with-aws', next: 'Give the job `permissions: id-token: write` and pass ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN of the running job.', cause })
}
