import type { EcsService } from '../aws/ports.ts'
import { diffFields, type DiffLine } from './diff.ts'

/** How a service is set up, without what ECS, autoscaling and releases change by themselves: counts, deployments, task definition. */
export interface ServiceFacts {
  readonly circuitBreaker: { readonly enable: boolean; readonly rollback: boolean }
  readonly healthCheckGraceSeconds?: number
  readonly targetGroups: readonly string[]
  /** Network, launch type or capacity providers. */
  readonly placement: Readonly<Record<string, unknown>>
}

/** Take down how a service is set up. */
export function serviceFacts(service: EcsService): ServiceFacts {
  const { breaker, healthCheckGraceSeconds, targetGroups, placement } = service
  return {
    circuitBreaker: breaker,
    ...(healthCheckGraceSeconds === undefined ? {} : { healthCheckGraceSeconds }),
    targetGroups: [...targetGroups].sort(),
    placement: inOrder(placement) as Record<string, unknown>,
  }
}

/** Compare two setups field by field. */
export function diffFacts(before: ServiceFacts, after: ServiceFacts): readonly DiffLine[] {
  return diffFields(before, after)
}

/** Lists of names, such as subnets, in one order: AWS promises none. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? [...value].sort() : value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inOrder(member)]))
}
