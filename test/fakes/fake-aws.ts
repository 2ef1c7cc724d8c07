import type { AwsPorts, Deployment, EcsPort, EcsService, ServiceDeployment, StateCondition, StateItem, StatePort, Task, TaskDefinition } from '../../src/aws/ports.ts'
import { HatcheryError } from '../../src/shared/errors.ts'
import type { DrivenClock } from './driven-clock.ts'

/** A rollout as the fake plays it: after `afterMs` the new deployment completes, or its tasks begin to stop. */
export type Play = { readonly kind: 'completes'; readonly afterMs: number } | { readonly kind: 'crashes'; readonly everyMs: number; readonly exitCode: number } | { readonly kind: 'stuck' }

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
interface FakeService extends Mutable<Omit<EcsService, 'deployments' | 'events'>> {
  deployments: Mutable<Deployment>[]
  events: { id: string; atMs: number; message: string }[]
}

/** One region's ECS and state table in memory, enough of them for unit tests; integration tests use local-aws. */
export class FakeAws {
  readonly clock: DrivenClock
  readonly services = new Map<string, FakeService>()
  readonly definitions = new Map<string, TaskDefinition>()
  readonly tasks = new Map<string, Task>()
  readonly records = new Map<string, Mutable<ServiceDeployment> & { service: string }>()
  readonly revisions = new Map<string, string>()
  readonly items = new Map<string, StateItem>()
  readonly calls: string[] = []
  /** What the next rollouts do, by service. */
  readonly plays = new Map<string, Play>()
  /** Called before each call; throw to fail it. */
  before: (api: string) => void = () => undefined
  #ids = 100

  constructor(clock: DrivenClock) {
    this.clock = clock
  }

  addService(name: string, over: Partial<FakeService> = {}): FakeService {
    const arn = this.register({ family: name, containerDefinitions: [{ name, image: `repo/${name}@sha256:${'0'.repeat(64)}`, essential: true }] })
    const service: FakeService = {
      name, arn: `arn:service/${name}`, status: 'ACTIVE', taskDefinition: arn, desiredCount: 1, runningCount: 1, events: [], targetGroups: [],
      controller: 'ECS', strategy: 'ROLLING', breaker: { enable: true, rollback: true }, placement: {},
      deployments: [{ id: `ecs-svc/${this.#ids++}`, status: 'PRIMARY', taskDefinition: arn, rolloutState: 'COMPLETED', failedTasks: 0, runningCount: 1, desiredCount: 1, createdAtMs: this.clock.now() }],
      ...over,
    }
    this.services.set(name, service)
    return service
  }

  register(definition: TaskDefinition): string {
    const revision = [...this.definitions.values()].filter((one) => one.family === definition.family).length + 1
    const arn = `arn:aws:ecs:us-east-1:123456789012:task-definition/${definition.family}:${revision}`
    this.definitions.set(arn, { ...definition, taskDefinitionArn: arn, revision, status: 'ACTIVE' })
    return arn
  }

  /** Someone other than Hatchery deploys. */
  deploy(name: string, taskDefinition: string): void {
    const service = this.services.get(name) as FakeService
    const id = `ecs-svc/${this.#ids++}`
    for (const one of service.deployments) one.status = 'ACTIVE'
    service.taskDefinition = taskDefinition
    service.deployments.unshift({ id, status: 'PRIMARY', taskDefinition, rolloutState: 'IN_PROGRESS', failedTasks: 0, runningCount: 0, desiredCount: service.desiredCount, createdAtMs: this.clock.now() })
    const revision = `arn:revision/${id}`
    this.revisions.set(revision, taskDefinition)
    this.records.set(`arn:record/${id}`, { service: name, arn: `arn:record/${id}`, status: 'IN_PROGRESS', targetRevision: revision, triggeredAlarms: [], createdAtMs: this.clock.now() })
    this.#play(service, id, this.plays.get(name) ?? { kind: 'completes', afterMs: 30_000 })
  }

  say(name: string, message: string): void {
    this.services.get(name)?.events.unshift({ id: `event-${this.#ids++}`, atMs: this.clock.now(), message })
  }

  /** Roll the service back to a definition, ending the deployment with this status. */
  rollBack(name: string, id: string, over: Partial<ServiceDeployment> = {}): void {
    const service = this.services.get(name) as FakeService
    const old = service.deployments.find((one) => one.status === 'ACTIVE')
    Object.assign(this.records.get(`arn:record/${id}`) ?? {}, { status: 'ROLLBACK_SUCCESSFUL', ...over })
    if (!old) return
    service.taskDefinition = old.taskDefinition
    service.deployments = [{ ...old, id: `ecs-svc/${this.#ids++}`, status: 'PRIMARY', rolloutState: 'COMPLETED' }]
  }

