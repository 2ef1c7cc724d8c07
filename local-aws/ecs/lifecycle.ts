import type { TaskReports } from '../drivers/driver.ts'
import { deregisterTarget, deregistrationDelaySeconds, registerTarget } from '../elbv2/targets.ts'
import { hexId } from '../ids.ts'
import type { Plane } from '../plane.ts'
import { writeContainerLog } from '../stores/container-log.ts'
import type { Due } from '../timeline.ts'
import { regionOfArn } from '../world.ts'
import { behaviourOfTask, toLaunch } from './launch.ts'
import { definitionByArn, serviceByArn, taskByArn } from './lookup.ts'
import { resolveRequirements } from './requirements.ts'
import { noteStopped } from './failures.ts'
import { requestReconcile } from './reconcile-request.ts'
import type { Service } from './state.ts'
import type { Task, TaskStatus } from './task-state.ts'

/** The steps of a task's life, by the kind under which the timeline holds them. */
export const LIFECYCLE_HANDLERS: Record<string, (plane: Plane, data: Due['data']) => void> = {
  'ecs.provisioned': step('PROVISIONING', prepare),
  'ecs.not-prepared': (plane, data) => withTask(plane, data, (task) => stopTask(plane, { task, code: 'TaskFailedToStart', reason: String(data['reason']) })),
  'ecs.activated': step('ACTIVATING', run),
  'ecs.deactivated': step('DEACTIVATING', stopContainers),
  'ecs.deprovisioned': step('DEPROVISIONING', finish),
  'ecs.forget': (plane, data) => {
    const arn = String(data['task'])
    delete regionOfArn(plane.world, arn).ecs.tasks[arn]
    delete plane.world.taskBehaviours[arn]
  },
}

/** What a driver calls. */
export function taskReports(plane: () => Plane): TaskReports {
  const about = (arn: string, act: (task: Task) => void) => {
    const task = taskByArn(plane().world, arn)
    if (task !== undefined && task.lastStatus !== 'STOPPED') act(task)
  }
  return {
    pulling: (arn) => about(arn, (task) => { task.pullStartedAt = plane().timeline.now() }),
    running: (arn) => about(arn, (task) => activate(plane(), task)),
    failedToStart: (arn, reason) => about(arn, (task) => stopTask(plane(), { task, code: 'TaskFailedToStart', reason })),
    exited: (arn, exit) => about(arn, (task) => containerExited(plane(), { task, ...exit })),
    health: (arn, { container, status }) => about(arn, (task) => {
      const found = task.containers.find((one) => one.name === container)
      if (found === undefined || found.healthStatus === status) return
      found.healthStatus = status
      touched(plane(), task)
    }),
    log: (arn, entry) => about(arn, (task) => writeContainerLog(plane(), { task, ...entry })),
  }
}

/**
 * Begin to stop a task. Stop codes are those of API_Task; a task that never ran has nothing to drain.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export function stopTask(plane: Plane, options: { task: Task; code: string; reason: string }): void {
  const { task, code, reason } = options
  if (task.desiredStatus === 'STOPPED') return
  const before = task.lastStatus
  Object.assign(task, { desiredStatus: 'STOPPED', stopCode: code, stoppedReason: reason, stoppingAt: plane.timeline.now() })
  if (before === 'RUNNING' || before === 'ACTIVATING') {
    for (const { targetGroupArn, port } of task.targets) deregisterTarget(plane, { targetGroupArn, targetId: task.privateIp, port })
    enter(plane, task, 'DEACTIVATING')
    const drains = task.targets.length > 0 && code !== 'EssentialContainerExited'
    const delays = drains ? task.targets.map(({ targetGroupArn }) => deregistrationDelaySeconds(plane, targetGroupArn)) : [0]
    plane.timeline.schedule(Math.max(...delays) * 1000, 'ecs.deactivated', { task: task.arn })
    return
  }
  if (before === 'PENDING') plane.driver.stop(task.arn, { timeoutSeconds: 0 })
  for (const container of task.containers) container.lastStatus = 'STOPPED'
  deprovision(plane, task)
}

/** Start the tasks of a snapshot again in the driver, where the driver is one that lost them; those being stopped are. */
export function resumeTasks(plane: Plane): void {
  if (plane.driver.kind === 'simulated') return
  for (const region of Object.values(plane.world.regions)) {
    for (const task of Object.values(region.ecs.tasks)) {
      if (task.desiredStatus === 'STOPPED') {
        endLost(plane, task)
        continue
      }
      if (!['PENDING', 'ACTIVATING', 'RUNNING'].includes(task.lastStatus)) continue
      const needs = resolveRequirements(plane, task)
      if (needs.kind === 'met') plane.driver.resume(toLaunch(plane, { task, secrets: needs.secrets }))
      else stopTask(plane, { task, code: 'TaskFailedToStart', reason: needs.reason })
    }
  }
}

/** A task that was being stopped when its containers were lost has none left to wait for. */
function endLost(plane: Plane, task: Task): void {
  if (task.lastStatus !== 'DEACTIVATING' && task.lastStatus !== 'STOPPING') return
  for (const container of task.containers) container.lastStatus = 'STOPPED'
  if (task.lastStatus === 'STOPPING') deprovision(plane, task)
}

