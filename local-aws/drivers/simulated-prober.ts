import { behaviourOfTask } from '../ecs/launch.ts'
import { taskByArn } from '../ecs/lookup.ts'
import { findTarget, groupOf, judgeTarget } from '../elbv2/targets.ts'
import type { Plane } from '../plane.ts'
import type { TargetProber, WatchedTarget } from './driver.ts'

/**
 * Judge targets on the driven clock: one passed check makes a new target healthy, the unhealthy threshold of failed ones
 * makes it unhealthy.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export function simulatedProber(plane: () => Plane): TargetProber {
  return {
    watch(target) {
      const { timeline } = plane()
      const check = groupOf(plane(), target.targetGroupArn)?.healthCheck
      if (check === undefined) return
      const data = { targetGroup: target.targetGroupArn, target: target.targetId, port: target.port }
      timeline.schedule(Math.min(1, check.intervalSeconds) * 1000, 'sim.target', { ...data, verdict: 'checking' })
      const behaviour = behaviourOf(plane(), target)
      if (behaviour?.state === 'unhealthy') {
        if (behaviour.afterSeconds !== undefined) timeline.schedule(check.intervalSeconds * 1000, 'sim.target', { ...data, verdict: 'healthy' })
        const failsAfterSeconds = (behaviour.afterSeconds ?? 0) + check.intervalSeconds * check.unhealthyThreshold
        timeline.schedule(failsAfterSeconds * 1000, 'sim.target', { ...data, verdict: 'unhealthy' })
      } else timeline.schedule((behaviour?.afterSeconds ?? 0) * 1000 + check.intervalSeconds * 1000, 'sim.target', { ...data, verdict: 'healthy' })
    },
    unwatch: () => undefined,
    close: () => undefined,
  }
}

/** What the timeline does for simulated targets. */
export const SIMULATED_PROBER_HANDLERS: Plane['handlers'] = {
  'sim.target': (plane, data) => {
    const target = { targetGroupArn: String(data['targetGroup']), targetId: String(data['target']), port: Number(data['port']) }
    const found = findTarget(plane, target)
    if (found === undefined) return
    const behaviour = behaviourOf(plane, { ...target, taskArn: found.taskArn })
    if (data['verdict'] === 'checking') {
      if (found.state === 'initial') judgeTarget(plane, { ...target, state: 'initial', reason: 'Elb.InitialHealthChecking', description: 'Initial health checks in progress' })
    } else if (data['verdict'] === 'unhealthy') {
      if (behaviour?.state !== 'unhealthy') return
      judgeTarget(plane, {
        ...target,
        state: 'unhealthy',
        reason: behaviour.reason ?? 'Target.ResponseCodeMismatch',
        description: behaviour.description ?? 'Health checks failed with these codes: [503]',
      })
    } else if (behaviour?.state !== 'unhealthy' || behaviour.afterSeconds !== undefined) judgeTarget(plane, { ...target, state: 'healthy' })
  },
}

function behaviourOf(plane: Plane, target: WatchedTarget) {
  const task = target.taskArn === undefined ? undefined : taskByArn(plane.world, target.taskArn)
  return task === undefined ? undefined : behaviourOfTask(plane, task).target
}
