import type { AwsPorts } from '../aws/ports.ts'
import { retryTransient } from '../shared/retry.ts'
import { findService } from './find-service.ts'
import { startDeployment } from './start.ts'
import { registerable } from './task-definition.ts'
import { watchDeployments, type Outcome, type WatchOptions } from './watch.ts'

/**
 * Bring a service back to a task definition it had, and follow that to its own verdict.
 *
 * A definition that was deregistered meanwhile is registered again. A service that already has it is left alone.
 */
export async function restoreService(ports: AwsPorts, to: { readonly cluster: string; readonly service: string; readonly taskDefinition: string }, options: WatchOptions): Promise<Outcome> {
  const { clock } = options
  const now = await retryTransient(() => findService(ports, to), { clock })
  const taskDefinition = now.taskDefinition === to.taskDefinition ? to.taskDefinition : await retryTransient(() => usable(ports, to.taskDefinition), { clock })
  const started = await startDeployment(ports, { cluster: to.cluster, service: to.service, taskDefinition, previousTaskDefinition: now.taskDefinition, clock })
  const [outcome] = await watchDeployments(ports, [started], { ...options, endEarly: false })
  return outcome as Outcome
}

async function usable(ports: AwsPorts, arn: string): Promise<string> {
  const { definition, tags } = await ports.ecs.describeTaskDefinition(arn)
  if (definition['status'] !== 'INACTIVE') return arn
  return ports.ecs.registerTaskDefinition(registerable(definition), tags)
}
