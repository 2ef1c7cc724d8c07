import { AwsError, notModelled } from '../aws-error.ts'
import { required } from './find.ts'
import type { Action, Elbv2State } from './state.ts'

/**
 * Take the actions of a listener or rule: forward to one or more target groups by weight (0 to 999), or a fixed response.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html
 */
export function readActions(elb: Elbv2State, given: readonly Record<string, unknown>[]): Action[] {
  if (given.length === 0) throw new AwsError('ValidationError', 'An action must be specified')
  return given.map((raw) => {
    const action = raw as unknown as Action
    if (action.Type === 'fixed-response') return { Type: 'fixed-response', FixedResponseConfig: action.FixedResponseConfig as NonNullable<Action['FixedResponseConfig']> }
    if (action.Type !== 'forward') throw notModelled(`actions of type ${action.Type}`)
    return forward(elb, action)
  })
}

/** As AWS gives them back: with TargetGroupArn where there is exactly one target group, and always with ForwardConfig. */
export function actionViews(actions: readonly Action[]): Record<string, unknown>[] {
  return actions.map((action, at) => {
    const groups = action.ForwardConfig?.TargetGroups ?? []
    const single = groups.length === 1 ? { TargetGroupArn: groups[0]?.TargetGroupArn } : {}
    return { ...action, ...single, ...(actions.length > 1 ? { Order: at + 1 } : {}) }
  })
}

/** ARNs of every target group that actions forward to, whatever its weight. */
export function targetGroupArns(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => action.ForwardConfig?.TargetGroups.map((group) => group.TargetGroupArn) ?? [])
}

function forward(elb: Elbv2State, action: Action): Action {
  const listed = action.ForwardConfig?.TargetGroups ?? (action.TargetGroupArn === undefined ? [] : [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }])
  if (listed.length === 0) throw new AwsError('ValidationError', 'You must specify a target group for a forward action')
  if (listed.length > 5) throw new AwsError('TooManyTargetGroups', 'A forward action takes at most 5 target groups')
  const groups = listed.map(({ TargetGroupArn, Weight }) => {
    required(elb, 'targetGroups', TargetGroupArn)
    const weight = Weight === undefined ? 1 : Number(Weight)
    if (!Number.isInteger(weight) || weight < 0 || weight > 999) throw new AwsError('ValidationError', `Target group weight must be between 0 and 999, not ${Weight}`)
    return { TargetGroupArn, Weight: weight }
  })
  const stickiness = action.ForwardConfig?.TargetGroupStickinessConfig as { Enabled?: unknown; DurationSeconds?: unknown } | undefined
  const config = {
    Enabled: String(stickiness?.Enabled) === 'true',
    ...(stickiness?.DurationSeconds === undefined ? {} : { DurationSeconds: Number(stickiness.DurationSeconds) }),
  }
  return { Type: 'forward', ForwardConfig: { TargetGroups: groups, TargetGroupStickinessConfig: config } }
}
