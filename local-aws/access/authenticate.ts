import { AwsError } from '../aws-error.ts'
import type { Plane } from '../plane.ts'
import type { Call } from '../wire/call.ts'

/** Calls that AWS takes without a signature. */
const UNSIGNED = new Set(['sts:AssumeRoleWithWebIdentity'])

/**
 * Refuse a call without credentials, or with temporary ones that are unknown or expired on the stand-in's clock. Long-lived keys
 * are all taken for the account's root: the stand-in models no users and no policies.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export function authenticate(plane: Plane, call: Call): void {
  if (UNSIGNED.has(`${call.service}:${call.operation}`)) return
  const query = call.protocol === 'query'
  if (call.accessKeyId === undefined) {
    throw new AwsError(query ? 'MissingAuthenticationToken' : 'MissingAuthenticationTokenException', 'Missing Authentication Token', { status: 403 })
  }
  const session = plane.world.access.sessions[call.accessKeyId]
  const invalid = () =>
    new AwsError(query ? 'InvalidClientTokenId' : 'UnrecognizedClientException', 'The security token included in the request is invalid.', { status: query ? 403 : 400 })
  if (session === undefined) {
    if (call.accessKeyId.startsWith('ASIA')) throw invalid()
    return
  }
  if (session.sessionToken !== call.sessionToken) throw invalid()
  if (session.expiresAt > plane.timeline.now()) return
  throw new AwsError(query ? 'ExpiredToken' : 'ExpiredTokenException', 'The security token included in the request is expired', { status: query ? 403 : 400 })
}
