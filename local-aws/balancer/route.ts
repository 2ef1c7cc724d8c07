import { sortedRules } from '../elbv2/rules.ts'
import type { Action, Condition, Elbv2State, Listener, Target } from '../elbv2/state.ts'

export interface Request {
  readonly host: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Turns taken so far, by what they are taken among. */
export type Turns = Map<string, number>

/**
 * The actions of the first rule, by priority, whose conditions all hold; the listener's own when none does.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
 */
export function actionsFor(elb: Elbv2State, options: { listener: Listener; request: Request }): Action[] {
  const { listener, request } = options
  const rule = sortedRules(elb, listener.arn).find((one) => one.conditions.every((condition) => holds(condition, request)))
  return rule?.actions ?? listener.defaultActions
}

/**
 * The target group whose turn it is, by weight: of every `sum of weights` requests, each group gets exactly its weight.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html (weights)
 */
export function groupFor(action: Action, turns: Turns): string | undefined {
  const groups = (action.ForwardConfig?.TargetGroups ?? []).filter((group) => group.Weight > 0)
  const sum = groups.reduce((total, group) => total + group.Weight, 0)
  if (sum === 0) return undefined
  const key = groups.map((group) => `${group.TargetGroupArn}=${group.Weight}`).join()
  const turn = take(turns, key) % sum
  // Spread the turns of a group over the round: the group furthest behind its share goes next.
  const given = new Map(groups.map((group) => [group.TargetGroupArn, 0]))
  let chosen = groups[0]?.TargetGroupArn
  for (let at = 0; at <= turn; at += 1) {
    const next = groups.reduce((best, group) => (lag(group, at) > lag(best, at) ? group : best))
    chosen = next.TargetGroupArn
    given.set(chosen, (given.get(chosen) ?? 0) + 1)
  }
  return chosen

  function lag(group: { TargetGroupArn: string; Weight: number }, at: number): number {
    return (group.Weight / sum) * (at + 1) - (given.get(group.TargetGroupArn) ?? 0)
  }
}

/**
 * The target whose turn it is: a healthy one, or any when none is healthy (a group of only unhealthy targets fails open).
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export function targetFor(targets: readonly Target[], options: { groupArn: string; turns: Turns }): Target | undefined {
  const registered = targets.filter((target) => target.state !== 'draining')
  const healthy = registered.filter((target) => target.state === 'healthy')
  const among = healthy.length > 0 ? healthy : registered.filter((target) => target.state === 'unhealthy')
  return among.length === 0 ? undefined : among[take(options.turns, options.groupArn) % among.length]
}

function holds(condition: Condition, request: Request): boolean {
  switch (condition.Field) {
    case 'path-pattern':
      return (condition.PathPatternConfig?.Values ?? []).some((pattern) => matches(pattern, request.path))
    case 'host-header':
      return (condition.HostHeaderConfig?.Values ?? []).some((pattern) => matches(pattern.toLowerCase(), request.host.toLowerCase()))
    case 'http-header': {
      const value = request.headers[(condition.HttpHeaderConfig?.HttpHeaderName ?? '').toLowerCase()]
      return typeof value === 'string' && (condition.HttpHeaderConfig?.Values ?? []).some((pattern) => matches(pattern, value))
    }
    default:
      return false
  }
}

/** `*` is any text, `?` one character. */
function matches(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(text)
}

function take(turns: Turns, key: string): number {
  const turn = turns.get(key) ?? 0
  turns.set(key, turn + 1)
  return turn
}
