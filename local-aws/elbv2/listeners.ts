import { AwsError } from '../aws-error.ts'
import { hexId } from '../ids.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import { actionViews, readActions } from './actions.ts'
import { elbOf, listOf, required } from './find.ts'
import type { Listener } from './state.ts'

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html */
export const CreateListener: Operation = {
  requires: ['LoadBalancerArn', 'DefaultActions'],
  accepts: ['Protocol', 'Port', 'Tags', 'SslPolicy', 'Certificates'],
  run(plane, call) {
    const elb = elbOf(plane, call)
    const balancer = required(elb, 'loadBalancers', call.input['LoadBalancerArn'])
    const port = Number(call.input['Port'] ?? 80)
    if (Object.values(elb.listeners).some((one) => one.loadBalancerArn === balancer.arn && one.port === port)) {
      throw new AwsError('DuplicateListener', 'A listener already exists on this port for this load balancer')
    }
    const listener: Listener = {
      arn: `${balancer.arn.replace(':loadbalancer/', ':listener/')}/${hexId(plane.world.ids, 16)}`,
      loadBalancerArn: balancer.arn,
      port,
      protocol: (call.input['Protocol'] as string | undefined) ?? 'HTTP',
      defaultActions: readActions(elb, listOf(call.input['DefaultActions'])),
      tags: listOf(call.input['Tags']),
    }
    elb.listeners[listener.arn] = listener
    return { Listeners: [view(listener)] }
  },
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListeners.html */
export const DescribeListeners: Operation = {
  accepts: ['LoadBalancerArn', 'ListenerArns', 'Marker', 'PageSize'],
  run(plane, call) {
    const { input } = call
    const elb = elbOf(plane, call)
    const arns = listOf<string>(input['ListenerArns'])
    if (arns.length === 0 && input['LoadBalancerArn'] === undefined) throw new AwsError('ValidationError', 'You must specify either listener ARNs or a load balancer ARN')
    const found =
      arns.length > 0
        ? arns.map((arn) => required(elb, 'listeners', arn))
        : Object.values(elb.listeners).filter((one) => one.loadBalancerArn === required(elb, 'loadBalancers', input['LoadBalancerArn']).arn)
    const { items, next } = page(found, { token: input['Marker'], size: input['PageSize'], defaultSize: 400, largestSize: 400, invalidCode: 'ValidationError' })
    return { Listeners: items.map(view), NextMarker: next }
  },
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html */
export const ModifyListener: Operation = {
  requires: ['ListenerArn'],
  accepts: ['Port', 'Protocol', 'DefaultActions'],
  run(plane, call) {
    const elb = elbOf(plane, call)
    const listener = required(elb, 'listeners', call.input['ListenerArn'])
    if (call.input['DefaultActions'] !== undefined) listener.defaultActions = readActions(elb, listOf(call.input['DefaultActions']))
    if (call.input['Port'] !== undefined) listener.port = Number(call.input['Port'])
    if (call.input['Protocol'] !== undefined) listener.protocol = call.input['Protocol'] as string
    return { Listeners: [view(listener)] }
  },
}

/** Its rules go with it. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteListener.html */
export const DeleteListener: Operation = {
  requires: ['ListenerArn'],
  run(plane, call) {
    const elb = elbOf(plane, call)
    const listener = required(elb, 'listeners', call.input['ListenerArn'])
    delete elb.listeners[listener.arn]
    for (const rule of Object.values(elb.rules)) if (rule.listenerArn === listener.arn) delete elb.rules[rule.arn]
    return {}
  },
}

function view(listener: Listener): Record<string, unknown> {
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancerArn,
    Port: listener.port,
    Protocol: listener.protocol,
    DefaultActions: actionViews(listener.defaultActions),
  }
}
