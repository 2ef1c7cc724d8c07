import type { Plane } from '../plane.ts'
import { resolveImage } from '../ecr/resolve.ts'
import { resolveSecret } from '../stores/resolve-secret.ts'
import { behaviourOfTask } from './launch.ts'
import { definitionByArn } from './lookup.ts'
import type { Task } from './task-state.ts'

export type Requirements =
  | { readonly kind: 'met'; readonly secrets: Record<string, Record<string, string>> }
  /** `afterSeconds` is when ECS gives up. */
  | { readonly kind: 'missing'; readonly reason: string; readonly afterSeconds: number }

/**
 * Resolve what a task needs before a container can start: its execution role, its secrets, its images.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
 */
export function resolveRequirements(plane: Plane, task: Task): Requirements {
  const definition = definitionByArn(plane.world, task.taskDefinitionArn)
  const behaviour = behaviourOfTask(plane, task)
  const { pullSeconds } = plane.world.timings
  if (behaviour.secretError !== undefined) return { kind: 'missing', reason: behaviour.secretError, afterSeconds: 1 }
  const secrets: Record<string, Record<string, string>> = {}
  for (const container of definition.containerDefinitions) {
    for (const { name, valueFrom } of container.secrets ?? []) {
      const found = resolveSecret(plane, { valueFrom, taskArn: task.arn })
      if (found.kind === 'missing') {
        const reason = `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ${found.reason}`
        return { kind: 'missing', reason, afterSeconds: 1 }
      }
      ;(secrets[container.name] ??= {})[name] = found.value
    }
  }
  if (behaviour.pullError !== undefined) return { kind: 'missing', reason: behaviour.pullError, afterSeconds: pullSeconds }
  for (const container of task.containers) {
    const image = resolveImage(plane, { reference: container.image, architecture: definition.runtimePlatform?.cpuArchitecture ?? 'X86_64' })
    if (image.kind === 'missing') return { kind: 'missing', reason: `CannotPullContainerError: ${image.reason}`, afterSeconds: pullSeconds }
    if (image.digest !== undefined) container.imageDigest = image.digest
  }
  return { kind: 'met', secrets }
}
