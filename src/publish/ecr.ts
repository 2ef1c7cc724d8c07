import type { EcrPort } from '../aws/ports.ts'
import type { Config } from '../config/model.ts'
import { HatcheryError } from '../shared/errors.ts'
import type { RegistryLogin } from './registry-client.ts'

/** A login that AWS gave for a registry in ECR. */
export interface EcrLogin extends RegistryLogin {
  readonly host: string
}

// A token says twelve hours, but one of a role ends with the role's session: renewing it costs one call.
const keptMs = 15 * 60_000
/** Longer than a push may take. */
const reserveMs = 20 * 60_000

/**
 * Give logins for ECR: the same one for a while, a new one long before it ends.
 *
 * @param options.account Owner of the registry, where it is not the account of the credentials; the token opens it too.
 * @see API_GetAuthorizationToken, Amazon ECR API Reference
 */
export function ecrLogins(ecr: Pick<EcrPort, 'login'>, options: { readonly account?: string | undefined; readonly now: () => number }): () => Promise<EcrLogin> {
  let kept: { readonly login: EcrLogin; readonly renewAtMs: number } | undefined
  let asking: Promise<void> | undefined
  const ask = async () => {
    const { host, username, password, expiresAtMs } = await ecr.login()
    const own = options.account ? host.replace(/^\d{12}\./, `${options.account}.`) : host
    kept = { login: { host: own, username, password }, renewAtMs: Math.min(options.now() + keptMs, expiresAtMs - reserveMs) }
  }
  return async () => {
    if (!kept || kept.renewAtMs <= options.now()) {
      asking ??= ask().finally(() => (asking = undefined))
      await asking
    }
    if (!kept) throw new TypeError('ECR gave no login')
    return kept.login
  }
}

/** Find the region of a registry in ECR: its own, else the first of the stages. */
export function findEcrRegion({ registry, stages }: Pick<Config, 'registry' | 'stages'>): string | undefined {
  if (registry.kind !== 'ecr') return undefined
  return registry.region ?? stages.find(({ name, regions }) => name !== 'local' && regions.length > 0)?.regions[0]
}

/**
 * Say in which region a registry in ECR is.
 *
 * @throws {HatcheryError} `CONFIG_INVALID` when hatchery.yaml does not tell.
 */
export function ecrRegion(config: Pick<Config, 'registry' | 'stages'>): string {
  const region = findEcrRegion(config)
  if (region) return region
  throw new HatcheryError('CONFIG_INVALID', { where: 'registry', what: 'is ECR, and neither it nor a stage names a region', next: 'set registry.region in hatchery.yaml, or regions of a stage' })
}
