import { CreateServiceCommand, ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { simulatedDriver } from '../../local-aws/drivers/simulated.ts'
import { simulatedProber } from '../../local-aws/drivers/simulated-prober.ts'
import { startLocalAws, type LocalAws } from '../../local-aws/index.ts'
import { regionOf } from '../../local-aws/world.ts'
import { connectAws } from '../../src/aws/connect.ts'
import { createStateTable } from '../../src/aws/state-table.ts'
import type { AwsPorts } from '../../src/aws/ports.ts'
import { QuietClock } from '../fakes/quiet-clock.ts'
import { digestOf } from '../fakes/stage.ts'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'planted-secret-key-1' }
export const components = ['worker', 'api', 'frontend'] as const
export const plantedSecrets = ['planted-secret-key-1', 'planted-db-password-2', 'planted-token-3']
const repository = (region: string, name: string) => `123456789012.dkr.ecr.${region}.amazonaws.com/app/${name}`

/** Thrown out of every port of a killed run: it can do nothing any more. */
export class Killed extends Error {}

/** One process that releases; killing it stops its calls, as a killed process would. */
export class Process {
  readonly connect: (region: string) => AwsPorts
  readonly calls: string[] = []
  readonly world: World
  #killAt = Infinity
  #afterEffect = false
  #killed = false
  #pause: { call: number; paused: () => void; resumed: Promise<void> } | undefined

  constructor(world: World) {
    this.world = world
    this.connect = (region) => this.#guard(world.ports(region))
  }

  /** Die at the call of this number (1 is the first), before or after it had its effect. */
  killAt(call: number, afterEffect: boolean): this {
    this.#killAt = call
    this.#afterEffect = afterEffect
    return this
  }

  /** Stand still when the call of this number has had its effect, until `resume` is called. */
  pauseAfter(call: number): { readonly paused: Promise<void>; readonly resume: () => void } {
    const paused = Promise.withResolvers<void>()
    const resumed = Promise.withResolvers<void>()
    this.#pause = { call, paused: paused.resolve, resumed: resumed.promise }
    return { paused: paused.promise, resume: resumed.resolve }
  }

