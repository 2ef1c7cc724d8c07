import type { AwsPorts } from '../aws/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { retryTransient } from '../shared/retry.ts'
import { nextTags, nextTaskDefinition, sameDefinition, type DefinitionChange } from './task-definition.ts'

/** The revision to roll out. */
export interface Prepared {
  readonly taskDefinition: string
  /** `running`: nothing would change; `registered before`: an earlier, killed run made it. */
  readonly origin: 'running' | 'registered before' | 'registered'
}

/**
 * Register the next task definition, or find that it is there already.
 *
 * A lost answer or a killed run leaves at most an unused revision behind: the newest of the family is looked at first.
 */
export async function prepareTaskDefinition(ports: AwsPorts, input: { readonly running: string; readonly change: DefinitionChange; readonly tags: Readonly<Record<string, string>>; readonly clock: Clock }): Promise<Prepared> {
  const { clock } = input
  const running = await retryTransient(() => ports.ecs.describeTaskDefinition(input.running), { clock })
  const next = nextTaskDefinition(running.definition, input.change)
  if (sameDefinition(running.definition, next)) return { taskDefinition: input.running, origin: 'running' }
  const register = async (): Promise<Prepared> => {
    const newest = await ports.ecs.describeTaskDefinition(running.definition.family)
    const arn = newest.definition.taskDefinitionArn
    if (arn && sameDefinition(newest.definition, next)) return { taskDefinition: arn, origin: 'registered before' }
    return { taskDefinition: await ports.ecs.registerTaskDefinition(next, nextTags(running.tags, input.tags)), origin: 'registered' }
  }
  return retryTransient(register, { clock })
}
