import type { IncomingHttpHeaders } from 'node:http'

export interface Scope {
  readonly accessKeyId: string
  readonly region: string
  readonly service: string
  readonly sessionToken: string | undefined
}

const CREDENTIAL = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/

/**
 * Read the credential scope of a SigV4 request, from the header or a presigned URL. Undefined for an unsigned one.
 *
 * The signature itself is not checked: the stand-in knows no secret keys.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function readScope(headers: IncomingHttpHeaders, search: URLSearchParams): Scope | undefined {
  const presigned = search.get('X-Amz-Credential')
  const match = CREDENTIAL.exec(headers.authorization ?? (presigned === null ? '' : `Credential=${presigned}`))
  if (match === null) return undefined
  const token = headers['x-amz-security-token'] ?? search.get('X-Amz-Security-Token') ?? undefined
  return {
    accessKeyId: match[1] as string,
    region: match[2] as string,
    service: match[3] as string,
    sessionToken: Array.isArray(token) ? token[0] : token,
  }
}