  clock = { now: () => this.world.clock.now(), sleep: async (ms: number) => (this.#alive(), await this.world.clock.sleep(ms), this.#alive()) }

  #alive(): void {
    if (this.#killed) throw new Killed('killed')
  }

  #guard(ports: AwsPorts): AwsPorts {
    const wrap = (name: string, port: object) =>
      Object.fromEntries(
        Object.entries(port).map(([method, run]) => [
          method,
          async (...args: unknown[]) => {
            const call = this.calls.push(`${name}.${method}`)
            const answer = await this.world.clock.track(async () => {
              this.#alive()
              const last = call === this.#killAt
              if (last && !this.#afterEffect) this.#killed = true
              this.#alive()
              try {
                return await (run as (...all: unknown[]) => Promise<unknown>)(...args)
              } finally {
                if (last) this.#killed = true
                this.#alive()
              }
            })
            if (call === this.#pause?.call) {
              this.#pause.paused()
              await this.#pause.resumed
            }
            return answer
          },
        ]),
      )
    return Object.fromEntries(Object.entries(ports).map(([name, port]: [string, unknown]) => [name, typeof port === 'object' && port !== null ? wrap(name, port) : port])) as unknown as AwsPorts
  }
}

/** An application of three services, a migrator and a state table in the stand-in, on a driven clock. */
export class World {
  readonly aws: LocalAws
  readonly clock: QuietClock
  readonly regions: readonly string[]
  /** By region. */
  readonly databases = new Map<string, Database>()
  #connected = new Map<string, AwsPorts>()

  constructor(aws: LocalAws, regions: readonly string[]) {
    this.aws = aws
    this.clock = new QuietClock(aws.control)
    this.regions = regions
    for (const region of regions) this.databases.set(region, new Database())
  }

  database = (region = this.regions[0]!): Database => this.databases.get(region)!

  ports(region: string): AwsPorts {
    const known = this.#connected.get(region) ?? connectAws(region, { credentials: { kind: 'keys', ...credentials }, endpoint: this.aws.url, table: 'hatchery-app', clock: this.clock })
    this.#connected.set(region, known)
    return known
  }

  process = (): Process => new Process(this)

  service(name: string, region = this.regions[0]!) {
    return Object.values(regionOf(this.aws.control.world, region).ecs.services).find((one) => one.name === name)!
  }

  /** Revision variable of the definition that the service has; `old` before any release. */
  revision(name: string, region = this.regions[0]!): string {
    const arn = this.service(name, region).taskDefinition
    const definition = Object.values(regionOf(this.aws.control.world, region).ecs.taskDefinitions).flat().find((one) => one.arn === arn)
    return definition?.containerDefinitions[0]?.environment?.find((one) => one.name === 'HATCHERY_REVISION')?.value ?? 'old'
  }

  /** Service deployments ever made of a service, without those that made the service. */
  deployments(name: string, region = this.regions[0]!): number {
    return this.service(name, region).serviceDeploymentArns.length - 1
  }

  /** Answers as the api service does, with the revision that it runs. */
  fetch = ((url: URL) => Promise.resolve(new Response(JSON.stringify({ revision: this.revision('api'), path: url.pathname })))) as unknown as typeof fetch
}

/** What the migrator works on: revisions 1 to 2, or further where a test says so. */
export class Database {
  current: string | null = '1'
  head = '2'
  sql = 'ALTER TABLE users ADD COLUMN age INTEGER;'
  upgrades = 0
  fails = false

  answer(payload: string): { kind: 'result' | 'error'; payload: string; logs: string[] } {
    const { command } = JSON.parse(payload) as { command: string }
    const result = (value: unknown) => ({ kind: 'result' as const, payload: JSON.stringify(value), logs: [`${command} DATABASE_URL=postgresql://app:planted-db-password-2@db/app`] })
    if (command === 'current') return result({ current: this.current })
    if (command === 'sql') return result({ sql: this.current === this.head ? '' : `-- Running upgrade ${this.current} -> ${this.head}\n${this.sql}` })
    this.upgrades += 1
    if (this.fails) return { kind: 'error', payload: JSON.stringify({ errorMessage: 'relation "users" does not exist', errorType: 'ProgrammingError' }), logs: ['token=planted-token-3'] }
    const before = this.current
    this.current = this.head
    return result({ before, after: this.head, applied: before === this.head ? [] : [this.head] })
  }
}

/** Start the stand-in with the application in it, steady. */
export async function startWorld(options: { regions?: readonly string[]; services?: readonly string[]; desiredCount?: number } = {}): Promise<World> {
  const { regions = ['us-east-1'], services = components, desiredCount = 2 } = options
  const late: { world?: World } = {}
  const aws = await startLocalAws({
    clock: { kind: 'manual', startMs: Date.UTC(2026, 0, 5, 9) },
    runtime: (plane) => ({
      driver: simulatedDriver(plane), prober: simulatedProber(plane),
      lambda: { invoke: ({ version, payload }) => Promise.resolve(late.world!.database(version.arn.split(':')[3]).answer(payload)), open: () => Promise.resolve('none'), forget: () => undefined, close: () => Promise.resolve() },
    }),
  })
  const world = new World(aws, regions)
  late.world = world
  for (const region of regions) await seedRegion(aws, { region, services, desiredCount })
  await aws.control.settle()
  return world
}

async function seedRegion(aws: LocalAws, { region, services, desiredCount }: { region: string; services: readonly string[]; desiredCount: number }): Promise<void> {
  const client = { region, endpoint: aws.url, credentials }
  const names = [...services, 'migrator']
  aws.control.seed({
    region, clusters: ['app'], roles: ['execution', 'task', 'lambda'], logGroups: names.map((name) => `/app/${name}`), secrets: { db: 'planted-db-password-2' },
    repositories: names.map((name) => ({ name: `app/${name}`, images: ['0', 'a', 'b', 'c', 'd'].map((letter) => ({ tags: [letter.repeat(40)], digest: digestOf(letter), platforms: ['linux/arm64'] })) })),
  })
  const ecs = new ECSClient(client)
  for (const name of services) {
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: name, networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512', runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
        executionRoleArn: 'arn:aws:iam::123456789012:role/execution', taskRoleArn: 'arn:aws:iam::123456789012:role/task',
        containerDefinitions: [{ name, image: `${repository(region, name)}@${digestOf('0')}`, essential: true, environment: [{ name: 'API_TOKEN', value: 'planted-token-3' }], logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': `/app/${name}`, 'awslogs-region': region, 'awslogs-stream-prefix': 'ecs' } } }],
      }),
    )
    await ecs.send(
      new CreateServiceCommand({
        cluster: 'app', serviceName: name, taskDefinition: name, desiredCount, launchType: 'FARGATE', networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true }, maximumPercent: 200, minimumHealthyPercent: 100 },
      }),
    )
  }
  await new LambdaClient(client).send(new CreateFunctionCommand({ FunctionName: 'migrator', PackageType: 'Image', Code: { ImageUri: `${repository(region, 'migrator')}@${digestOf('0')}` }, Role: 'arn:aws:iam::123456789012:role/lambda', Timeout: 60, Architectures: ['arm64'] }))
  await createStateTable(region, { credentials: { kind: 'keys', ...credentials }, endpoint: aws.url, table: 'hatchery-app' })
}
