import type { Plane } from '../plane.ts'
import { regionOf } from '../world.ts'

export type ResolvedSecret = { readonly kind: 'found'; readonly value: string } | { readonly kind: 'missing'; readonly reason: string }

/**
 * Read what `valueFrom` of a container's secret names: a Secrets Manager ARN, optionally with `:json-key:version-stage:version-id`,
 * or an SSM parameter by ARN or name.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html (the wording)
 */
export function resolveSecret(plane: Plane, options: { valueFrom: string; taskArn: string }): ResolvedSecret {
  const { valueFrom, taskArn } = options
  const taskRegion = taskArn.split(':')[3] ?? ''
  if (valueFrom.startsWith('arn:aws:secretsmanager:')) return fromSecretsManager(plane, valueFrom)
  const isArn = valueFrom.startsWith('arn:aws:ssm:')
  const region = isArn ? (valueFrom.split(':')[3] ?? '') : taskRegion
  const name = isArn ? valueFrom.slice(valueFrom.indexOf(':parameter') + ':parameter'.length) : valueFrom
  const { parameters } = regionOf(plane.world, region).stores
  const found = parameters[name] ?? parameters[name.replace(/^\//, '')]
  if (found !== undefined) return { kind: 'found', value: found.value }
  return { kind: 'missing', reason: `unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: ${isArn ? name : valueFrom}` }
}

function fromSecretsManager(plane: Plane, valueFrom: string): ResolvedSecret {
  const parts = valueFrom.split(':')
  const arn = parts.slice(0, 7).join(':')
  const jsonKey = parts[7] ?? ''
  const failed = 'unable to retrieve secret from asm: service call has been retried 1 time(s)'
  const secrets = Object.values(regionOf(plane.world, parts[3] ?? '').stores.secrets)
  const secret = secrets.find((one) => one.arn === arn || one.arn.replace(/-[A-Za-z0-9]{6}$/, '') === arn)
  if (secret === undefined) {
    return { kind: 'missing', reason: `${failed}: failed to fetch secret ${arn} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.` }
  }
  if (jsonKey === '') return { kind: 'found', value: secret.value }
  const value = memberOf(secret.value, jsonKey)
  return value === undefined ? { kind: 'missing', reason: `${failed}: retrieved secret from Secrets Manager did not contain json key ${jsonKey}` } : { kind: 'found', value }
}

function memberOf(json: string, key: string): string | undefined {
  if (!json.trimStart().startsWith('{')) return undefined
  const value = (JSON.parse(json) as Record<string, unknown>)[key]
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value)
}
