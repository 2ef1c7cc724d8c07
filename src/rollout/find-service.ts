import type { AwsPorts, EcsService } from '../aws/ports.ts'
import { HatcheryError } from '../shared/errors.ts'

/**
 * Find the service to roll out.
 *
 * @throws {HatcheryError} `AWS_NOT_FOUND`; `NOT_AVAILABLE` for a service that ECS does not roll out itself or that is set up for blue-green, linear or canary.
 */
export async function findService(ports: AwsPorts, at: { readonly cluster: string; readonly service: string }): Promise<EcsService> {
  const [service] = await ports.ecs.describeServices(at.cluster, [at.service])
  if (!service) throw new HatcheryError('AWS_NOT_FOUND', { what: `there is no service "${at.service}" in cluster ${at.cluster}, region ${ports.region}`, where: `service ${at.service}`, next: 'Name the service under `deploy.services` of the stage, or create it first: Hatchery releases services, it does not make them.' })
  assertRolling(service)
  return service
}

/** Refuse by name what Hatchery does not roll out yet. */
export function assertRolling(service: EcsService): void {
  if (service.controller !== 'ECS') throw refused(service, `is deployed by ${service.controller}`)
  if (service.strategy !== 'ROLLING') throw refused(service, `is set up in ECS for ${service.strategy.toLowerCase().replace('_', '-')} deployments`)
}

/** @throws {HatcheryError} `NOT_AVAILABLE` for a strategy of hatchery.yaml that does not exist yet. */
export function assertStrategy(strategy: string): void {
  if (strategy === 'rolling') return
  throw new HatcheryError('NOT_AVAILABLE', { what: `the strategy "${strategy}" does not exist yet`, where: 'deploy.strategy', next: 'Use `strategy: rolling`.' })
}

function refused(service: EcsService, why: string): HatcheryError {
  return new HatcheryError('NOT_AVAILABLE', { what: `the service ${why}, which Hatchery does not do yet`, where: `service ${service.name}`, next: 'Set the service to the ECS controller with rolling deployments.' })
}
