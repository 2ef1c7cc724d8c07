/** What the stand-in knows about Elastic Load Balancing in one region, all by ARN. */
export interface Elbv2State {
  loadBalancers: Record<string, LoadBalancer>
  targetGroups: Record<string, TargetGroup>
  listeners: Record<string, Listener>
  rules: Record<string, Rule>
}

export function emptyElbv2(): Elbv2State {
  return { loadBalancers: {}, targetGroups: {}, listeners: {}, rules: {} }
}

export interface LoadBalancer {
  arn: string
  name: string
  dnsName: string
  type: string
  scheme: string
  vpcId: string
  securityGroups: string[]
  subnets: string[]
  createdAt: number
  tags: { Key: string; Value: string }[]
}

export interface TargetGroup {
  arn: string
  name: string
  protocol: string
  port: number
  vpcId: string
  targetType: string
  healthCheck: {
    enabled: boolean
    protocol: string
    port: string
    path: string
    intervalSeconds: number
    timeoutSeconds: number
    healthyThreshold: number
    unhealthyThreshold: number
    matcher: string
  }
  attributes: Record<string, string>
  targets: Target[]
  tags: { Key: string; Value: string }[]
}

export interface Target {
  id: string
  port: number
  taskArn?: string
  state: 'initial' | 'healthy' | 'unhealthy' | 'draining'
  reason?: string
  description?: string
  registeredAt: number
}

export interface Action {
  Type: string
  Order?: number
  TargetGroupArn?: string
  ForwardConfig?: { TargetGroups: { TargetGroupArn: string; Weight: number }[]; TargetGroupStickinessConfig?: { Enabled: boolean; DurationSeconds?: number } }
  FixedResponseConfig?: { StatusCode: string; ContentType?: string; MessageBody?: string }
  [member: string]: unknown
}

export interface Listener {
  arn: string
  loadBalancerArn: string
  port: number
  protocol: string
  defaultActions: Action[]
  tags: { Key: string; Value: string }[]
}

export interface Rule {
  arn: string
  listenerArn: string
  /** A number as text, or `default`. */
  priority: string
  conditions: Condition[]
  actions: Action[]
  tags: { Key: string; Value: string }[]
}

export interface Condition {
  Field?: string
  Values?: string[]
  PathPatternConfig?: { Values: string[] }
  HostHeaderConfig?: { Values: string[] }
  HttpHeaderConfig?: { HttpHeaderName: string; Values: string[] }
  [member: string]: unknown
}
