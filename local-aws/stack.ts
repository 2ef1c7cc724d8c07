import { AwsError } from './aws-error.ts'
import { uuid } from './ids.ts'
import { MODELS } from './models.ts'
import { perform } from './operation.ts'
import type { Plane } from './plane.ts'
import { seed } from './seed.ts'
import { reachable } from './stack-names.ts'
import { regionOf } from './world.ts'

/** What an application's infrastructure code would have made before its first release. */
export interface Stack {
  readonly region: string
  /** Begins every name that nothing else decides. */
  readonly name: string
  readonly cluster: string
  /** Table that keeps locks, journal and releases. */
  readonly table: string
  /** Image by digest that stands until the first release: it answers every request. */
  readonly placeholder: string
  readonly services: readonly StackService[]
  readonly migrator?: StackMigrator
}

export interface StackService {
  readonly component: string
  readonly service: string
  readonly container: string
  /** Other components reach it by its name and this port; there is no load balancer without one. */
  readonly port?: number
  readonly environment: Readonly<Record<string, string>>
}

export interface StackMigrator {
  readonly kind: 'lambda' | 'ecs-task'
  /** Function, or family of the task definition. */
  readonly name: string
  readonly container: string
  readonly timeoutSeconds: number
  readonly environment: Readonly<Record<string, string>>
}

type Input = Readonly<Record<string, unknown>>
type Aws = (name: string, input: Input) => Promise<Input>

/**
 * Make what is not there yet, through the same operations that any client calls; what is there stays, and a service whose
 * environment is another now gets it as a new revision, as an update of a stack does.
 */
export async function createStack(plane: Plane, stack: Stack): Promise<void> {
  const aws: Aws = async (name, input) => {
    const [service = '', operation = ''] = name.split(':')
    const call = { service, operation, protocol: 'json-1.1' as const, input, region: stack.region, accessKeyId: 'stack', sessionToken: undefined, requestId: uuid(plane.world.ids) }
    return (await perform(plane, { call, model: MODELS[service] })) as Input
  }
  seed(plane, { region: stack.region, clusters: [stack.cluster], roles: [`${stack.name}-execution`, `${stack.name}-task`], logGroups: stack.services.map(({ service }) => `/ecs/${service}`) })
  await unless('ResourceInUseException', () => createTable(aws, stack.table))
  const balanced = stack.services.filter((one) => one.port !== undefined)
  const groups = new Map<string, string>()
  for (const one of balanced) groups.set(one.component, await balance(plane, { aws, stack, one }))
  await plane.balancer?.follow()
  const known = reachable(plane, stack)
  for (const one of stack.services) await serve(plane, { aws, stack, one: { ...one, environment: known(one.environment) }, targetGroup: groups.get(one.component) })
  const { migrator } = stack
  if (migrator !== undefined) await createMigrator(plane, { aws, stack, migrator: { ...migrator, environment: known(migrator.environment) } })
}

/** The name of a component's load balancer. */
export function balancerName(stack: Pick<Stack, 'name'>, component: string): string {
  return `${stack.name}-${component}`
}

async function createTable(aws: Aws, name: string): Promise<void> {
  await aws('dynamodb:CreateTable', {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }, { AttributeName: 'sk', AttributeType: 'S' }],
  })
}

/** A load balancer of its own, a listener on the component's port, a target group; gives the group's ARN. */
async function balance(plane: Plane, options: { aws: Aws; stack: Stack; one: StackService }): Promise<string> {
  const { aws, stack, one } = options
  const name = balancerName(stack, one.component)
  const { elbv2 } = regionOf(plane.world, stack.region)
  const known = Object.values(elbv2.targetGroups).find((group) => group.name === name)
  if (known !== undefined) return known.arn
  const made = await aws('elbv2:CreateLoadBalancer', { Name: name, Scheme: 'internal', Subnets: ['subnet-local'] })
  const group = await aws('elbv2:CreateTargetGroup', {
    Name: name, Protocol: 'HTTP', Port: one.port, TargetType: 'ip', Matcher: { HttpCode: '200-499' },
    HealthCheckPath: '/', HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 4, HealthyThresholdCount: 2, UnhealthyThresholdCount: 6,
  })
  const [balancer] = made['LoadBalancers'] as { LoadBalancerArn: string }[]
  const [target] = group['TargetGroups'] as { TargetGroupArn: string }[]
  const targetGroupArn = target?.TargetGroupArn ?? ''
  await aws('elbv2:ModifyTargetGroupAttributes', { TargetGroupArn: targetGroupArn, Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '1' }] })
  await aws('elbv2:CreateListener', { LoadBalancerArn: balancer?.LoadBalancerArn, Port: one.port, Protocol: 'HTTP', DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }] })
  return targetGroupArn
}

