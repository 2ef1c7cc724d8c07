import type { Plane } from '../plane.ts'
import type { Due } from '../timeline.ts'
import { regionOfArn } from '../world.ts'
import { addEvent, taskList } from './events.ts'
import { breakerThreshold, noteHealthy } from './failures.ts'
import { createTask } from './launch.ts'
import { stopTask } from './lifecycle.ts'
import { definitionByArn, lastPart, serviceByArn, taskByArn, tasksOf } from './lookup.ts'
import { requestReconcile } from './reconcile-request.ts'
import { completeDeployment, currentRecord, failDeployment } from './rollout.ts'
import type { Deployment, Service } from './state.ts'
import { countsAsHealthy, illnessOf } from './task-health.ts'
import type { Task } from './task-state.ts'

/** What the timeline does for services. */
export const SCHEDULER_HANDLERS: Record<string, (plane: Plane, data: Due['data']) => void> = {
  'ecs.reconcile': (plane, data) => {
    const service = serviceByArn(plane.world, String(data['service']))
    if (service === undefined) return
    delete service.reconcileDueAt
    reconcile(plane, service)
  },
  'ecs.reconcile-later': (plane, data) => {
    const service = serviceByArn(plane.world, String(data['service']))
    if (service !== undefined) reconcile(plane, service)
  },
  'ecs.target-changed': (plane, data) => {
    const task = taskByArn(plane.world, String(data['task']))
    const service = task?.serviceArn === undefined ? undefined : serviceByArn(plane.world, task.serviceArn)
    if (service !== undefined) requestReconcile(plane, { service })
  },
  'ecs.alarm-changed': (plane, data) => {
    for (const service of Object.values(regionOfArn(plane.world, `:::${String(data['region'])}`).ecs.services)) {
      if (service.deploymentConfiguration.alarms?.alarmNames.includes(String(data['alarm'])) === true) requestReconcile(plane, { service })
    }
  },
}

