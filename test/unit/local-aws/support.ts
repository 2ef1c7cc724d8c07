import { ECSClient, RegisterTaskDefinitionCommand, CreateServiceCommand, DescribeServicesCommand } from '@aws-sdk/client-ecs'
import type { CreateServiceCommandInput, ContainerDefinition, Service, Deployment } from '@aws-sdk/client-ecs'
import { afterEach, beforeAll, expect } from 'vitest'
import { startLocalAws } from '../../../local-aws/index.ts'
import type { Exchange, LocalAws, LocalAwsOptions } from '../../../local-aws/index.ts'
import type { Judges } from './botocore/install.ts'
import { installJudges } from './botocore/install.ts'
import { findMisfits } from './botocore/validate.ts'

const started: (() => Promise<void>)[] = []

const exchanges: Exchange[] = []
let judges: Judges

beforeAll(async () => {
  judges = await installJudges()
}, 600_000)

/** Every call of every test, and its answer, must fit the service models that AWS publishes with botocore. */
afterEach(async () => {
  for (const stop of started.splice(0)) await stop()
  const misfits = exchanges.splice(0).flatMap((exchange) => findMisfits(judges.models, exchange))
  expect([...new Set(misfits)]).toEqual([])
})

export const ACCOUNT = '123456789012'

/** What every AWS client of these tests is configured with. */
export function clientConfig(aws: Pick<LocalAws, 'url'>, region = 'us-east-1') {
  return { endpoint: aws.url, region, credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' }, maxAttempts: 1 }
}

/** A stand-in on a manual clock, stopped when the test ends. */
export async function start(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const aws = await startLocalAws({ clock: { kind: 'manual', startMs: Date.UTC(2026, 0, 5, 12) }, ...options })
  started.push(() => aws.stop())
  aws.control.observe((exchange) => exchanges.push(exchange))
  return aws
}

/** A stand-in with a cluster, a repository with tags v1 to v3 for both platforms, and an ECS client. */
export async function startWithEcs(options: LocalAwsOptions = {}) {
  const aws = await start(options)
  aws.control.seed({
    clusters: ['main'],
    roles: ['exec', 'task'],
    logGroups: ['/ecs/web'],
    repositories: [{ name: 'web', images: ['v1', 'v2', 'v3'].map((tag) => ({ tags: [tag], platforms: ['linux/amd64', 'linux/arm64'] })) }],
  })
  const ecs = new ECSClient(clientConfig(aws))
  started.push(() => Promise.resolve(ecs.destroy()))
  return { aws, control: aws.control, ecs }
}

export const NETWORK = { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } }

/** Register a revision of the family `web`. */
export async function register(ecs: ECSClient, options: { tag?: string; image?: string; container?: Partial<ContainerDefinition>; family?: string } = {}): Promise<string> {
  const family = options.family ?? 'web'
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/exec`,
      runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
      containerDefinitions: [
        {
          name: 'app',
          image: options.image ?? `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/web:${options.tag ?? 'v1'}`,
          portMappings: [{ containerPort: 8000 }],
          logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'web' } },
          ...options.container,
        },
      ],
    }),
  )
  return taskDefinition!.taskDefinitionArn!
}

/** Create the service `web` with the circuit breaker on. */
export async function createService(ecs: ECSClient, input: Partial<CreateServiceCommandInput> = {}): Promise<Service> {
  const { service } = await ecs.send(
    new CreateServiceCommand({
      cluster: 'main',
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: NETWORK,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true }, maximumPercent: 200, minimumHealthyPercent: 100 },
      ...input,
    }),
  )
  return service!
}

/** The service as AWS tells it. */
export async function describe(ecs: ECSClient, name = 'web'): Promise<Service> {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'main', services: [name] }))
  return services![0]!
}

/** The PRIMARY deployment. */
export function primaryOf(service: Service): Deployment {
  return service.deployments!.find((deployment) => deployment.status === 'PRIMARY')!
}

/** Event messages, oldest first. */
export function messages(service: Service): string[] {
  return service.events!.map((event) => event.message!).reverse()
}
