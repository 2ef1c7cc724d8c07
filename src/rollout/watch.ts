import type { AwsPorts, EcsService, Task } from '../aws/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { CallBudget, callsPerMinute } from '../shared/poll-budget.ts'
import { isTransient, paced } from '../shared/poll.ts'
import { earlyFailure } from './early-failure.ts'
import { collectEvidence, type Evidence } from './evidence.ts'
import { endDeployment, findServiceDeployment } from './stop.ts'
import type { Started } from './start.ts'
import { judge, judgeServiceDeployment, type Ending, type Verdict } from './verdict.ts'

/** How one deployment ended, with what shows why. */
export interface Outcome {
  readonly started: Started
  readonly verdict: Verdict
  /** There when it did not succeed. */
  readonly evidence?: Evidence
  /** When it was known how it would end; the way back may take longer. */
  readonly decidedAtMs: number
  readonly finishedAtMs: number
  /** The service as it was when that was known. */
  readonly service?: EcsService
}

export interface WatchOptions {
  readonly clock: Clock
  readonly timeoutSeconds: number
  /** One line a new event, each once, as it happens. */
  readonly onProgress: (service: string, text: string) => void
  readonly random?: () => number
  readonly intervalMs?: number
  /** Whether to end a deployment that can only fail or takes too long; a way back is never ended. True when left out. */
  readonly endEarly?: boolean
}

type Budgeted = WatchOptions & { readonly records: CallBudget }

/** How long the way back may take before the verdict says that it is not known to have worked. */
const restoreTimeoutMs = 15 * 60_000
const trouble = /unable|unhealthy|failed|error/i

interface Watched {
  readonly started: Started
  readonly watchedSinceMs: number
  readonly seen: Set<string>
  readonly events: string[]
  readonly stopped: Map<string, Task>
  service?: EcsService
  failedTasks: number
  launches: number
  suspicious: boolean
  lookedAtMs: number
  ending?: Ending
  decidedAtMs?: number
}

/**
 * Follow deployments by id until each has its verdict, and end early what can only fail.
 *
 * Services are asked in batches of ten about every eight seconds, within the budget of {@link callsPerMinute} an API;
 * throttling makes the looks rarer and never changes a verdict.
 */
export async function watchDeployments(ports: AwsPorts, targets: readonly Started[], options: WatchOptions): Promise<readonly Outcome[]> {
  const { clock } = options
  const watched = targets.map((started): Watched => ({ started, watchedSinceMs: clock.now(), seen: new Set(), events: [], stopped: new Map(), failedTasks: 0, launches: 0, suspicious: false, lookedAtMs: 0 }))
  const outcomes = new Map<Watched, Outcome>()
  const perMinute = callsPerMinute(targets.length)
  const budgets = { services: new CallBudget(clock, perMinute), tasks: new CallBudget(clock, perMinute), records: new CallBudget(clock, perMinute) }
  const delay = paced({ intervalMs: options.intervalMs ?? 8_000, ...(options.random ? { random: options.random } : {}) })
  const step = async (run: () => Promise<void>): Promise<void> => {
    try {
      await run()
    } catch (error) {
      if (!isTransient(error)) throw error
      delay.slower()
    }
  }
  while (outcomes.size < watched.length) {
    delay.calm()
    const open = watched.filter((one) => !outcomes.has(one))
    for (let at = 0; at < open.length; at += 10) {
      const batch = open.slice(at, at + 10)
      await step(async () => {
        await budgets.services.take()
        await observe(ports, batch, options)
      })
    }
    for (const one of open) {
      await step(async () => {
        const verdict = await settle(ports, one, budgets.records)
        if (verdict) outcomes.set(one, await finish(ports, one, verdict, clock))
      })
    }
    for (const one of dueForLook(open.filter((candidate) => !outcomes.has(candidate)), targets.length)) {
      if (!budgets.tasks.tryTake()) break
      await step(() => lookAtTasks(ports, one, { ...options, records: budgets.records }))
    }
    for (const one of open) {
      if (outcomes.has(one)) continue
      const verdict = await overdue(ports, one, { ...options, records: budgets.records })
      if (verdict) outcomes.set(one, await finish(ports, one, verdict, clock))
    }
    if (outcomes.size < watched.length) await clock.sleep(delay.nextMs())
  }
  return watched.map((one) => outcomes.get(one) as Outcome)
}

/** Take in what ECS says of a batch of services in one cluster. */
async function observe(ports: AwsPorts, batch: readonly Watched[], options: WatchOptions): Promise<void> {
  const cluster = batch[0]?.started.cluster ?? ''
  const services = new Map((await ports.ecs.describeServices(cluster, batch.map((one) => one.started.service))).map((service) => [service.name, service]))
  for (const one of batch) {
    const service = services.get(one.started.service)
    if (!service) {
      one.decidedAtMs ??= options.clock.now()
      one.service = { ...(one.service ?? gone(one.started)), status: 'INACTIVE' }
      continue
    }
    // What was done before we looked is no news.
    const first = one.service === undefined
    one.service = service
    const done = first && service.deployments.some((deployment) => deployment.id === one.started.deploymentId && deployment.rolloutState === 'COMPLETED')
    if (done) for (const event of service.events) one.seen.add(event.id)
    const fresh = [...service.events].reverse().filter((event) => event.atMs >= one.started.startedAtMs && !one.seen.has(event.id))
    for (const event of fresh) {
      one.seen.add(event.id)
      one.events.push(event.message)
      options.onProgress(service.name, event.message)
      if (trouble.test(event.message)) one.suspicious = true
      if (/has started \d+ tasks/.test(event.message)) one.launches += 1
    }
    const ours = service.deployments.find((deployment) => deployment.id === one.started.deploymentId)
    const failed = ours?.failedTasks ?? 0
    if (!ours || ours.status !== 'PRIMARY' || ours.rolloutState === 'FAILED') one.decidedAtMs ??= options.clock.now()
    if (failed > one.failedTasks || one.launches > 1) one.suspicious = true
    one.failedTasks = failed
  }
}

