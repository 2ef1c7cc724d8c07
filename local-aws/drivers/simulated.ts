import type { TaskBehaviour } from '../behaviours.ts'
import { behaviourOfTask } from '../ecs/launch.ts'
import { definitionByArn, taskByArn } from '../ecs/lookup.ts'
import type { Task } from '../ecs/task-state.ts'
import type { Plane } from '../plane.ts'
import type { Due } from '../timeline.ts'
import type { TaskDriver, TaskReports } from './driver.ts'

/**
 * Play tasks on the driven clock. They start after the pull and start times, become healthy after one interval of their
 * health check, and otherwise do what the behaviours say; everything that is to come is in the timeline, so that a snapshot
 * holds it.
 */
export function simulatedDriver(plane: () => Plane): TaskDriver {
  return {
    kind: 'simulated',
    start(launch) {
      const { timeline, world } = plane()
      const behaviour = behaviourFor(plane(), launch.taskArn)
      const pullMs = (behaviour.pullSeconds ?? world.timings.pullSeconds) * 1000
      timeline.schedule(0, 'sim.pulling', { task: launch.taskArn })
      timeline.schedule(pullMs + (behaviour.startSeconds ?? world.timings.startSeconds) * 1000, 'sim.started', { task: launch.taskArn })
    },
    stop(taskArn, { timeoutSeconds }) {
      const { timeline, world } = plane()
      const behaviour = behaviourFor(plane(), taskArn)
      const wanted = behaviour.ignoresSigterm === true ? timeoutSeconds : (behaviour.stopSeconds ?? world.timings.stopSeconds)
      const killed = wanted >= timeoutSeconds
      timeline.schedule(Math.min(wanted, timeoutSeconds) * 1000, 'sim.stopped', { task: taskArn, code: killed ? 137 : 0 })
    },
    resume: () => undefined,
    endpoint: () => undefined,
    close: () => Promise.resolve(),
  }
}

/** What the timeline does for simulated tasks. */
export function simulatedHandlers(reports: TaskReports): Plane['handlers'] {
  return {
    'sim.pulling': (_plane, data) => reports.pulling(String(data['task'])),
    'sim.started': (plane, data) => started(plane, { data, reports }),
    'sim.health': (_plane, data) => reports.health(String(data['task']), { container: String(data['container']), status: data['status'] === 'HEALTHY' ? 'HEALTHY' : 'UNHEALTHY' }),
    'sim.exit': (plane, data) => {
      const arn = String(data['task'])
      const reason = behaviourFor(plane, arn).exit?.reason
      reports.exited(arn, { container: String(data['container']), exitCode: Number(data['code']), ...(reason === undefined ? {} : { reason }) })
    },
    'sim.stopped': (plane, data) => {
      const task = taskByArn(plane.world, String(data['task']))
      for (const container of task?.containers ?? []) reports.exited(String(data['task']), { container: container.name, exitCode: Number(data['code']) })
    },
  }
}

function started(plane: Plane, options: { data: Due['data']; reports: TaskReports }): void {
  const { data, reports } = options
  const arn = String(data['task'])
  const task = taskByArn(plane.world, arn)
  if (task === undefined || task.desiredStatus === 'STOPPED' || task.lastStatus !== 'PENDING') return
  const behaviour = behaviourFor(plane, arn)
  reports.running(arn)
  const main = mainContainer(task, behaviour)
  for (const line of behaviour.logs ?? []) reports.log(arn, { container: main, line })
  if (behaviour.exit !== undefined) plane.timeline.schedule(behaviour.exit.afterSeconds * 1000, 'sim.exit', { task: arn, container: main, code: behaviour.exit.code })
  scheduleHealth(plane, { task, behaviour })
}

function scheduleHealth(plane: Plane, options: { task: Task; behaviour: Partial<TaskBehaviour> }): void {
  const { task, behaviour } = options
  if (behaviour.health === 'never') return
  for (const container of definitionByArn(plane.world, task.taskDefinitionArn).containerDefinitions) {
    const check = container.healthCheck
    if (check === undefined) continue
    const interval = check.interval ?? 30
    const unhealthy = behaviour.health === 'unhealthy'
    const afterSeconds = behaviour.healthyAfterSeconds ?? (unhealthy ? (check.startPeriod ?? 0) + interval * (check.retries ?? 3) : interval)
    plane.timeline.schedule(afterSeconds * 1000, 'sim.health', { task: task.arn, container: container.name, status: unhealthy ? 'UNHEALTHY' : 'HEALTHY' })
  }
}

function mainContainer(task: Task, behaviour: Partial<TaskBehaviour>): string {
  return behaviour.exit?.container ?? (task.containers.find((container) => container.essential) ?? task.containers[0])?.name ?? ''
}

function behaviourFor(plane: Plane, taskArn: string): Partial<TaskBehaviour> {
  const task = taskByArn(plane.world, taskArn)
  return task === undefined ? {} : behaviourOfTask(plane, task)
}
