import { AwsError } from '../aws-error.ts'
import type { Plane } from '../plane.ts'
import type { Call } from '../wire/call.ts'
import { regionOf } from '../world.ts'
import type { Elbv2State, Listener, LoadBalancer, Rule, TargetGroup } from './state.ts'

/** The region's load balancing state. */
export function elbOf(plane: Plane, call: Call): Elbv2State {
  return regionOf(plane.world, call.region).elbv2
}

/** What each kind is called in errors; codes are those of the wire, not the shapes. */
const MISSING = {
  loadBalancers: ['LoadBalancerNotFound', 'One or more load balancers not found'],
  targetGroups: ['TargetGroupNotFound', 'One or more target groups not found'],
  listeners: ['ListenerNotFound', 'One or more listeners not found'],
  rules: ['RuleNotFound', 'One or more rules not found'],
} as const

type Kinds = { loadBalancers: LoadBalancer; targetGroups: TargetGroup; listeners: Listener; rules: Rule }

/** The thing with an ARN, or what AWS says when there is none. */
export function required<K extends keyof Kinds>(elb: Elbv2State, kind: K, arn: unknown): Kinds[K] {
  const found = (elb[kind] as Record<string, Kinds[K]>)[String(arn)]
  if (found === undefined) throw new AwsError(MISSING[kind][0], MISSING[kind][1])
  return found
}

/** Of a query's list or map argument, also when it has one member or none. */
export function listOf<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : []
}

/** Pick by ARNs or names, all when neither is given; a name or ARN that is not there is an error. */
export function select<K extends 'loadBalancers' | 'targetGroups'>(elb: Elbv2State, kind: K, by: { arns: string[]; names: string[] }): Kinds[K][] {
  const all = Object.values(elb[kind]) as Kinds[K][]
  if (by.arns.length > 0) return by.arns.map((arn) => required(elb, kind, arn))
  if (by.names.length === 0) return all
  return by.names.map((name) => {
    const found = all.find((one) => one.name === name)
    if (found === undefined) throw new AwsError(MISSING[kind][0], `${MISSING[kind][1]}`)
    return found
  })
}