function prepare(plane: Plane, task: Task): void {
  enter(plane, task, 'PENDING')
  task.connectivityAt = plane.timeline.now()
  if (behaviourOfTask(plane, task).stuck === true) return
  const needs = resolveRequirements(plane, task)
  if (needs.kind === 'met') plane.driver.start(toLaunch(plane, { task, secrets: needs.secrets }))
  else {
    task.pullStartedAt = plane.timeline.now()
    plane.timeline.schedule(needs.afterSeconds * 1000, 'ecs.not-prepared', { task: task.arn, reason: needs.reason })
  }
}

function activate(plane: Plane, task: Task): void {
  for (const container of task.containers) {
    if (container.lastStatus === 'PENDING') container.lastStatus = 'RUNNING'
    container.runtimeId ??= `${hexId(plane.world.ids)}-${Number.parseInt(hexId(plane.world.ids, 8), 16)}`
  }
  if (task.lastStatus !== 'PENDING') return
  task.pullStoppedAt = plane.timeline.now()
  enter(plane, task, 'ACTIVATING')
  for (const binding of serviceOfTask(plane, task)?.loadBalancers ?? []) {
    task.targets.push({ targetGroupArn: binding.targetGroupArn, port: binding.containerPort })
    registerTarget(plane, { targetGroupArn: binding.targetGroupArn, target: { id: task.privateIp, port: binding.containerPort, taskArn: task.arn } })
  }
  plane.timeline.schedule(plane.world.timings.activatingSeconds * 1000, 'ecs.activated', { task: task.arn })
}

function run(plane: Plane, task: Task): void {
  const service = serviceOfTask(plane, task)
  task.startedAt = plane.timeline.now()
  enter(plane, task, 'RUNNING')
  if (service === undefined) return
  service.failedLaunches = 0
  requestReconcile(plane, { service, delaySeconds: plane.world.timings.countedAfterSeconds })
  if (service.healthCheckGracePeriodSeconds > 0) requestReconcile(plane, { service, delaySeconds: service.healthCheckGracePeriodSeconds })
}

function containerExited(plane: Plane, options: { task: Task; container: string; exitCode: number; reason?: string }): void {
  const { task } = options
  const container = task.containers.find((one) => one.name === options.container)
  if (container === undefined || container.lastStatus === 'STOPPED') return
  container.lastStatus = 'STOPPED'
  container.exitCode = options.exitCode
  if (options.reason !== undefined) container.reason = options.reason
  if (task.desiredStatus === 'STOPPED') {
    if (task.lastStatus === 'STOPPING' && allStopped(task)) deprovision(plane, task)
  } else if (container.essential) stopTask(plane, { task, code: 'EssentialContainerExited', reason: 'Essential container in task exited' })
  else if (allStopped(task)) stopTask(plane, { task, code: 'EssentialContainerExited', reason: 'All containers in task exited' })
}

function stopContainers(plane: Plane, task: Task): void {
  enter(plane, task, 'STOPPING')
  if (allStopped(task)) return deprovision(plane, task)
  const definition = definitionByArn(plane.world, task.taskDefinitionArn)
  const timeoutSeconds = Math.max(...definition.containerDefinitions.map((container) => container.stopTimeout ?? 30))
  plane.driver.stop(task.arn, { timeoutSeconds })
}

function deprovision(plane: Plane, task: Task): void {
  task.executionStoppedAt = plane.timeline.now()
  enter(plane, task, 'DEPROVISIONING')
  plane.timeline.schedule(plane.world.timings.deprovisioningSeconds * 1000, 'ecs.deprovisioned', { task: task.arn })
}

function finish(plane: Plane, task: Task): void {
  task.stoppedAt = plane.timeline.now()
  const service = serviceOfTask(plane, task)
  if (service !== undefined) {
    service.taskArns = service.taskArns.filter((arn) => arn !== task.arn)
    noteStopped(plane, { service, task })
  }
  enter(plane, task, 'STOPPED')
  plane.timeline.schedule(plane.world.timings.stoppedTaskSeconds * 1000, 'ecs.forget', { task: task.arn })
}

function enter(plane: Plane, task: Task, status: TaskStatus): void {
  task.lastStatus = status
  touched(plane, task)
}

function touched(plane: Plane, task: Task): void {
  task.version += 1
  const service = serviceOfTask(plane, task)
  if (service !== undefined) requestReconcile(plane, { service })
}

function serviceOfTask(plane: Plane, task: Task): Service | undefined {
  return task.serviceArn === undefined ? undefined : serviceByArn(plane.world, task.serviceArn)
}

function allStopped(task: Task): boolean {
  return task.containers.every((container) => container.lastStatus === 'STOPPED')
}

function step(expected: TaskStatus, act: (plane: Plane, task: Task) => void): (plane: Plane, data: Due['data']) => void {
  return (plane, data) => withTask(plane, data, (task) => {
    if (task.lastStatus === expected) act(plane, task)
  })
}

function withTask(plane: Plane, data: Due['data'], act: (task: Task) => void): void {
  const task = taskByArn(plane.world, String(data['task']))
  if (task !== undefined) act(task)
}
