import {
  CreateListenerCommand, CreateLoadBalancerCommand, CreateRuleCommand, CreateTargetGroupCommand, DescribeListenersCommand, DescribeLoadBalancersCommand, DescribeRulesCommand,
  DescribeTargetGroupsCommand, DescribeTargetHealthCommand, DescribeTagsCommand, ElasticLoadBalancingV2Client, ModifyListenerCommand, ModifyRuleCommand, ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand, SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { UpdateServiceCommand, DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { clientConfig, createService, describe, messages, primaryOf, register, startWithEcs } from './support.ts'

async function withBalancer() {
  const world = await startWithEcs()
  const elb = new ElasticLoadBalancingV2Client(clientConfig(world.aws))
  const balancer = (await elb.send(new CreateLoadBalancerCommand({ Name: 'edge', Subnets: ['subnet-1'], Tags: [{ Key: 'a', Value: 'b' }] }))).LoadBalancers![0]!.LoadBalancerArn!
  const makeGroup = async (Name: string) => {
    const group = await elb.send(new CreateTargetGroupCommand({ Name, Protocol: 'HTTP', Port: 8000, VpcId: 'vpc-1', TargetType: 'ip', HealthCheckPath: '/health', HealthCheckIntervalSeconds: 5, UnhealthyThresholdCount: 2 }))
    const arn = group.TargetGroups![0]!.TargetGroupArn!
    await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: arn, Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }] }))
    return arn
  }
  const [blue, green] = [await makeGroup('blue'), await makeGroup('green')]
  const listener = (await elb.send(new CreateListenerCommand({ LoadBalancerArn: balancer, Protocol: 'HTTP', Port: 80, DefaultActions: [{ Type: 'forward', TargetGroupArn: blue }] }))).Listeners![0]!.ListenerArn!
  return { ...world, elb, balancer, blue, green, listener }
}

test('gives weights back, and the target group beside them only when it is the only one', async () => {
  const { elb, listener, blue, green, balancer } = await withBalancer()
  const before = (await elb.send(new DescribeListenersCommand({ LoadBalancerArn: balancer }))).Listeners![0]!.DefaultActions![0]!
  expect(before).toMatchObject({ Type: 'forward', TargetGroupArn: blue, ForwardConfig: { TargetGroups: [{ TargetGroupArn: blue, Weight: 1 }] } })
  const weighted = { Type: 'forward' as const, ForwardConfig: { TargetGroups: [{ TargetGroupArn: blue, Weight: 90 }, { TargetGroupArn: green, Weight: 10 }], TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 } } }
  await elb.send(new ModifyListenerCommand({ ListenerArn: listener, DefaultActions: [weighted] }))
  const after = (await elb.send(new DescribeListenersCommand({ ListenerArns: [listener] }))).Listeners![0]!.DefaultActions![0]!
  expect(after).toEqual(weighted)
  const heavy = { Type: 'forward' as const, ForwardConfig: { TargetGroups: [{ TargetGroupArn: blue, Weight: 1000 }] } }
  await expect(elb.send(new ModifyListenerCommand({ ListenerArn: listener, DefaultActions: [heavy] }))).rejects.toMatchObject({ name: 'ValidationError' })
})

test('keeps rules in order of priority, each of which one rule has', async () => {
  const { elb, listener, blue, green } = await withBalancer()
  const make = async (Priority: number, path: string, target: string) =>
    (await elb.send(new CreateRuleCommand({ ListenerArn: listener, Priority, Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: [path] } }], Actions: [{ Type: 'forward', TargetGroupArn: target }] }))).Rules![0]!.RuleArn!
  const api = await make(20, '/api/*', green)
  await make(10, '/docs', blue)
  await expect(make(20, '/x', blue)).rejects.toMatchObject({ name: 'PriorityInUseException' })
  await elb.send(new SetRulePrioritiesCommand({ RulePriorities: [{ RuleArn: api, Priority: 5 }] }))
  await elb.send(new ModifyRuleCommand({ RuleArn: api, Actions: [{ Type: 'forward', TargetGroupArn: blue }] }))
  const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn: listener }))
  expect(Rules!.map((rule) => [rule.Priority, rule.IsDefault, rule.Conditions?.[0]?.PathPatternConfig?.Values?.[0]])).toEqual([['5', false, '/api/*'], ['10', false, '/docs'], ['default', true, undefined]])
})

