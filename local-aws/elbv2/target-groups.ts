import { AwsError, notModelled } from '../aws-error.ts'
import { hexId } from '../ids.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import { targetGroupArns } from './actions.ts'
import { elbOf, listOf, required, select } from './find.ts'
import type { Elbv2State, TargetGroup } from './state.ts'

type Text = Record<string, string | undefined>

const HEALTH_CHECK = ['HealthCheckProtocol', 'HealthCheckPort', 'HealthCheckEnabled', 'HealthCheckPath', 'HealthCheckIntervalSeconds', 'HealthCheckTimeoutSeconds', 'HealthyThresholdCount', 'UnhealthyThresholdCount', 'Matcher']

/** Defaults: every 30 s, 5 s timeout, 5 passes, 2 failures, code 200. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
export const CreateTargetGroup: Operation = {
  requires: ['Name'],
  accepts: ['Protocol', 'ProtocolVersion', 'Port', 'VpcId', 'TargetType', 'Tags', 'IpAddressType', ...HEALTH_CHECK],
  run(plane, call) {
    const input = call.input as Text
    const elb = elbOf(plane, call)
    if (input['Protocol'] !== undefined && !['HTTP', 'HTTPS'].includes(input['Protocol'])) throw notModelled(`target groups with protocol ${input['Protocol']}`)
    const name = String(input['Name'])
    if (Object.values(elb.targetGroups).some((one) => one.name === name)) {
      throw new AwsError('DuplicateTargetGroupName', `A target group with the same name '${name}' exists, but with different settings`)
    }
    const arn = `arn:aws:elasticloadbalancing:${call.region}:${plane.world.accountId}:targetgroup/${name}/${hexId(plane.world.ids, 16)}`
    const group: TargetGroup = {
      arn,
      name,
      protocol: input['Protocol'] ?? 'HTTP',
      port: Number(input['Port'] ?? 80),
      vpcId: input['VpcId'] ?? 'vpc-local',
      targetType: input['TargetType'] ?? 'instance',
      healthCheck: {
        enabled: true,
        protocol: input['Protocol'] ?? 'HTTP',
        port: 'traffic-port',
        path: '/',
        intervalSeconds: 30,
        timeoutSeconds: 5,
        healthyThreshold: 5,
        unhealthyThreshold: 2,
        matcher: '200',
        ...healthCheckOf(call.input),
      },
      attributes: { 'deregistration_delay.timeout_seconds': '300', 'stickiness.enabled': 'false', 'load_balancing.algorithm.type': 'round_robin', 'slow_start.duration_seconds': '0' },
      targets: [],
      tags: listOf(call.input['Tags']),
    }
    elb.targetGroups[arn] = group
    return { TargetGroups: [view(elb, group)] }
  },
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroups.html */
export const DescribeTargetGroups: Operation = {
  accepts: ['LoadBalancerArn', 'TargetGroupArns', 'Names', 'Marker', 'PageSize'],
  run(plane, call) {
    const { input } = call
    const elb = elbOf(plane, call)
    const found = select(elb, 'targetGroups', { arns: listOf(input['TargetGroupArns']), names: listOf(input['Names']) })
    const balancer = input['LoadBalancerArn'] === undefined ? undefined : required(elb, 'loadBalancers', input['LoadBalancerArn'])
    const wanted = found.filter((group) => balancer === undefined || balancersOf(elb, group).includes(balancer.arn))
    const { items, next } = page(wanted, { token: input['Marker'], size: input['PageSize'], defaultSize: 400, largestSize: 400, invalidCode: 'ValidationError' })
    return { TargetGroups: items.map((group) => view(elb, group)), NextMarker: next }
  },
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html */
export const ModifyTargetGroup: Operation = {
  requires: ['TargetGroupArn'],
  accepts: HEALTH_CHECK,
  run(plane, call) {
    const elb = elbOf(plane, call)
    const group = required(elb, 'targetGroups', call.input['TargetGroupArn'])
    Object.assign(group.healthCheck, healthCheckOf(call.input))
    return { TargetGroups: [view(elb, group)] }
  },
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroupAttributes.html */
export const DescribeTargetGroupAttributes: Operation = {
  requires: ['TargetGroupArn'],
  run: (plane, call) => ({ Attributes: attributes(required(elbOf(plane, call), 'targetGroups', call.input['TargetGroupArn'])) }),
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroupAttributes.html */
export const ModifyTargetGroupAttributes: Operation = {
  requires: ['TargetGroupArn', 'Attributes'],
  run(plane, call) {
    const group = required(elbOf(plane, call), 'targetGroups', call.input['TargetGroupArn'])
    for (const { Key, Value } of listOf<{ Key: string; Value: string }>(call.input['Attributes'])) group.attributes[Key] = Value
    return { Attributes: attributes(group) }
  },
}

/** A target group that a listener or rule forwards to cannot be deleted. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html */
export const DeleteTargetGroup: Operation = {
  requires: ['TargetGroupArn'],
  run(plane, call) {
    const elb = elbOf(plane, call)
    const group = required(elb, 'targetGroups', call.input['TargetGroupArn'])
    if (balancersOf(elb, group).length > 0) throw new AwsError('ResourceInUse', `Target group '${group.arn}' is currently in use by a listener or a rule`)
    delete elb.targetGroups[group.arn]
    return {}
  },
}

/** ARNs of the load balancers whose listeners or rules forward to a group. */
export function balancersOf(elb: Elbv2State, group: TargetGroup): string[] {
  const byListener = Object.values(elb.listeners).filter((listener) => targetGroupArns(listener.defaultActions).includes(group.arn))
  const byRule = Object.values(elb.rules).filter((rule) => targetGroupArns(rule.actions).includes(group.arn))
  const listeners = [...byListener, ...byRule.flatMap((rule) => elb.listeners[rule.listenerArn] ?? [])]
  return [...new Set(listeners.map((listener) => listener.loadBalancerArn))]
}

function healthCheckOf(input: Readonly<Record<string, unknown>>): Partial<TargetGroup['healthCheck']> {
  const text = input as Text
  const number = (name: string) => (text[name] === undefined ? undefined : Number(text[name]))
  const matcher = (input['Matcher'] as { HttpCode?: string } | undefined)?.HttpCode
  const all = {
    enabled: text['HealthCheckEnabled'] === undefined ? undefined : text['HealthCheckEnabled'] === 'true',
    protocol: text['HealthCheckProtocol'],
    port: text['HealthCheckPort'],
    path: text['HealthCheckPath'],
    intervalSeconds: number('HealthCheckIntervalSeconds'),
    timeoutSeconds: number('HealthCheckTimeoutSeconds'),
    healthyThreshold: number('HealthyThresholdCount'),
    unhealthyThreshold: number('UnhealthyThresholdCount'),
    matcher,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function attributes(group: TargetGroup): { Key: string; Value: string }[] {
  return Object.entries(group.attributes).map(([Key, Value]) => ({ Key, Value }))
}

function view(elb: Elbv2State, group: TargetGroup): Record<string, unknown> {
  const check = group.healthCheck
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol,
    Port: group.port,
    VpcId: group.vpcId,
    HealthCheckProtocol: check.protocol,
    HealthCheckPort: check.port,
    HealthCheckEnabled: check.enabled,
    HealthCheckIntervalSeconds: check.intervalSeconds,
    HealthCheckTimeoutSeconds: check.timeoutSeconds,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    HealthCheckPath: check.path,
    Matcher: { HttpCode: check.matcher },
    LoadBalancerArns: balancersOf(elb, group),
    TargetType: group.targetType,
    ProtocolVersion: 'HTTP1',
    IpAddressType: 'ipv4',
  }
}
