import { HatcheryError, isHatcheryError } from '../shared/errors.ts'

const throttling = new Set(['ThrottlingException', 'Throttling', 'ThrottledException', 'TooManyRequestsException', 'RequestLimitExceeded', 'ProvisionedThroughputExceededException', 'RequestThrottled', 'RequestThrottledException', 'SlowDown'])
const denied = new Set(['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation', 'NotAuthorized', 'AuthorizationError'])
const expired = new Set(['ExpiredTokenException', 'ExpiredToken', 'RequestExpired', 'TokenRefreshRequired'])
const invalidCredentials = new Set(['UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidSignatureException', 'SignatureDoesNotMatch', 'IncompleteSignature', 'MissingAuthenticationToken', 'MissingAuthenticationTokenException', 'CredentialsProviderError', 'InvalidIdentityToken', 'InvalidIdentityTokenException', 'IDPRejectedClaim', 'ExpiredIdentityToken'])
const notFound = /NotFound(Exception|Fault)?$|^NoSuchEntity|^NoSuchEntityException$|^ResourceNotFound/

interface SdkError extends Error {
  readonly code?: string
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string }
  readonly $fault?: string
}

/** Turn what an SDK client threw into a {@link HatcheryError} that names the call and, where it is about that, the permission. */
export function mapAwsError(api: string, error: unknown): HatcheryError {
  if (isHatcheryError(error)) return error
  const sdk = (error instanceof Error ? error : new Error(String(error))) as SdkError
  const code = classify(sdk)
  return new HatcheryError(code, { what: sentences[code](api, sdk), where: api, next: nexts[code](api), cause: new Error(`${sdk.name}: ${sdk.message}${requestId(sdk)}`) })
}

/** Tell whether the call may have had its effect although no answer came. */
export function effectUnknown(error: unknown): boolean {
  return isHatcheryError(error) && error.code === 'AWS_UNREACHABLE'
}

type AwsCode = 'AWS_ACCESS_DENIED' | 'AWS_CREDENTIALS_EXPIRED' | 'AWS_CREDENTIALS_INVALID' | 'AWS_NOT_FOUND' | 'AWS_REFUSED' | 'AWS_THROTTLED' | 'AWS_UNREACHABLE'

function classify(error: SdkError): AwsCode {
  const status = error.$metadata?.httpStatusCode
  if (throttling.has(error.name) || status === 429) return 'AWS_THROTTLED'
  if (expired.has(error.name)) return 'AWS_CREDENTIALS_EXPIRED'
  if (denied.has(error.name)) return 'AWS_ACCESS_DENIED'
  if (invalidCredentials.has(error.name)) return 'AWS_CREDENTIALS_INVALID'
  if (notFound.test(error.name)) return 'AWS_NOT_FOUND'
  // A body that is no AWS answer (a proxy's HTML) reads as SyntaxError; a broken socket has no status at all.
  if (status === undefined || status >= 500 || error.name === 'SyntaxError') return 'AWS_UNREACHABLE'
  if (status === 403) return 'AWS_ACCESS_DENIED'
  return 'AWS_REFUSED'
}

const sentences: Record<AwsCode, (api: string, error: SdkError) => string> = {
  AWS_ACCESS_DENIED: (api) => `AWS denied the call; the identity lacks the permission ${api}`,
  AWS_CREDENTIALS_EXPIRED: () => 'the AWS credentials have expired',
  AWS_CREDENTIALS_INVALID: (_api, error) => `AWS does not accept the credentials (${error.name})`,
  AWS_NOT_FOUND: (_api, error) => `AWS does not know what was asked for (${error.name})`,
  AWS_REFUSED: (_api, error) => `AWS refused the request (${error.name}: ${error.message})`,
  AWS_THROTTLED: () => 'AWS is throttling this call',
  AWS_UNREACHABLE: (_api, error) => `no answer from AWS (${error.code ?? error.name}); whether the call had its effect is not known`,
}

const nexts: Record<AwsCode, (api: string) => string> = {
  AWS_ACCESS_DENIED: (api) => `Allow ${api} in the policy of the role that releases; docs/preflight.md lists every permission.`,
  AWS_CREDENTIALS_EXPIRED: () => 'Get new credentials and run the same command again; on GitHub pass the token request URL so that Hatchery renews them.',
  AWS_CREDENTIALS_INVALID: () => 'Check the keys, the session token and the role, and that the clock of this machine is right.',
  AWS_NOT_FOUND: () => 'Check the name in hatchery.yaml, the region and the account.',
  AWS_REFUSED: () => 'Read the reason above; it is AWS that names it.',
  AWS_THROTTLED: () => 'Run the same command again in a few minutes; the release goes on where it was.',
  AWS_UNREACHABLE: () => 'Check the network and the AWS status page, then run the same command again; the release goes on where it was.',
}

function requestId(error: SdkError): string {
  const id = error.$metadata?.requestId
  return id ? ` (request ${id})` : ''
}
