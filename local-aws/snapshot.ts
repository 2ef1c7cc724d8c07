import { resumeTasks } from './ecs/lifecycle.ts'
import type { Plane } from './plane.ts'
import type { Due } from './timeline.ts'
import type { World } from './world.ts'

/** A world and what is due in it, as JSON. Version 1. */
export interface Snapshot {
  readonly version: 1
  readonly nowMs: number
  readonly due: readonly Due[]
  readonly world: World
}

/** Copy the world. */
export function takeSnapshot(plane: Plane): Snapshot {
  return structuredClone({ version: 1, nowMs: plane.timeline.now(), due: plane.timeline.entries(), world: plane.world })
}

/** Replace the world; tasks that were running are taken up by the driver again. */
export function loadSnapshot(plane: Plane, snapshot: Snapshot): void {
  if (snapshot.version !== 1) throw new Error(`a snapshot of version ${String(snapshot.version)} cannot be read: this local-aws reads version 1; remove the state file`)
  const { world, nowMs, due } = structuredClone(snapshot)
  plane.world = world
  plane.timeline.restore(nowMs, due)
  // First, for tasks are told the ports of the listeners.
  void plane.balancer?.follow()
  resumeTasks(plane)
  if (plane.driver.kind === 'containers') watchTargets(plane)
}

/** Have every target judged anew: after a snapshot, and when a behaviour has changed what the prober sees. */
export function watchTargets(plane: Plane): void {
  for (const region of Object.values(plane.world.regions)) {
    for (const group of Object.values(region.elbv2.targetGroups)) {
      for (const target of group.targets) {
        if (target.state !== 'draining') plane.prober.watch({ targetGroupArn: group.arn, targetId: target.id, port: target.port, taskArn: target.taskArn })
      }
    }
  }
}
