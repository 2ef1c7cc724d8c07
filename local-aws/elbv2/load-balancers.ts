import { AwsError, notModelled } from '../aws-error.ts'
import { digitsId, hexId } from '../ids.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import { elbOf, listOf, required, select } from './find.ts'
import type { LoadBalancer } from './state.ts'

type Tags = { Key: string; Value: string }[]

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
export const CreateLoadBalancer: Operation = {
  requires: ['Name'],
  accepts: ['Subnets', 'SecurityGroups', 'Scheme', 'Tags', 'Type', 'IpAddressType'],
  run(plane, call) {
    const input = call.input as { Name: string; Scheme?: string; Type?: string }
    const elb = elbOf(plane, call)
    if (input.Type !== undefined && input.Type !== 'application') throw notModelled(`load balancers of type ${input.Type}`)
    if (Object.values(elb.loadBalancers).some((one) => one.name === input.Name)) {
      throw new AwsError('DuplicateLoadBalancerName', `A load balancer with the same name '${input.Name}' exists, but with different settings`)
    }
    const arn = `arn:aws:elasticloadbalancing:${call.region}:${plane.world.accountId}:loadbalancer/app/${input.Name}/${hexId(plane.world.ids, 16)}`
    const balancer: LoadBalancer = {
      arn,
      name: input.Name,
      dnsName: `${input.Name}-${digitsId(plane.world.ids).slice(0, 10)}.${call.region}.elb.amazonaws.com`,
      type: 'application',
      scheme: input.Scheme ?? 'internet-facing',
      vpcId: 'vpc-local',
      securityGroups: listOf(call.input['SecurityGroups']),
      subnets: listOf(call.input['Subnets']),
      createdAt: plane.timeline.now(),
      tags: listOf<Tags[number]>(call.input['Tags']),
    }
    elb.loadBalancers[arn] = balancer
    return { LoadBalancers: [view(balancer)] }
  },
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
export const DescribeLoadBalancers: Operation = {
  accepts: ['LoadBalancerArns', 'Names', 'Marker', 'PageSize'],
  run(plane, call) {
    const { input } = call
    const found = select(elbOf(plane, call), 'loadBalancers', { arns: listOf(input['LoadBalancerArns']), names: listOf(input['Names']) })
    const { items, next } = page(found, { token: input['Marker'], size: input['PageSize'], defaultSize: 400, largestSize: 400, invalidCode: 'ValidationError' })
    return { LoadBalancers: items.map(view), NextMarker: next }
  },
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html (20 at most) */
export const DescribeTags: Operation = {
  requires: ['ResourceArns'],
  run(plane, call) {
    const elb = elbOf(plane, call)
    const tagsOf = (arn: string) => {
      if (arn.includes(':loadbalancer/')) return required(elb, 'loadBalancers', arn).tags
      if (arn.includes(':targetgroup/')) return required(elb, 'targetGroups', arn).tags
      return arn.includes(':listener-rule/') ? required(elb, 'rules', arn).tags : required(elb, 'listeners', arn).tags
    }
    return { TagDescriptions: listOf<string>(call.input['ResourceArns']).map((arn) => ({ ResourceArn: arn, Tags: tagsOf(arn) })) }
  },
}

function view(balancer: LoadBalancer): Record<string, unknown> {
  return {
    LoadBalancerArn: balancer.arn,
    DNSName: balancer.dnsName,
    CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
    CreatedTime: new Date(balancer.createdAt),
    LoadBalancerName: balancer.name,
    Scheme: balancer.scheme,
    VpcId: balancer.vpcId,
    State: { Code: 'active' },
    Type: balancer.type,
    AvailabilityZones: balancer.subnets.map((SubnetId, at) => ({ ZoneName: `${balancer.arn.split(':')[3]}${'abc'[at % 3]}`, SubnetId, LoadBalancerAddresses: [] })),
    SecurityGroups: balancer.securityGroups,
    IpAddressType: 'ipv4',
  }
}