/**
 * Move a service towards what it should be: replace the unhealthy, judge the rollout, start and stop tasks within the
 * minimum and maximum healthy percent, and say when it is steady.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
export function reconcile(plane: Plane, service: Service): void {
  if (service.status === 'INACTIVE') return
  const [primary] = service.deployments
  if (primary === undefined) return
  noteHealthyTasks(plane, service)
  if (!primary.aborted) {
    replaceUnhealthy(plane, service)
    judge(plane, service)
    const current = service.deployments[0] as Deployment
    stopSurplus(plane, { service, primary: current })
    startMissing(plane, { service, primary: current })
  }
  settle(plane, service)
}

function noteHealthyTasks(plane: Plane, service: Service): void {
  for (const task of tasksOf(plane.world, service)) {
    if (task.wasHealthy || !countsAsHealthy(plane, task)) continue
    task.wasHealthy = true
    const deployment = service.deployments.find((one) => one.id === task.deploymentId)
    if (deployment !== undefined) noteHealthy(plane, { service, deployment })
  }
}

function replaceUnhealthy(plane: Plane, service: Service): void {
  for (const task of tasksOf(plane.world, service)) {
    const illness = illnessOf(plane, { service, task })
    if (illness === undefined) continue
    const name = `(task ${lastPart(task.arn)})`
    if (illness.kind === 'container') addEvent(plane, { service, text: `${name} failed container health checks.` })
    else addEvent(plane, { service, text: `(port ${illness.port}) is unhealthy in (target-group ${illness.targetGroupArn}) due to (reason ${illness.reason}).` })
    const reason = illness.kind === 'container' ? illness.reason : `Task failed ELB health checks in (target-group ${illness.targetGroupArn})`
    stopTask(plane, { task, code: 'ServiceSchedulerInitiated', reason })
    addEvent(plane, { service, text: `has stopped 1 running tasks: ${name}.` })
  }
}

function judge(plane: Plane, service: Service): void {
  const primary = service.deployments[0] as Deployment
  if (primary.rolloutState !== 'IN_PROGRESS' || primary.rollbackOf !== undefined) return
  const { alarms, deploymentCircuitBreaker: breaker } = service.deploymentConfiguration
  const record = currentRecord(plane, service)
  if (alarms?.enable === true) {
    const known = regionOfArn(plane.world, service.arn).stores.alarms
    const alarming = alarms.alarmNames.filter((name) => known[name]?.state === 'ALARM' && record?.ignoredAlarms.includes(name) !== true)
    if (alarming.length > 0) return failDeployment(plane, { service, cause: { kind: 'alarm', rollback: alarms.rollback, alarmNames: alarming } })
  }
  if (breaker?.enable !== true) return
  const threshold = breakerThreshold(breaker, service.desiredCount)
  if (record !== undefined) record.threshold = threshold
  if (primary.failedTasks >= threshold) failDeployment(plane, { service, cause: { kind: 'circuit-breaker', rollback: breaker.rollback } })
}

interface Acting {
  readonly service: Service
  readonly primary: Deployment
}

function stopSurplus(plane: Plane, { service, primary }: Acting): void {
  const live = tasksOf(plane.world, service).filter((task) => task.desiredStatus === 'RUNNING')
  const least = Math.ceil((service.desiredCount * (service.deploymentConfiguration.minimumHealthyPercent ?? 100)) / 100)
  let healthy = live.filter((task) => countsAsHealthy(plane, task)).length
  const stopped: Task[] = []
  const pending: Task[] = []
  const stop = (task: Task) => {
    const list = task.lastStatus === 'RUNNING' ? stopped : pending
    if (countsAsHealthy(plane, task)) healthy -= 1
    list.push(task)
    stopTask(plane, { task, code: 'ServiceSchedulerInitiated', reason: `Scaling activity initiated by (deployment ${primary.id})` })
  }
  const old = live.filter((task) => task.deploymentId !== primary.id)
  for (const task of old.filter((one) => !countsAsHealthy(plane, one))) stop(task)
  for (const task of old.filter((one) => one.desiredStatus === 'RUNNING')) if (healthy > least || service.desiredCount === 0) stop(task)
  const own = live.filter((task) => task.deploymentId === primary.id)
  for (const task of own.slice(service.desiredCount)) stop(task)
  if (pending.length > 0) addEvent(plane, { service, text: `stopped ${pending.length} pending tasks.` })
  const draining = stopped.filter((task) => task.targets.length > 0)
  for (const { targetGroupArn } of service.loadBalancers) {
    if (draining.length > 0) addEvent(plane, { service, text: `deregistered ${draining.length} targets in (target-group ${targetGroupArn})` })
  }
  if (draining.length > 0) addEvent(plane, { service, text: `has begun draining connections on ${draining.length} tasks.` })
  if (stopped.length > 0) addEvent(plane, { service, text: `has stopped ${stopped.length} running tasks: ${taskList(stopped.map((task) => task.arn))}.` })
}

function startMissing(plane: Plane, { service, primary }: Acting): void {
  if (primary.rolloutState === 'FAILED' || service.status === 'DRAINING') return
  const tasks = tasksOf(plane.world, service)
  // A task that failed on its own keeps its place until it is gone: AWS starts the replacement after STOPPED.
  const held = tasks.filter((task) => task.desiredStatus === 'RUNNING' || task.stopCode === 'EssentialContainerExited' || task.stopCode === 'TaskFailedToStart')
  const most = Math.floor((service.desiredCount * (service.deploymentConfiguration.maximumPercent ?? 200)) / 100)
  const own = held.filter((task) => task.deploymentId === primary.id).length
  const missing = Math.min(service.desiredCount - own, most - held.length)
  if (missing <= 0) return
  const waitMs = service.launchNotBefore - plane.timeline.now()
  if (waitMs > 0) return requestReconcile(plane, { service, delaySeconds: waitMs / 1000 })
  const started = Array.from({ length: missing }, () => startTask(plane, { service, primary }))
  addEvent(plane, { service, text: `has started ${missing} tasks: ${taskList(started)}.` })
}

function startTask(plane: Plane, { service, primary }: Acting): string {
  const definition = definitionByArn(plane.world, primary.taskDefinition)
  const task = createTask(plane, {
    clusterArn: service.clusterArn,
    definition,
    group: `service:${service.name}`,
    startedBy: primary.id,
    serviceArn: service.arn,
    launchType: service.launchType ?? 'FARGATE',
    platformVersion: service.platformVersion,
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [] },
    tags: service.echoed['propagateTags'] === 'SERVICE' ? service.tags : service.echoed['propagateTags'] === 'TASK_DEFINITION' ? definition.tags : [],
    networkConfiguration: service.networkConfiguration,
  })
  service.taskArns.push(task.arn)
  return task.arn
}

function settle(plane: Plane, service: Service): void {
  const tasks = tasksOf(plane.world, service)
  const visibleMs = plane.world.timings.failedVisibleSeconds * 1000
  const holds = (deployment: Deployment) =>
    tasks.some((task) => task.deploymentId === deployment.id && !['STOPPING', 'DEPROVISIONING'].includes(task.lastStatus)) ||
    (deployment.rolloutState === 'FAILED' && plane.timeline.now() - deployment.updatedAt < visibleMs)
  service.deployments = service.deployments.filter((deployment, at) => at === 0 || holds(deployment))
  const primary = service.deployments[0] as Deployment
  if (service.status === 'DRAINING') {
    if (tasks.length === 0) Object.assign(service, { status: 'INACTIVE', deployments: [] })
    return
  }
  const own = tasks.filter((task) => task.deploymentId === primary.id && task.desiredStatus === 'RUNNING')
  const healthy = own.filter((task) => countsAsHealthy(plane, task)).length
  const steady = service.deployments.length === 1 && own.length === service.desiredCount && healthy === service.desiredCount
  if (steady && !service.steady && primary.rolloutState !== 'FAILED') {
    if (primary.rolloutState === 'IN_PROGRESS') completeDeployment(plane, service)
    addEvent(plane, { service, text: 'has reached a steady state.' })
  }
  service.steady = steady
}
