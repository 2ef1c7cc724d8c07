import { request as send } from 'node:http'
import type { TargetProber, WatchedTarget } from '../drivers/driver.ts'
import { behaviourOfTask } from '../ecs/launch.ts'
import { taskByArn } from '../ecs/lookup.ts'
import type { TargetGroup } from '../elbv2/state.ts'
import { groupOf, judgeTarget } from '../elbv2/targets.ts'
import type { Plane } from '../plane.ts'
import { endpointOf } from './proxy.ts'

type Finding = { readonly passed: true } | { readonly passed: false; readonly reason: string; readonly description: string }

/**
 * Judge targets by real requests, as often as their group says: one passed check makes a new target healthy; after that the
 * thresholds decide.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export function httpProber(plane: () => Plane): TargetProber {
  const watched = new Map<string, symbol>()
  const watch = async (target: WatchedTarget): Promise<void> => {
    const key = keyOf(target)
    const mine = Symbol(key)
    watched.set(key, mine)
    let passes = 0
    let failures = 0
    let state: 'initial' | 'healthy' | 'unhealthy' = 'initial'
    judgeTarget(plane(), { ...target, state, reason: 'Elb.InitialHealthChecking', description: 'Initial health checks in progress' })
    for (;;) {
      const group = groupOf(plane(), target.targetGroupArn)
      if (group === undefined || watched.get(key) !== mine) return
      const finding = await check(plane(), { target, group })
      if (watched.get(key) !== mine) return
      if (finding === undefined) {
        await plane().timeline.sleep(1000)
        continue
      }
      passes = finding.passed ? passes + 1 : 0
      failures = finding.passed ? 0 : failures + 1
      const neededPasses = state === 'initial' ? 1 : group.healthCheck.healthyThreshold
      if (finding.passed && passes >= neededPasses) state = 'healthy'
      if (!finding.passed && failures >= group.healthCheck.unhealthyThreshold) state = 'unhealthy'
      if (state === 'healthy') judgeTarget(plane(), { ...target, state })
      if (state === 'unhealthy' && !finding.passed) judgeTarget(plane(), { ...target, state, reason: finding.reason, description: finding.description })
      await plane().timeline.sleep(group.healthCheck.intervalSeconds * 1000)
    }
  }
  return {
    watch: (target) => void watch(target),
    unwatch: (target) => void watched.delete(keyOf(target)),
    close: () => watched.clear(),
  }
}

/** Undefined while the target's container is not there yet, as after a restart of this process: that says nothing of its health. */
async function check(plane: Plane, options: { target: WatchedTarget; group: TargetGroup }): Promise<Finding | undefined> {
  const { target, group } = options
  const task = target.taskArn === undefined ? undefined : taskByArn(plane.world, target.taskArn)
  const told = task === undefined ? undefined : behaviourOfTask(plane, task).target
  if (told?.state === 'unhealthy') return { passed: false, reason: told.reason ?? 'Target.ResponseCodeMismatch', description: told.description ?? 'Health checks failed with these codes: [503]' }
  const port = group.healthCheck.port === 'traffic-port' ? target.port : Number(group.healthCheck.port)
  const endpoint = endpointOf(plane, { id: target.targetId, port, ...(target.taskArn === undefined ? {} : { taskArn: target.taskArn }) })
  if (endpoint === undefined) return undefined
  return new Promise((resolve) => {
    const timeout = group.healthCheck.timeoutSeconds * 1000
    const asked = send({ ...endpoint, path: group.healthCheck.path, timeout, headers: { 'user-agent': 'ELB-HealthChecker/2.0' } }, (answer) => {
      answer.resume()
      const code = answer.statusCode ?? 0
      if (accepts(group.healthCheck.matcher, code)) resolve({ passed: true })
      else resolve({ passed: false, reason: 'Target.ResponseCodeMismatch', description: `Health checks failed with these codes: [${code}]` })
    })
    asked.on('timeout', () => {
      resolve({ passed: false, reason: 'Target.Timeout', description: 'Request timed out' })
      asked.destroy()
    })
    asked.on('error', () => resolve({ passed: false, reason: 'Target.FailedHealthChecks', description: 'Health checks failed' }))
    asked.end()
  })
}

/** `200`, `200,302` or `200-299`. */
function accepts(matcher: string, code: number): boolean {
  return matcher.split(',').some((part) => {
    const [low, high = low] = part.split('-').map(Number)
    return code >= (low ?? 0) && code <= (high ?? 0)
  })
}

function keyOf(target: WatchedTarget): string {
  return `${target.targetGroupArn}/${target.targetId}:${target.port}`
}
