import type { ServiceModel } from '../operation.ts'
import { CreateListener, DeleteListener, DescribeListeners, ModifyListener } from './listeners.ts'
import { CreateLoadBalancer, DescribeLoadBalancers, DescribeTags } from './load-balancers.ts'
import { CreateRule, DeleteRule, DescribeRules, ModifyRule, SetRulePriorities } from './rules.ts'
import { CreateTargetGroup, DeleteTargetGroup, DescribeTargetGroupAttributes, DescribeTargetGroups, ModifyTargetGroup, ModifyTargetGroupAttributes } from './target-groups.ts'
import { DeregisterTargets, DescribeTargetHealth, RegisterTargets } from './target-health.ts'

/** Application Load Balancers. */
export const elbv2: ServiceModel = {
  namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  invalidInput: 'ValidationError',
  operations: {
    CreateListener,
    CreateLoadBalancer,
    CreateRule,
    CreateTargetGroup,
    DeleteListener,
    DeleteRule,
    DeleteTargetGroup,
    DeregisterTargets,
    DescribeListeners,
    DescribeLoadBalancers,
    DescribeRules,
    DescribeTags,
    DescribeTargetGroupAttributes,
    DescribeTargetGroups,
    DescribeTargetHealth,
    ModifyListener,
    ModifyRule,
    ModifyTargetGroup,
    ModifyTargetGroupAttributes,
    RegisterTargets,
    SetRulePriorities,
  },
}
