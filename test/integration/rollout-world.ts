import { CreateServiceCommand, ECSClient, RegisterTaskDefinitionCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { CreateListenerCommand, CreateLoadBalancerCommand, CreateTargetGroupCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { deployService } from '../../src/rollout/deploy.ts'
import type { Outcome } from '../../src/rollout/watch.ts'
import { digestOf } from '../fakes/stage.ts'
import type { World } from './release-world.ts'

const region = 'us-east-1'
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' }
const client = (world: World) => ({ region, endpoint: world.aws.url, credentials })
export const ecsOf = (world: World): ECSClient => new ECSClient(client(world))

/** Deploy image `letter` to a service and give the outcome; `lines` gets what was told meanwhile. */
export function deploy(world: World, letter: string, options: { service?: string; lines?: string[]; timeoutSeconds?: number; intervalMs?: number } = {}): Promise<Outcome> {
  const { service = 'api', lines = [], timeoutSeconds = 1800 } = options
  const process = world.process()
  const image = `123456789012.dkr.ecr.${region}.amazonaws.com/app/${service}@${digestOf(letter)}`
  return deployService(
    process.connect(region),
    { cluster: 'app', service, change: { images: { [service]: image }, labels: { 'hatchery.revision': letter }, env: {}, revision: letter }, tags: {} },
    { clock: process.clock, timeoutSeconds, ...(options.intervalMs ? { intervalMs: options.intervalMs } : {}), onProgress: (_service, text) => lines.push(text) },
  )
}

export async function update(world: World, change: object): Promise<void> {
  await ecsOf(world).send(new UpdateServiceCommand({ cluster: 'app', service: 'api', ...change }))
  await world.aws.control.settle()
}

/** Put a balanced service `web` into the world, steady. */
export async function addBalanced(world: World): Promise<void> {
  const elb = new ElasticLoadBalancingV2Client(client(world))
  const group = (await elb.send(new CreateTargetGroupCommand({ Name: 'web', Protocol: 'HTTP', Port: 8000, VpcId: 'vpc-local', TargetType: 'ip', HealthCheckIntervalSeconds: 10 }))).TargetGroups?.[0]?.TargetGroupArn
  const balancer = (await elb.send(new CreateLoadBalancerCommand({ Name: 'app', Subnets: ['subnet-1', 'subnet-2'] }))).LoadBalancers?.[0]?.LoadBalancerArn
  await elb.send(new CreateListenerCommand({ LoadBalancerArn: balancer, Protocol: 'HTTP', Port: 80, DefaultActions: [{ Type: 'forward', TargetGroupArn: group }] }))
  world.aws.control.seed({ region, repositories: [{ name: 'app/web', images: ['0', 'a'].map((letter) => ({ tags: [letter.repeat(40)], digest: digestOf(letter) })) }], logGroups: ['/app/web'] })
  const ecs = ecsOf(world)
  const logConfiguration = { logDriver: 'awslogs' as const, options: { 'awslogs-group': '/app/web', 'awslogs-region': region, 'awslogs-stream-prefix': 'ecs' } }
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'web', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512', executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
      containerDefinitions: [{ name: 'web', image: `123456789012.dkr.ecr.${region}.amazonaws.com/app/web@${digestOf('0')}`, essential: true, portMappings: [{ containerPort: 8000 }], logConfiguration }],
    }),
  )
  await ecs.send(
    new CreateServiceCommand({
      cluster: 'app', serviceName: 'web', taskDefinition: 'web', desiredCount: 2, launchType: 'FARGATE', networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } }, healthCheckGracePeriodSeconds: 5,
      loadBalancers: [{ targetGroupArn: group, containerName: 'web', containerPort: 8000 }], deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    }),
  )
  await world.aws.control.settle()
}
