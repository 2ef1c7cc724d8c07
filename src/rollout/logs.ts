import type { AwsPorts } from '../aws/ports.ts'
import { tailOf } from './evidence.ts'

/** The last log lines of one task. */
export interface TaskLog {
  readonly task: string
  readonly state: string
  readonly lines: readonly string[]
}

/** Read the last log lines of the running tasks of a service and of the task that stopped last. */
export async function serviceLogs(ports: AwsPorts, of: { readonly cluster: string; readonly service: string; readonly limit?: number }): Promise<readonly TaskLog[]> {
  const { cluster, service } = of
  const running = await ports.ecs.listTasks({ cluster, service, desiredStatus: 'RUNNING' })
  const stopped = await ports.ecs.listTasks({ cluster, service, desiredStatus: 'STOPPED' })
  const tasks = await ports.ecs.describeTasks(cluster, [...running, ...stopped])
  const lastStopped = tasks.filter((task) => task.lastStatus === 'STOPPED').sort((a, b) => (b.stoppedAtMs ?? 0) - (a.stoppedAtMs ?? 0))[0]
  const shown = [...tasks.filter((task) => task.lastStatus !== 'STOPPED'), ...(lastStopped ? [lastStopped] : [])]
  return Promise.all(
    shown.map(async (task) => ({
      task: task.arn,
      state: task.lastStatus,
      lines: await tailOf(ports, { task, taskDefinition: task.taskDefinition, limit: of.limit ?? 50 }),
    })),
  )
}
