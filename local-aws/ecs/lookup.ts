import { AwsError } from '../aws-error.ts'
import type { World } from '../world.ts'
import { regionOf, regionOfArn } from '../world.ts'
import type { Cluster, EcsState, Service, TaskDefinition } from './state.ts'
import type { Task } from './task-state.ts'

/** The last part of an ARN, or the text itself when it is no ARN. */
export function lastPart(arnOrName: string): string {
  return arnOrName.split('/').at(-1) as string
}

/** The cluster that a request names, by name or ARN; `default` when it names none. */
export function clusterOf(ecs: EcsState, reference: unknown): Cluster {
  const cluster = ecs.clusters[lastPart(typeof reference === 'string' && reference !== '' ? reference : 'default')]
  if (cluster === undefined || cluster.status === 'INACTIVE') throw new AwsError('ClusterNotFoundException', 'Cluster not found.')
  return cluster
}

/** The service that a request names, by name or ARN, also when it is INACTIVE. */
export function findService(ecs: EcsState, options: { cluster: Cluster; reference: string }): Service | undefined {
  const arn = `${options.cluster.arn.replace(':cluster/', ':service/')}/${lastPart(options.reference)}`
  return ecs.services[arn]
}

/** The service with an ARN that the stand-in itself has written down. */
export function serviceByArn(world: World, arn: string): Service | undefined {
  return regionOfArn(world, arn).ecs.services[arn]
}

/** The task with an ARN that the stand-in itself has written down. */
export function taskByArn(world: World, arn: string): Task | undefined {
  return regionOfArn(world, arn).ecs.tasks[arn]
}

/** The task that a request names, by id or ARN. */
export function findTask(ecs: EcsState, options: { cluster: Cluster; reference: string }): Task | undefined {
  return ecs.tasks[`${options.cluster.arn.replace(':cluster/', ':task/')}/${lastPart(options.reference)}`]
}

/** The task definition for `family`, `family:revision` or an ARN; the latest ACTIVE revision when none is named. */
export function findTaskDefinition(ecs: EcsState, reference: string): TaskDefinition | undefined {
  const [family = '', revision] = lastPart(reference).split(':')
  const known = ecs.taskDefinitions[family] ?? []
  if (revision === undefined) return known.findLast((definition) => definition.status === 'ACTIVE')
  return known.find((definition) => definition.revision === Number(revision))
}

/** A task definition that something new may run with. */
export function usableTaskDefinition(ecs: EcsState, reference: string): TaskDefinition {
  const found = findTaskDefinition(ecs, reference)
  if (found === undefined) throw new AwsError('ClientException', 'TaskDefinition not found.')
  if (found.status === 'INACTIVE') throw new AwsError('ClientException', 'TaskDefinition is inactive')
  return found
}

/** The task definition of a running thing; it must exist because the thing was started with it. */
export function definitionByArn(world: World, arn: string): TaskDefinition {
  const found = findTaskDefinition(regionOfArn(world, arn).ecs, arn)
  if (found === undefined) throw new Error(`the world has lost the task definition ${arn}`)
  return found
}

/** Tasks of a service that have not reached STOPPED. */
export function tasksOf(world: World, service: Service): Task[] {
  const { tasks } = regionOfArn(world, service.arn).ecs
  return service.taskArns.flatMap((arn) => tasks[arn] ?? [])
}

/** The region a call goes to, ECS part. */
export function ecsOf(world: World, region: string): EcsState {
  return regionOf(world, region).ecs
}
