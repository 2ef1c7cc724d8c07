import { AwsError, notModelled } from '../aws-error.ts'
import { hexId } from '../ids.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import { actionViews, readActions } from './actions.ts'
import { elbOf, listOf, required } from './find.ts'
import type { Condition, Elbv2State, Listener, Rule } from './state.ts'

const FIELDS = ['path-pattern', 'host-header', 'http-header']

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
export const CreateRule: Operation = {
  requires: ['ListenerArn', 'Conditions', 'Priority', 'Actions'],
  accepts: ['Tags'],
  run(plane, call) {
    const elb = elbOf(plane, call)
    const listener = required(elb, 'listeners', call.input['ListenerArn'])
    const priority = String(call.input['Priority'])
    assertFree(elb, { listenerArn: listener.arn, priority })
    const rule: Rule = {
      arn: `${listener.arn.replace(':listener/', ':listener-rule/')}/${hexId(plane.world.ids, 16)}`,
      listenerArn: listener.arn,
      priority,
      conditions: readConditions(call.input['Conditions']),
      actions: readActions(elb, listOf(call.input['Actions'])),
      tags: listOf(call.input['Tags']),
    }
    elb.rules[rule.arn] = rule
    return { Rules: [view(rule)] }
  },
}

/** The default rule comes last. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeRules.html */
export const DescribeRules: Operation = {
  accepts: ['ListenerArn', 'RuleArns', 'Marker', 'PageSize'],
  run(plane, call) {
    const { input } = call
    const elb = elbOf(plane, call)
    const arns = listOf<string>(input['RuleArns'])
    if (arns.length === 0 && input['ListenerArn'] === undefined) throw new AwsError('ValidationError', 'You must specify either listener rule ARNs or a listener ARN')
    const views = arns.length > 0 ? arns.map((arn) => view(required(elb, 'rules', arn))) : rulesOf(elb, required(elb, 'listeners', input['ListenerArn']))
    const { items, next } = page(views, { token: input['Marker'], size: input['PageSize'], defaultSize: 400, largestSize: 400, invalidCode: 'ValidationError' })
    return { Rules: items, NextMarker: next }
  },
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html */
export const ModifyRule: Operation = {
  requires: ['RuleArn'],
  accepts: ['Conditions', 'Actions'],
  run(plane, call) {
    const elb = elbOf(plane, call)
    const rule = required(elb, 'rules', call.input['RuleArn'])
    if (call.input['Conditions'] !== undefined) rule.conditions = readConditions(call.input['Conditions'])
    if (call.input['Actions'] !== undefined) rule.actions = readActions(elb, listOf(call.input['Actions']))
    return { Rules: [view(rule)] }
  },
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html */
export const SetRulePriorities: Operation = {
  requires: ['RulePriorities'],
  run(plane, call) {
    const elb = elbOf(plane, call)
    const wanted = listOf<{ RuleArn: string; Priority: string }>(call.input['RulePriorities']).map(({ RuleArn, Priority }) => ({ rule: required(elb, 'rules', RuleArn), priority: String(Priority) }))
    const moving = wanted.map(({ rule }) => rule.arn)
    for (const { rule, priority } of wanted) assertFree(elb, { listenerArn: rule.listenerArn, priority, except: moving })
    for (const { rule, priority } of wanted) rule.priority = priority
    return { Rules: wanted.map(({ rule }) => view(rule)) }
  },
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteRule.html */
export const DeleteRule: Operation = {
  requires: ['RuleArn'],
  run(plane, call) {
    const elb = elbOf(plane, call)
    delete elb.rules[required(elb, 'rules', call.input['RuleArn']).arn]
    return {}
  },
}

/** A listener's rules by priority. */
export function sortedRules(elb: Elbv2State, listenerArn: string): Rule[] {
  return Object.values(elb.rules)
    .filter((rule) => rule.listenerArn === listenerArn)
    .sort((a, b) => Number(a.priority) - Number(b.priority))
}

function rulesOf(elb: Elbv2State, listener: Listener): Record<string, unknown>[] {
  const standard = { arn: `${listener.arn.replace(':listener/', ':listener-rule/')}/default`, listenerArn: listener.arn, priority: 'default', conditions: [], actions: listener.defaultActions, tags: [] }
  return [...sortedRules(elb, listener.arn), standard].map(view)
}

function readConditions(given: unknown): Condition[] {
  return listOf<Condition>(given).map((condition) => {
    const field = condition.Field ?? ''
    if (!FIELDS.includes(field)) throw notModelled(`rule conditions on ${field}`)
    if (field === 'path-pattern') return { Field: field, Values: condition.PathPatternConfig?.Values ?? condition.Values ?? [], PathPatternConfig: { Values: condition.PathPatternConfig?.Values ?? condition.Values ?? [] } }
    if (field === 'host-header') return { Field: field, Values: condition.HostHeaderConfig?.Values ?? condition.Values ?? [], HostHeaderConfig: { Values: condition.HostHeaderConfig?.Values ?? condition.Values ?? [] } }
    return { Field: field, HttpHeaderConfig: condition.HttpHeaderConfig as NonNullable<Condition['HttpHeaderConfig']> }
  })
}

function assertFree(elb: Elbv2State, options: { listenerArn: string; priority: string; except?: readonly string[] }): void {
  const { listenerArn, priority, except = [] } = options
  if (!(Number(priority) >= 1 && Number(priority) <= 50_000)) throw new AwsError('ValidationError', 'Priority must be between 1 and 50000')
  const taken = Object.values(elb.rules).some((rule) => rule.listenerArn === listenerArn && rule.priority === priority && !except.includes(rule.arn))
  if (taken) throw new AwsError('PriorityInUse', `Priority '${priority}' is currently in use`)
}

function view(rule: Rule): Record<string, unknown> {
  return { RuleArn: rule.arn, Priority: rule.priority, Conditions: rule.conditions, Actions: actionViews(rule.actions), IsDefault: rule.priority === 'default' }
}
