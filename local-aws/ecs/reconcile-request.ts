import type { Plane } from '../plane.ts'
import type { Service } from './state.ts'

/**
 * Have the service scheduler look at a service: soon (requests that come meanwhile join), or after `delaySeconds`.
 */
export function requestReconcile(plane: Plane, options: { service: Service; delaySeconds?: number }): void {
  const { service, delaySeconds } = options
  if (delaySeconds !== undefined) {
    plane.timeline.schedule(delaySeconds * 1000, 'ecs.reconcile-later', { service: service.arn })
    return
  }
  if (service.reconcileDueAt !== undefined) return
  const delayMs = plane.world.timings.schedulerSeconds * 1000
  service.reconcileDueAt = plane.timeline.now() + delayMs
  plane.timeline.schedule(delayMs, 'ecs.reconcile', { service: service.arn })
}
