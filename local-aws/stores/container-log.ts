import { definitionByArn, lastPart } from '../ecs/lookup.ts'
import type { Task } from '../ecs/task-state.ts'
import type { Plane } from '../plane.ts'
import { regionOf } from '../world.ts'
import { appendLog } from './log-groups.ts'

/**
 * Put a line of a container where its awslogs driver would: stream `prefix/container/task-id` of the group.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
 */
export function writeContainerLog(plane: Plane, options: { task: Task; container: string; line: string }): void {
  const { task, container, line } = options
  const definition = definitionByArn(plane.world, task.taskDefinitionArn).containerDefinitions.find((one) => one.name === container)
  const log = definition?.logConfiguration
  if (log?.logDriver !== 'awslogs') return
  const group = log.options?.['awslogs-group']
  if (group === undefined) return
  const prefix = log.options?.['awslogs-stream-prefix']
  const stream = `${prefix === undefined ? '' : `${prefix}/`}${container}/${lastPart(task.arn)}`
  const region = log.options?.['awslogs-region'] ?? task.arn.split(':')[3] ?? ''
  const exists = regionOf(plane.world, region).stores.logGroups[group] !== undefined
  if (!exists && log.options?.['awslogs-create-group'] !== 'true') return
  appendLog(plane, { region, group, stream, message: line })
}