  stopTask(name: string, taskDefinition: string, over: Partial<Task> = {}): void {
    const arn = `arn:task/${name}/${this.#ids++}`
    this.tasks.set(arn, { arn, taskDefinition, lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', createdAtMs: this.clock.now(), stoppedAtMs: this.clock.now(), containers: [{ name, exitCode: 1 }], ...over })
  }

  #play(service: FakeService, id: string, play: Play): void {
    const ours = () => service.deployments.find((one) => one.id === id && one.status === 'PRIMARY')
    if (play.kind === 'completes') {
      this.clock.plan(play.afterMs, () => {
        const deployment = ours()
        if (!deployment) return
        Object.assign(deployment, { rolloutState: 'COMPLETED', runningCount: service.desiredCount })
        service.deployments = [deployment]
        Object.assign(this.records.get(`arn:record/${id}`) ?? {}, { status: 'SUCCESSFUL' })
        this.say(service.name, `(service ${service.name}) has reached a steady state.`)
      })
    }
    if (play.kind !== 'crashes') return
    const crash = () => {
      const deployment = ours()
      if (!deployment || deployment.rolloutState !== 'IN_PROGRESS') return
      this.stopTask(service.name, deployment.taskDefinition, { containers: [{ name: service.name, exitCode: play.exitCode }] })
      deployment.failedTasks += 1
      if (deployment.failedTasks >= 3 && service.breaker.enable) {
        deployment.rolloutState = 'FAILED'
        this.rollBack(service.name, id, { breakerStatus: 'TRIGGERED', rollbackReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.' })
      } else this.clock.plan(play.everyMs, crash)
    }
    this.clock.plan(play.everyMs, crash)
  }

  ports(): AwsPorts {
    const none = (what: string) => () => Promise.reject(new Error(`the fake has no ${what}`))
    return {
      region: 'us-east-1', ecs: this.#ecs(), state: this.#state(),
      lambda: { listFunctions: none('lambda'), listTags: none('lambda'), getFunction: none('lambda'), updateFunctionCode: none('lambda'), invoke: none('lambda') },
      ecr: { login: none('ecr'), findImage: none('ecr'), manifest: none('ecr') }, elb: { describeTargetHealth: () => Promise.resolve([]) },
      logs: { tail: () => Promise.resolve(['boom password=hunter22']), groupExists: () => Promise.resolve(true) },
      sts: { callerIdentity: none('sts') }, secrets: { exists: none('secrets') }, iam: { roleExists: none('iam') },
    }
  }

  #call<T>(api: string, run: () => T): Promise<T> {
    this.calls.push(api)
    try {
      this.before(api)
      return Promise.resolve(structuredClone(run()))
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #ecs(): EcsPort {
    const definition = (name: string) => {
      const found = this.definitions.get(name) ?? [...this.definitions.values()].filter((one) => one.family === name).at(-1)
      if (!found) throw new HatcheryError('AWS_NOT_FOUND', { what: `no task definition ${name}`, next: 'register it' })
      return found
    }
    return {
      describeCluster: (name) => this.#call('DescribeClusters', () => ({ name, status: 'ACTIVE' })),
      describeServices: (_cluster, names) => this.#call('DescribeServices', () => names.flatMap((name) => this.services.get(name) ?? [])),
      updateService: ({ service, taskDefinition, force }) =>
        this.#call('UpdateService', () => {
          const found = this.services.get(service) as FakeService
          if (force || found.taskDefinition !== taskDefinition) this.deploy(service, taskDefinition)
          return found
        }),
      describeTaskDefinition: (name) => this.#call('DescribeTaskDefinition', () => ({ definition: definition(name), tags: [] })),
      registerTaskDefinition: (one) => this.#call('RegisterTaskDefinition', () => this.register(one)),
      listServiceDeployments: ({ service }) => this.#call('ListServiceDeployments', () => [...this.records.values()].filter((one) => one.service === service).map((one) => one.arn)),
      describeServiceDeployments: (arns) => this.#call('DescribeServiceDeployments', () => arns.flatMap((arn) => this.records.get(arn) ?? [])),
      describeServiceRevisions: (arns) => this.#call('DescribeServiceRevisions', () => Object.fromEntries(arns.map((arn) => [arn, this.revisions.get(arn) ?? '']))),
      stopServiceDeployment: (arn, stopType) =>
        this.#call('StopServiceDeployment', () => {
          const record = this.records.get(arn)
          if (!record) return
          record.status = stopType === 'ABORT' ? 'STOPPED' : 'ROLLBACK_IN_PROGRESS'
          if (stopType === 'ROLLBACK') this.clock.plan(5_000, () => this.rollBack(record.service, arn.replace('arn:record/', '')))
        }),
      listTasks: ({ service, desiredStatus }) => this.#call('ListTasks', () => [...this.tasks.values()].filter((task) => task.arn.includes(`/${service}/`) && (desiredStatus !== 'RUNNING') === (task.lastStatus === 'STOPPED')).map((task) => task.arn)),
      describeTasks: (_cluster, arns) => this.#call('DescribeTasks', () => arns.flatMap((arn) => this.tasks.get(arn) ?? [])),
      runTask: () => Promise.reject(new Error('the fake runs no tasks')),
    }
  }

  #state(): StatePort {
    const key = (at: { pk: string; sk: string }) => `${at.pk}|${at.sk}`
    const holds = (item: StateItem | undefined, condition?: StateCondition) =>
      !condition || (condition.kind === 'absent' ? item === undefined : item !== undefined && Object.entries(condition.values).every(([name, value]) => item[name] === value))
    return {
      get: (at) => this.#call('GetItem', () => this.items.get(key(at))),
      put: (item, condition) =>
        this.#call('PutItem', () => {
          if (!holds(this.items.get(key(item)), condition)) return false
          this.items.set(key(item), structuredClone(item))
          return true
        }),
      delete: (at, condition) => this.#call('DeleteItem', () => holds(this.items.get(key(at)), condition) && (this.items.delete(key(at)), true)),
      query: ({ pk, prefix, newestFirst, limit }) =>
        this.#call('Query', () => {
          const found = [...this.items.values()].filter((item) => item.pk === pk && item.sk.startsWith(prefix)).sort((a, b) => (a.sk < b.sk ? -1 : 1))
          return (newestFirst ? found.reverse() : found).slice(0, limit)
        }),
      tableExists: () => this.#call('DescribeTable', () => true),
    }
  }
}
