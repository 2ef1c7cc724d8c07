import type { Config, Registry } from '../config/model.ts'
import { HatcheryError } from '../shared/errors.ts'
import { findEcrRegion } from './ecr.ts'

/** Where the images of a project go: host and repository of each component. */
export interface Destination {
  readonly host: string
  /** Where the registry is ECR, whose repositories must be there before a push. */
  readonly ecrRegion?: string
  repository(component: string): string
}

/**
 * Say where images go.
 *
 * @param host What the ECR adapter found for this account and region; needed where the registry is ECR.
 * @throws {HatcheryError} `CREDENTIALS_MISSING` when the registry is ECR and no account is known.
 */
export function destination(config: Pick<Config, 'registry' | 'stages'>, host?: string): Destination {
  const { registry } = config
  const region = findEcrRegion(config)
  return { host: host ?? hostOf(registry, region), repository: (component) => `${registry.prefix}/${component}`, ...(region ? { ecrRegion: region } : {}) }
}

function hostOf(registry: Registry, region: string | undefined): string {
  if (registry.kind === 'oci') return registry.address
  if (registry.account && region) return `${registry.account}.dkr.ecr.${region}.amazonaws.com`
  throw new HatcheryError('CREDENTIALS_MISSING', {
    where: 'registry',
    what: 'is ECR, whose address follows from the account, and no AWS credentials were given',
    next: 'call with-aws first, or set registry.account beside with-registry --user AWS',
  })
}