async function settle(ports: AwsPorts, one: Watched, records: CallBudget): Promise<Verdict | undefined> {
  if (!one.service) return undefined
  const judged = judge(one.service.status === 'INACTIVE' ? undefined : one.service, one.started, one.ending)
  if (judged.kind === 'verdict') return judged.verdict
  if (judged.kind === 'pending' || !records.tryTake()) return undefined
  const record = await findServiceDeployment(ports, one.started)
  const final = judgeServiceDeployment(record, one.service, one.started, one.ending)
  return final.kind === 'verdict' ? final.verdict : undefined
}

/** Whose stopped tasks to read now: the suspicious ones first; of few services the others too, longest unread first. */
function dueForLook(open: readonly Watched[], services: number): readonly Watched[] {
  const candidates = open.filter((one) => one.service && !one.ending && (one.suspicious || services <= 10))
  return candidates.sort((a, b) => Number(b.suspicious) - Number(a.suspicious) || a.lookedAtMs - b.lookedAtMs)
}

async function lookAtTasks(ports: AwsPorts, one: Watched, options: Budgeted): Promise<void> {
  const { started } = one
  one.lookedAtMs = options.clock.now()
  one.suspicious = false
  const arns = (await ports.ecs.listTasks({ cluster: started.cluster, service: started.service, desiredStatus: 'STOPPED' })).filter((arn) => !one.seen.has(arn))
  if (arns.length === 0) return
  for (const task of await ports.ecs.describeTasks(started.cluster, arns)) {
    if (task.lastStatus !== 'STOPPED') continue
    one.seen.add(task.arn)
    if (task.taskDefinition === started.taskDefinition && task.createdAtMs >= started.startedAtMs) one.stopped.set(task.arn, task)
  }
  const ours = one.service?.deployments.find((deployment) => deployment.id === started.deploymentId)
  const failure = earlyFailure([...one.stopped.values()], { running: ours?.runningCount ?? 0, desired: ours?.desiredCount ?? 0 })
  if (!failure || ours?.rolloutState !== 'IN_PROGRESS' || ours.status !== 'PRIMARY' || options.endEarly === false) return
  await end(ports, one, { because: 'failing', reason: failure.reason }, options)
}

async function end(ports: AwsPorts, one: Watched, why: Pick<Ending, 'because' | 'reason'>, options: Budgeted): Promise<void> {
  one.decidedAtMs ??= options.clock.now()
  options.onProgress(one.started.service, `${why.reason}; going back to the revision before without waiting for the circuit breaker`)
  await options.records.take()
  const how = await endDeployment(ports, one.started, options)
  one.ending = { ...why, how, afterSeconds: Math.round((one.decidedAtMs - one.watchedSinceMs) / 1000) }
}

async function overdue(ports: AwsPorts, one: Watched, options: Budgeted): Promise<Verdict | undefined> {
  const nowMs = options.clock.now()
  if (!one.ending) {
    if (nowMs - one.watchedSinceMs < options.timeoutSeconds * 1000) return undefined
    if (options.endEarly === false) return { kind: 'timed-out', afterSeconds: options.timeoutSeconds, restored: false }
    await end(ports, one, { because: 'timed out', reason: `not done after ${options.timeoutSeconds} s` }, options)
    return undefined
  }
  if (nowMs - (one.decidedAtMs ?? nowMs) < restoreTimeoutMs) return undefined
  return one.ending.because === 'failing' ? { kind: 'rolled-back', by: 'us', reason: one.ending.reason, restored: false } : { kind: 'timed-out', afterSeconds: one.ending.afterSeconds, restored: false }
}

async function finish(ports: AwsPorts, one: Watched, verdict: Verdict, clock: Clock): Promise<Outcome> {
  const decidedAtMs = one.decidedAtMs ?? clock.now()
  if (verdict.kind === 'succeeded') return { started: one.started, verdict, decidedAtMs, finishedAtMs: clock.now(), ...(one.service ? { service: one.service } : {}) }
  const evidence = await collectEvidence(ports, one.started, { tasks: [...one.stopped.values()], events: one.events, targetGroups: one.service?.targetGroups ?? [] })
  return { started: one.started, verdict, evidence, decidedAtMs, finishedAtMs: clock.now() }
}

function gone(started: Started): EcsService {
  return { name: started.service, arn: '', status: 'INACTIVE', taskDefinition: '', desiredCount: 0, runningCount: 0, deployments: [], events: [], targetGroups: [], controller: 'ECS', strategy: 'ROLLING', breaker: { enable: false, rollback: false }, placement: {} }
}