async function serve(plane: Plane, options: { aws: Aws; stack: Stack; one: StackService; targetGroup: string | undefined }): Promise<void> {
  const { aws, stack, one, targetGroup } = options
  const { ecs } = regionOf(plane.world, stack.region)
  const service = Object.values(ecs.services).find((known) => known.name === one.service && known.status !== 'INACTIVE')
  if (service !== undefined) return update(plane, options)
  await register(aws, { stack, one, image: stack.placeholder })
  await aws('ecs:CreateService', {
    cluster: stack.cluster, serviceName: one.service, taskDefinition: one.service, desiredCount: 1, launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-local'], securityGroups: [], assignPublicIp: 'DISABLED' } },
    deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200, deploymentCircuitBreaker: { enable: true, rollback: true } },
    ...(targetGroup === undefined ? {} : { healthCheckGracePeriodSeconds: 60, loadBalancers: [{ targetGroupArn: targetGroup, containerName: one.container, containerPort: one.port }] }),
  })
}

async function update(plane: Plane, { aws, stack, one }: { aws: Aws; stack: Stack; one: StackService }): Promise<void> {
  const { ecs } = regionOf(plane.world, stack.region)
  const service = Object.values(ecs.services).find((known) => known.name === one.service)
  const running = Object.values(ecs.taskDefinitions).flat().find((definition) => definition.arn === service?.taskDefinition)
  const container = running?.containerDefinitions.find(({ name }) => name === one.container)
  if (container === undefined) throw new AwsError('ClientException', `the service ${one.service} has no container ${one.container}; forget the local stage and begin again`)
  const now = Object.fromEntries((container.environment ?? []).map(({ name, value }) => [name, value]))
  if (Object.entries(one.environment).every(([name, value]) => now[name] === value)) return
  await register(aws, { stack, one: { ...one, environment: { ...now, ...one.environment } }, image: container.image, labels: container['dockerLabels'] })
  await aws('ecs:UpdateService', { cluster: stack.cluster, service: one.service, taskDefinition: one.service })
}

async function register(aws: Aws, options: { stack: Stack; one: StackService; image: string; labels?: unknown }): Promise<void> {
  const { stack, one, image, labels } = options
  await registerFamily(aws, {
    stack, family: one.service,
    container: {
      name: one.container, image, essential: true, environment: pairs(one.environment),
      // Work in hand is finished within the time that a rehearsal has.
      stopTimeout: one.port === undefined ? 60 : 10,
      ...(one.port === undefined ? {} : { portMappings: [{ containerPort: one.port, protocol: 'tcp' }] }),
      ...(labels === undefined ? {} : { dockerLabels: labels }),
    },
  })
}

async function registerFamily(aws: Aws, options: { stack: Stack; family: string; container: Input }): Promise<void> {
  const { stack, family, container } = options
  const role = (kind: string) => `arn:aws:iam::123456789012:role/${stack.name}-${kind}`
  await aws('ecs:RegisterTaskDefinition', {
    family, networkMode: 'awsvpc', cpu: '256', memory: '512', requiresCompatibilities: ['FARGATE'], executionRoleArn: role('execution'), taskRoleArn: role('task'),
    containerDefinitions: [{ ...container, logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': `/ecs/${family}`, 'awslogs-region': stack.region, 'awslogs-stream-prefix': 'local' } } }],
  })
}

async function createMigrator(plane: Plane, options: { aws: Aws; stack: Stack; migrator: StackMigrator }): Promise<void> {
  const { aws, stack, migrator } = options
  const region = regionOf(plane.world, stack.region)
  seed(plane, { region: stack.region, logGroups: [`/ecs/${migrator.name}`] })
  if (migrator.kind === 'ecs-task') {
    if (region.ecs.taskDefinitions[migrator.name] !== undefined) return
    return registerFamily(aws, { stack, family: migrator.name, container: { name: migrator.container, image: stack.placeholder, essential: true, environment: pairs(migrator.environment) } })
  }
  const known = region.lambda.functions[migrator.name]
  if (known !== undefined) return void Object.assign(known.environment, migrator.environment)
  await aws('lambda:CreateFunction', {
    FunctionName: migrator.name, Role: `arn:aws:iam::123456789012:role/${stack.name}-task`, PackageType: 'Image', Code: { ImageUri: stack.placeholder },
    Timeout: migrator.timeoutSeconds, MemorySize: 512, Environment: { Variables: migrator.environment },
  })
}

function pairs(environment: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(environment).map(([name, value]) => ({ name, value }))
}

async function unless(code: string, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (cause) {
    if (!(cause instanceof AwsError) || cause.code !== code) throw cause
  }
}
