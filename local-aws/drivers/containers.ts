import { behaviourOfTask } from '../ecs/launch.ts'
import { taskByArn } from '../ecs/lookup.ts'
import type { Plane } from '../plane.ts'
import type { ContainerRuntime, RunningContainer } from './container-runtime.ts'
import { ImageNotFound } from './container-runtime.ts'
import type { ContainerLaunch, TaskDriver, TaskLaunch, TaskReports } from './driver.ts'

export interface ContainersOptions {
  readonly containers: ContainerRuntime
  /** Where an image that a task definition names is pulled from here. */
  readonly mapImage: (reference: string) => string
  /** Rewrites environment values, so that names which only AWS resolves work here. */
  readonly mapEnvironment: (value: string) => string
  /** Runs everything on one platform, whatever the task definition says; undefined: what it says. */
  readonly platform: 'linux/amd64' | 'linux/arm64' | undefined
}

interface RunningTask {
  readonly containers: Map<string, RunningContainer>
  readonly ended: Set<string>
  stopping: boolean
}

/** Run each container of a task as a real one. Exit codes, health and logs are those of the containers. */
export function containersDriver(plane: () => Plane, reports: TaskReports, options: ContainersOptions): TaskDriver {
  const tasks = new Map<string, RunningTask>()
  const start = async (launch: TaskLaunch): Promise<void> => {
    const task: RunningTask = { containers: new Map(), ended: new Set(), stopping: false }
    tasks.set(launch.taskArn, task)
    reports.pulling(launch.taskArn)
    for (const container of launch.containers) {
      if (task.stopping) return
      try {
        task.containers.set(container.name, await options.containers.start(toStart(launch, { container, options, reports, task })))
      } catch (cause) {
        const said = cause instanceof Error ? cause.message : String(cause)
        const reason = cause instanceof ImageNotFound ? `CannotPullContainerError: ${said}` : `CannotStartContainerError: ${said}`
        await stopAll(task, 0)
        return reports.failedToStart(launch.taskArn, reason)
      }
    }
    if (task.stopping) return stopAll(task, 0)
    reports.running(launch.taskArn)
    void obey(plane, { launch, task, reports })
  }
  const begin = (launch: TaskLaunch): void => void start(launch).catch((cause: unknown) => reports.failedToStart(launch.taskArn, String(cause)))
  return {
    kind: 'containers',
    start: begin,
    resume: begin,
    stop(taskArn, { timeoutSeconds }) {
      const task = tasks.get(taskArn)
      if (task === undefined) return
      task.stopping = true
      void stopAll(task, timeoutSeconds)
    },
    endpoint(taskArn, port) {
      for (const container of tasks.get(taskArn)?.containers.values() ?? []) {
        const endpoint = container.endpoint(port)
        if (endpoint !== undefined) return endpoint
      }
      return undefined
    },
    async close() {
      await Promise.all([...tasks.values()].map((task) => stopAll(task, 1)))
      await options.containers.close()
    },
  }
}

function toStart(launch: TaskLaunch, parts: { container: ContainerLaunch; options: ContainersOptions; reports: TaskReports; task: RunningTask }) {
  const { container, options, reports, task } = parts
  const { taskArn } = launch
  const environment = Object.fromEntries(Object.entries(container.environment).map(([name, value]) => [name, options.mapEnvironment(value)]))
  return {
    name: `${launch.serviceName ?? launch.family}-${container.name}`,
    image: options.mapImage(container.image),
    platform: options.platform ?? (launch.cpuArchitecture === 'ARM64' ? ('linux/arm64' as const) : ('linux/amd64' as const)),
    entryPoint: container.entryPoint,
    command: container.command,
    environment: { ...environment, ECS_CONTAINER_NAME: container.name },
    secrets: container.secrets,
    ports: container.ports,
    healthCheck: container.healthCheck,
    onLog: (line: string) => reports.log(taskArn, { container: container.name, line }),
    onExit: (exitCode: number) => {
      task.ended.add(container.name)
      reports.exited(taskArn, { container: container.name, exitCode })
    },
    onHealth: (status: 'HEALTHY' | 'UNHEALTHY') => reports.health(taskArn, { container: container.name, status }),
  }
}

/** A behaviour can make a container that would have lived exit, for rehearsals of a crash. */
async function obey(plane: () => Plane, parts: { launch: TaskLaunch; task: RunningTask; reports: TaskReports }): Promise<void> {
  const { launch, task, reports } = parts
  const known = taskByArn(plane().world, launch.taskArn)
  const exit = known === undefined ? undefined : behaviourOfTask(plane(), known).exit
  if (exit === undefined) return
  await plane().timeline.sleep(exit.afterSeconds * 1000)
  const name = exit.container ?? launch.containers.find((container) => container.essential)?.name ?? ''
  if (task.stopping || task.ended.has(name)) return
  reports.exited(launch.taskArn, { container: name, exitCode: exit.code, ...(exit.reason === undefined ? {} : { reason: exit.reason }) })
  await task.containers.get(name)?.stop({ timeoutSeconds: 0 })
}

async function stopAll(task: RunningTask, timeoutSeconds: number): Promise<void> {
  const alive = [...task.containers].filter(([name]) => !task.ended.has(name))
  await Promise.all(alive.map(([, container]) => container.stop({ timeoutSeconds })))
}
