import type { AwsPorts, EcsService } from '../aws/ports.ts'
import { revisionOf } from './task-definition.ts'

/** How one service stands. */
export interface ServiceStatus {
  readonly service: string
  readonly taskDefinition: string
  /** The revision that Hatchery released, where it did. */
  readonly revision?: string
  readonly running: number
  readonly desired: number
  readonly deployments: readonly { readonly id: string; readonly status: string; readonly state: string; readonly failedTasks: number }[]
  readonly lastEvent?: string
}

/** Say how services stand, ten a call; a service that is not there is left out. */
export async function serviceStatus(ports: AwsPorts, cluster: string, names: readonly string[]): Promise<readonly ServiceStatus[]> {
  const found: EcsService[] = []
  for (let at = 0; at < names.length; at += 10) found.push(...(await ports.ecs.describeServices(cluster, names.slice(at, at + 10))))
  return Promise.all(
    found.map(async (service) => {
      const { definition } = await ports.ecs.describeTaskDefinition(service.taskDefinition)
      const revision = revisionOf(definition)
      const lastEvent = service.events[0]?.message
      return {
        service: service.name,
        taskDefinition: service.taskDefinition,
        ...(revision ? { revision } : {}),
        running: service.runningCount,
        desired: service.desiredCount,
        deployments: service.deployments.map(({ id, status, rolloutState, failedTasks }) => ({ id, status, state: rolloutState ?? 'UNKNOWN', failedTasks })),
        ...(lastEvent ? { lastEvent } : {}),
      }
    }),
  )
}
