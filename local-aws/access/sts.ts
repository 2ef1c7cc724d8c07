import { AwsError } from '../aws-error.ts'
import { hexId } from '../ids.ts'
import type { Operation } from '../operation.ts'

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const GetCallerIdentity: Operation = {
  run(plane, call) {
    const { accountId, access } = plane.world
    const session = access.sessions[call.accessKeyId ?? '']
    if (session === undefined) return { UserId: accountId, Account: accountId, Arn: `arn:aws:iam::${accountId}:root` }
    return { UserId: session.assumedRoleId, Account: accountId, Arn: assumedArn(session.roleArn, session.sessionName) }
  },
}

/**
 * Give temporary credentials for a role and a JSON web token. The token must be one, and not be expired on the stand-in's
 * clock; its signature and the role's trust policy are not checked. The role must exist.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export const AssumeRoleWithWebIdentity: Operation = {
  requires: ['RoleArn', 'RoleSessionName', 'WebIdentityToken'],
  accepts: ['DurationSeconds', 'ProviderId', 'PolicyArns', 'Policy'],
  run(plane, call) {
    const input = call.input as { RoleArn: string; RoleSessionName: string; WebIdentityToken: string; DurationSeconds?: string }
    const { access, ids } = plane.world
    const claims = readToken(input.WebIdentityToken)
    if (claims.exp !== undefined && claims.exp * 1000 <= plane.timeline.now()) throw new AwsError('ExpiredTokenException', 'Token expired: current date/time must be before the expiration date/time')
    const role = Object.values(access.roles).find((one) => one.arn === input.RoleArn)
    if (role === undefined) throw new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', { status: 403 })
    const durationSeconds = Number(input.DurationSeconds ?? 3600)
    if (durationSeconds < 900 || durationSeconds > 43_200) throw new AwsError('ValidationError', `The requested DurationSeconds ${durationSeconds} is not between 900 and 43200`)
    const accessKeyId = `ASIA${hexId(ids, 16).toUpperCase()}`
    const session = {
      accessKeyId,
      sessionToken: hexId(ids, 64),
      roleArn: role.arn,
      assumedRoleId: `${role.id}:${input.RoleSessionName}`,
      sessionName: input.RoleSessionName,
      expiresAt: plane.timeline.now() + durationSeconds * 1000,
    }
    access.sessions[accessKeyId] = session
    return {
      Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: hexId(ids, 40), SessionToken: session.sessionToken, Expiration: new Date(session.expiresAt) },
      SubjectFromWebIdentityToken: claims.sub ?? 'unknown',
      AssumedRoleUser: { AssumedRoleId: session.assumedRoleId, Arn: assumedArn(role.arn, input.RoleSessionName) },
      PackedPolicySize: 0,
      Provider: claims.iss,
      Audience: claims.aud,
    }
  },
}

interface Claims {
  sub?: string
  iss?: string
  aud?: string
  exp?: number
}

function readToken(token: string): Claims {
  const payload = token.split('.')[1]
  const invalid = (cause: string) => new AwsError('InvalidIdentityToken', `The ID Token provided is not a valid JWT. (${cause})`)
  if (payload === undefined) throw invalid('it has no payload')
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims
  } catch (cause) {
    throw invalid((cause as Error).message)
  }
}

function assumedArn(roleArn: string, sessionName: string): string {
  return `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${sessionName}`
}
