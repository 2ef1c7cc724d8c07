import { CreateServiceCommand, ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { startLocalAws, type LocalAws } from '../../local-aws/index.ts'
import { regionOf } from '../../local-aws/world.ts'
import { createStateTable } from '../../src/aws/state-table.ts'
import { registryProxy, type RegistryProxy } from './registry-proxy.ts'
import { startRegistry } from './registry.ts'

/** This machine as the engine's containers see it; only a service of the caller's is reached as localhost. */
export const ownAddress = (): string => Object.values(networkInterfaces()).flat().find((one) => one?.family === 'IPv4' && !one.internal)!.address

const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'planted-secret-key-1' }

/** The stand-in for AWS, and a real registry that takes only the logins which the stand-in gave out, as ECR does. */
export interface AwsWorld extends AsyncDisposable {
  readonly aws: LocalAws
  readonly proxy: RegistryProxy
  /** `user:password` of every login that was given out. */
  readonly given: ReadonlySet<string>
  /** What comes before a function: credentials and registry. */
  readonly grant: readonly string[]
  readonly registry: readonly string[]
  /** Environment of such a call. */
  readonly env: Record<string, string>
}

export async function startAwsWorld(): Promise<AwsWorld> {
  const container = await startRegistry()
  const proxy = await registryProxy({ host: container.getHost(), port: container.getMappedPort(5000) })
  const aws = await startLocalAws({ host: '0.0.0.0', clock: { kind: 'real', speed: 30 } })
  const given = new Set<string>()
  aws.control.observe(({ call: { operation }, output }) => {
    if (operation !== 'GetAuthorizationToken') return
    const { authorizationData } = output as { authorizationData: readonly { authorizationToken: string }[] }
    for (const { authorizationToken } of authorizationData) given.add(Buffer.from(authorizationToken, 'base64').toString('utf8'))
  })
  proxy.logins = given
  return {
    aws, proxy, given,
    grant: ['with-aws', '--access-key-id', 'env:KEY', '--secret-access-key', 'env:KEY_SECRET', '--endpoint', `http://${ownAddress()}:${aws.port}`],
    registry: ['with-registry', '--service', `tcp://localhost:${proxy.port}`],
    env: { KEY: keys.accessKeyId, KEY_SECRET: keys.secretAccessKey },
    [Symbol.asyncDispose]: async () => {
      await proxy[Symbol.asyncDispose]()
      await container.stop()
      await aws.stop()
    },
  }
}

/** Make a cluster with a steady service a component, and the table that keeps the state. */
export async function seedServices(aws: LocalAws, options: { region: string; project: string; cluster: string; components: readonly string[] }): Promise<void> {
  const { region, cluster, components, project } = options
  const endpoint = `http://127.0.0.1:${aws.port}`
  aws.control.seed({ region, clusters: [cluster], roles: ['execution'], logGroups: components.map((name) => `/${name}`) })
  const ecs = new ECSClient({ region, endpoint, credentials: keys })
  for (const name of components) {
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: name, networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512', runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
        executionRoleArn: 'arn:aws:iam::123456789012:role/execution', taskRoleArn: 'arn:aws:iam::123456789012:role/execution',
        containerDefinitions: [{ name, image: `registry.test/${name}:old`, essential: true, logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': `/${name}`, 'awslogs-region': region, 'awslogs-stream-prefix': 'ecs' } } }],
      }),
    )
    await ecs.send(
      new CreateServiceCommand({
        cluster, serviceName: name, taskDefinition: name, desiredCount: 1, launchType: 'FARGATE', networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true }, maximumPercent: 200, minimumHealthyPercent: 100 },
      }),
    )
  }
  await createStateTable(region, { credentials: { kind: 'keys', ...keys }, endpoint, table: `hatchery-${project}` })
}

/** Make an image function. */
export async function seedFunction(aws: LocalAws, options: { region: string; name: string; architecture: 'arm64' | 'x86_64' }): Promise<void> {
  const { region, name, architecture } = options
  aws.control.seed({ region, roles: ['lambda'], repositories: [{ name, images: [{ tags: ['old'], platforms: [architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64'] }] }] })
  const lambda = new LambdaClient({ region, endpoint: `http://127.0.0.1:${aws.port}`, credentials: keys })
  await lambda.send(new CreateFunctionCommand({ FunctionName: name, PackageType: 'Image', Code: { ImageUri: `123456789012.dkr.ecr.${region}.amazonaws.com/${name}:old` }, Role: 'arn:aws:iam::123456789012:role/lambda', Timeout: 60, Architectures: [architecture] }))
}

/** What a service's task definition says now. */
export function containerOf(aws: LocalAws, { region, service }: { region: string; service: string }): { image: string; revision: string | undefined } {
  const { services, taskDefinitions } = regionOf(aws.control.world, region).ecs
  const arn = Object.values(services).find(({ name }) => name === service)?.taskDefinition
  const container = Object.values(taskDefinitions).flat().find((one) => one.arn === arn)?.containerDefinitions[0]
  return { image: container?.image ?? '', revision: container?.environment?.find(({ name }) => name === 'HATCHERY_REVISION')?.value }
}

/** An application that answers with what it says, where the engine's containers reach it. */
export async function startApplication(answer: () => unknown): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer())))
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  return { url: `http://${ownAddress()}:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()) }
}