test('says which names and ARNs do not exist', async () => {
  const { elb, balancer, blue } = await withBalancer()
  await expect(elb.send(new DescribeLoadBalancersCommand({ Names: ['none'] }))).rejects.toMatchObject({ name: 'LoadBalancerNotFoundException' })
  await expect(elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: `${blue}x` }))).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' })
  expect((await elb.send(new DescribeTargetGroupsCommand({ LoadBalancerArn: balancer }))).TargetGroups!.map((group) => group.TargetGroupName)).toEqual(['blue'])
  expect((await elb.send(new DescribeTagsCommand({ ResourceArns: [balancer] }))).TagDescriptions![0]!.Tags).toEqual([{ Key: 'a', Value: 'b' }])
})

test('registers the tasks of a service, and counts them only once their target is healthy', async () => {
  const { elb, ecs, control, blue, green } = await withBalancer()
  await register(ecs)
  const loadBalancers = [{ targetGroupArn: blue, containerName: 'app', containerPort: 8000 }]
  await expect(createService(ecs, { loadBalancers: [{ ...loadBalancers[0]!, targetGroupArn: green }] })).rejects.toThrow('does not have an associated load balancer')
  await expect(createService(ecs, { loadBalancers: [{ ...loadBalancers[0]!, containerName: 'no' }] })).rejects.toThrow('The container no does not exist in the task definition.')
  await createService(ecs, { loadBalancers })
  const states = new Set<string>()
  for (let second = 0; second < 60; second += 1) {
    await control.advance(1)
    const { TargetHealthDescriptions: found } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: blue }))
    for (const { TargetHealth: health } of found!) states.add(`${health!.State} ${health!.Reason ?? ''}`.trim())
  }
  expect([...states]).toEqual(['initial Elb.RegistrationInProgress', 'initial Elb.InitialHealthChecking', 'healthy'])
  expect(primaryOf(await describe(ecs)).rolloutState).toBe('COMPLETED')
})

test('drains the targets of replaced tasks for the deregistration delay', async () => {
  const { elb, ecs, control, blue } = await withBalancer()
  await register(ecs)
  await createService(ecs, { loadBalancers: [{ targetGroupArn: blue, containerName: 'app', containerPort: 8000 }] })
  await control.settle()
  await register(ecs, { tag: 'v2' })
  await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web:2' }))
  let drainedSeconds = 0
  for (let second = 0; second < 120; second += 1) {
    await control.advance(1)
    const { TargetHealthDescriptions: found } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: blue }))
    if (found!.some((one) => one.TargetHealth!.Reason === 'Target.DeregistrationInProgress')) drainedSeconds += 1
  }
  expect(drainedSeconds).toBe(30)
  expect(messages(await describe(ecs)).join('\n')).toMatch(/deregistered 2 targets in \(target-group .*\n.*has begun draining connections on 2 tasks\.\n.*has stopped 2 running tasks/)
})

test('stops tasks whose target is unhealthy, with the reason, and rolls back', async () => {
  const { elb, ecs, control, blue } = await withBalancer()
  await register(ecs)
  const first = primaryOf(await createService(ecs, { desiredCount: 1, loadBalancers: [{ targetGroupArn: blue, containerName: 'app', containerPort: 8000 }], healthCheckGracePeriodSeconds: 10 })).id
  await control.settle()
  await register(ecs, { tag: 'v2' })
  control.addBehaviour({ match: { revision: 2 }, target: { state: 'unhealthy', reason: 'Target.ResponseCodeMismatch', description: 'Health checks failed with these codes: [500]' } })
  await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web:2' }))
  await control.advance(33)
  const { TargetHealthDescriptions: found } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: blue }))
  expect(found!.map((one) => one.TargetHealth!.State).sort()).toEqual(['healthy', 'unhealthy'])
  await control.settle()
  const service = await describe(ecs)
  expect(primaryOf(service).id).toBe(first)
  const sick = messages(service).filter((message) => message.includes('is unhealthy in'))
  expect(sick.length).toBeGreaterThanOrEqual(3)
  expect(sick[0]).toBe(`(service web) (port 8000) is unhealthy in (target-group ${blue}) due to (reason Health checks failed with these codes: [500]).`)
  const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED' }))
  const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns! }))
  expect(tasks!.map((task) => task.stoppedReason)).toContain(`Task failed ELB health checks in (target-group ${blue})`)
})

test('takes targets that are no tasks', async () => {
  const { elb, control, blue, green } = await withBalancer()
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn: blue, Targets: [{ Id: '10.9.9.9', Port: 80 }] }))
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn: green, Targets: [{ Id: '10.9.9.9' }] }))
  await control.advance(10)
  const health = async (group: string) => (await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: group }))).TargetHealthDescriptions!.map((one) => [one.Target!.Port, one.TargetHealth!.State, one.TargetHealth!.Reason])
  expect(await health(blue)).toEqual([[80, 'healthy', undefined]])
  expect(await health(green)).toEqual([[8000, 'unused', 'Target.NotInUse']])
})
