import { AwsError } from './aws-error.ts'
import type { Call } from './wire/call.ts'
import type { World } from './world.ts'

/**
 * A fault to inject into matching calls.
 *
 * - `throttle`: ThrottlingException, as each protocol has it; `error-5xx`: 500 or `status`.
 * - `reset-before`: the connection is cut before anything happens; `reset-after`: the effect happens, the answer is lost.
 * - `expired-token`, `access-denied`; `slow`: answered after `seconds` of the stand-in's clock.
 */
export interface FaultRule {
  readonly id: string
  readonly kind: 'throttle' | 'error-5xx' | 'reset-before' | 'reset-after' | 'expired-token' | 'access-denied' | 'slow'
  readonly service?: string
  readonly operation?: string
  readonly region?: string
  /** Of the matching calls, the first that it applies to (1 is the first). */
  readonly nth?: number
  /** How many calls it applies to; without it, all from `nth` on. */
  readonly count?: number
  readonly status?: number
  readonly seconds?: number
  /** Calls that matched so far. */
  seen?: number
}

/** The fault that a call meets, if any; each matching rule counts the call. */
export function faultFor(world: World, call: Pick<Call, 'service' | 'operation' | 'region'>): FaultRule | undefined {
  let hit: FaultRule | undefined
  for (const rule of world.faults) {
    if (rule.service !== undefined && rule.service !== call.service) continue
    if (rule.operation !== undefined && rule.operation !== call.operation) continue
    if (rule.region !== undefined && rule.region !== call.region) continue
    rule.seen = (rule.seen ?? 0) + 1
    const first = rule.nth ?? 1
    if (rule.seen < first || rule.seen >= first + (rule.count ?? Infinity)) continue
    hit ??= rule
  }
  return hit
}

/** Names that differ by service; others say ThrottlingException. */
const THROTTLED: Readonly<Record<string, { code: string; status: number }>> = {
  lambda: { code: 'TooManyRequestsException', status: 429 },
  elbv2: { code: 'Throttling', status: 400 },
  sts: { code: 'Throttling', status: 400 },
  iam: { code: 'Throttling', status: 400 },
}

/**
 * The error that a fault answers with; undefined for faults that are no answer.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html
 * @see https://docs.aws.amazon.com/general/latest/gr/api-retries.html
 */
export function faultError(rule: FaultRule, call: Pick<Call, 'service' | 'operation' | 'protocol'>): AwsError | undefined {
  const query = call.protocol === 'query'
  switch (rule.kind) {
    case 'throttle': {
      const { code, status } = THROTTLED[call.service] ?? { code: 'ThrottlingException', status: 400 }
      return new AwsError(code, 'Rate exceeded', { status })
    }
    case 'error-5xx':
      return new AwsError(call.service === 'ecs' || call.service === 'ecr' ? 'ServerException' : 'InternalServerError', 'Service Unavailable. Please try again later.', { status: rule.status ?? 500 })
    case 'expired-token':
      return new AwsError(query ? 'ExpiredToken' : 'ExpiredTokenException', 'The security token included in the request is expired', { status: query ? 403 : 400 })
    case 'access-denied':
      return new AwsError(query ? 'AccessDenied' : 'AccessDeniedException', `User is not authorized to perform: ${call.service}:${call.operation}`, { status: query ? 403 : 400 })
    default:
      return undefined
  }
}
