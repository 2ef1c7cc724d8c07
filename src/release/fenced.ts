import type { AwsPorts } from '../aws/ports.ts'
import type { StageLock } from './lock.ts'

/**
 * Let effects through only while the lock is ours.
 *
 * AWS cannot refuse the call of a holder that was overtaken; so a run that wakes up after its lease asks for the lock once more
 * before it changes anything. What remains is a pause inside the very call.
 */
export function fenced(ports: AwsPorts, lock: StageLock): AwsPorts {
  const held = <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await lock.assertHeld()
      return act(...args)
    }
  const { ecs, lambda } = ports
  return {
    ...ports,
    ecs: {
      ...ecs,
      updateService: held((input) => ecs.updateService(input)),
      registerTaskDefinition: held((definition, tags) => ecs.registerTaskDefinition(definition, tags)),
      stopServiceDeployment: held((arn, stopType) => ecs.stopServiceDeployment(arn, stopType)),
      runTask: held((input) => ecs.runTask(input)),
    },
    lambda: {
      ...lambda,
      updateFunctionCode: held((name, imageUri) => lambda.updateFunctionCode(name, imageUri)),
      invoke: held((input) => lambda.invoke(input)),
    },
  }
}
