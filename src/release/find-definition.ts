import type { AwsPorts, TaskDefinition } from '../aws/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { isHatcheryError } from '../shared/errors.ts'
import { retryTransient } from '../shared/retry.ts'

/** Read a recorded task definition; undefined where AWS does not know it any more. */
export async function findDefinition(ports: AwsPorts, arn: string, clock: Clock): Promise<TaskDefinition | undefined> {
  try {
    return (await retryTransient(() => ports.ecs.describeTaskDefinition(arn), { clock })).definition
  } catch (error) {
    if (isHatcheryError(error) && (error.code === 'AWS_NOT_FOUND' || error.code === 'AWS_REFUSED')) return undefined
    throw error
  }
}
