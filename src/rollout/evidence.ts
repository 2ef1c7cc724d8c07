import type { AwsPorts, Task, TaskDefinition } from '../aws/ports.ts'
import { isHatcheryError } from '../shared/errors.ts'
import { isSecretName, redact } from '../shared/redact.ts'
import { textOf } from './early-failure.ts'
import type { Started } from './start.ts'
import { shortArn } from '../shared/arn.ts'

/** What shows why a deployment failed. */
export interface Evidence {
  readonly task?: string
  readonly stopCode?: string | undefined
  readonly stoppedReason?: string | undefined
  readonly exitCodes: Readonly<Record<string, number>>
  /** `10.0.1.7:8000 unhealthy: Target.ResponseCodeMismatch (Health checks failed with these codes: [503])` */
  readonly health: readonly string[]
  readonly logLines: readonly string[]
  readonly events: readonly string[]
  /** What could not be read, and why. */
  readonly missing: readonly string[]
}

const logLines = 20

/**
 * Collect stop reason, exit codes, health reasons and the last log lines of a failed deployment.
 *
 * Never fails: what cannot be read is named in `missing`.
 */
export async function collectEvidence(ports: AwsPorts, started: Started, known: { readonly tasks: readonly Task[]; readonly events: readonly string[]; readonly targetGroups: readonly string[] }): Promise<Evidence> {
  const missing: string[] = []
  const attempt = async <T>(what: string, read: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await read()
    } catch (error) {
      missing.push(`${what}: ${isHatcheryError(error) ? `[${error.code}] ${error.message}` : String(error)}`)
      return otherwise
    }
  }
  const tasks = known.tasks.length > 0 ? known.tasks : await attempt('stopped tasks', () => stoppedTasks(ports, started), [])
  const task = [...tasks].sort((a, b) => (b.stoppedAtMs ?? 0) - (a.stoppedAtMs ?? 0))[0]
  const health = (await Promise.all(known.targetGroups.map((group) => attempt('target health', () => unhealthyTargets(ports, group), [])))).flat()
  const lines = task ? await attempt('log', () => tailOf(ports, { task, taskDefinition: started.taskDefinition }), []) : []
  return {
    ...(task ? { task: task.arn, stopCode: task.stopCode, stoppedReason: textOf(task) } : {}),
    exitCodes: Object.fromEntries((task?.containers ?? []).flatMap((container) => (container.exitCode === undefined ? [] : [[container.name, container.exitCode]]))),
    health,
    logLines: lines,
    events: known.events.slice(-8),
    missing,
  }
}

/** Stopped tasks of the task definition that was rolled out. */
export async function stoppedTasks(ports: AwsPorts, started: Started): Promise<readonly Task[]> {
  const arns = await ports.ecs.listTasks({ cluster: started.cluster, service: started.service, desiredStatus: 'STOPPED' })
  if (arns.length === 0) return []
  const tasks = await ports.ecs.describeTasks(started.cluster, arns)
  return tasks.filter((task) => task.taskDefinition === started.taskDefinition && task.createdAtMs >= started.startedAtMs)
}

async function unhealthyTargets(ports: AwsPorts, targetGroup: string): Promise<string[]> {
  const targets = await ports.elb.describeTargetHealth(targetGroup)
  return targets.filter((one) => one.state === 'unhealthy').map((one) => `${one.target} ${one.state}: ${one.reason ?? '?'}${one.description ? ` (${one.description})` : ''}`)
}

/** The last log lines of a task, container by container, where it logs to CloudWatch. */
export async function tailOf(ports: AwsPorts, of: { readonly task: Pick<Task, 'arn'>; readonly taskDefinition: string; readonly limit?: number }): Promise<string[]> {
  const { definition } = await ports.ecs.describeTaskDefinition(of.taskDefinition)
  const lines: string[] = []
  for (const stream of logStreams(definition, of.task.arn)) lines.push(...(await ports.logs.tail({ ...stream, limit: of.limit ?? logLines })))
  const secrets = definition.containerDefinitions.flatMap((container) => (container.environment ?? []).filter(({ name }) => isSecretName(name)).map(({ value }) => value))
  return lines.map((line) => redact(line, secrets))
}

/** Where the containers of a task log to: `prefix/container/task-id`. */
export function logStreams(definition: TaskDefinition, taskArn: string): { readonly group: string; readonly stream: string }[] {
  const id = shortArn(taskArn)
  return definition.containerDefinitions.flatMap((container) => {
    const options = container.logConfiguration?.logDriver === 'awslogs' ? container.logConfiguration.options : undefined
    const group = options?.['awslogs-group']
    const prefix = options?.['awslogs-stream-prefix']
    return group && prefix ? [{ group, stream: `${prefix}/${container.name}/${id}` }] : []
  })
}

/** The evidence as lines under an error. */
export function evidenceLines(evidence: Evidence): string[] {
  const exits = Object.entries(evidence.exitCodes).map(([name, code]) => `${name} exited with ${code}`)
  return [
    ...(evidence.task ? [`stopped task ${shortArn(evidence.task)}: ${evidence.stoppedReason ?? 'no reason given'}${evidence.stopCode ? ` (${evidence.stopCode})` : ''}`] : []),
    ...(exits.length > 0 ? [exits.join(', ')] : []),
    ...evidence.health.map((line) => `target ${line}`),
    ...evidence.events.map((line) => `event: ${line}`),
    ...evidence.logLines.map((line) => `log: ${line}`),
    ...evidence.missing.map((line) => `could not be read: ${line}`),
  ]
}
