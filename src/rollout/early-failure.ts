import type { Task } from '../aws/ports.ts'

/** A failure that more waiting will not cure. */
export interface EarlyFailure {
  readonly kind: 'exit-code' | 'image' | 'resources' | 'unhealthy'
  readonly reason: string
  /** The task that shows it. */
  readonly task: Task
}

/** These do not go away by themselves; other pull and start errors need to be seen twice. */
const finalPull = /not found|manifest unknown|no matching manifest|image manifest does not contain|platform.*does not match|repository does not exist|denied|unauthorized|invalid reference/i
const finalResources = /ResourceNotFound|AccessDenied|not authorized|can't find|does not exist|ParameterNotFound|invalid (parameter|secret)|did not contain json key|unable to retrieve secret.*400/i

/**
 * Find out of stopped tasks whether the deployment can only fail.
 *
 * The same exit code twice, an image that cannot be pulled, a secret or log group that cannot be had, a task that
 * its health check gave up on: each is known long before the circuit breaker has counted to its threshold.
 *
 * @param stopped Stopped tasks of the new task definition.
 * @param around Tasks of the deployment that run, and how many are wanted: one unhealthy task among many is not proof.
 */
export function earlyFailure(stopped: readonly Task[], around: { readonly running: number; readonly desired: number }): EarlyFailure | undefined {
  const pulls = stopped.filter((task) => /CannotPull/.test(textOf(task)))
  const finalPulls = pulls.filter((task) => finalPull.test(textOf(task)))
  const pull = finalPulls[0] ?? (pulls.length >= 2 ? pulls[0] : undefined)
  if (pull) return { kind: 'image', reason: `the image cannot be pulled: ${textOf(pull)}`, task: pull }
  const starts = stopped.filter((task) => /ResourceInitializationError/.test(textOf(task)))
  const finalStarts = starts.filter((task) => finalResources.test(textOf(task)))
  const start = finalStarts[0] ?? (starts.length >= 2 ? starts[0] : undefined)
  if (start) return { kind: 'resources', reason: `the task cannot get what it needs to start: ${textOf(start)}`, task: start }
  const seen = new Map<string, Task>()
  for (const task of stopped) {
    const found = culprit(task)
    if (!found) continue
    const key = `${found.name} ${found.exitCode}`
    if (seen.has(key)) return { kind: 'exit-code', reason: `container ${found.name} exited twice with code ${found.exitCode}${meaning(found.exitCode)}`, task }
    seen.set(key, task)
  }
  const unhealthy = stopped.filter((task) => /failed (ELB|container) health checks/i.test(textOf(task)))
  const proof = around.running === 0 || around.desired <= 2 ? 1 : 2
  const sick = unhealthy[0]
  if (sick && unhealthy.length >= proof) return { kind: 'unhealthy', reason: `the health check gave up on a new task: ${textOf(sick)}`, task: sick }
  return undefined
}

/** What ECS says of the stop of a task, in one line. */
export function textOf(task: Task): string {
  const reasons = task.containers.flatMap((container) => (container.reason ? [`${container.name}: ${container.reason}`] : []))
  return [task.stoppedReason, ...reasons].filter(Boolean).join('; ') || task.stopCode || 'no reason given'
}

/** Codes of containers that were stopped because another one had ended. */
const bySignal = new Set([137, 143])

/** The container whose exit ended the task: one that failed by itself, else one that was killed, else one that simply ended. */
function culprit(task: Task): { readonly name: string; readonly exitCode: number } | undefined {
  if (stoppedByScheduler(task)) return undefined
  const exited = task.containers.flatMap(({ name, exitCode }) => (exitCode === undefined ? [] : [{ name, exitCode }]))
  return exited.find(({ exitCode }) => exitCode !== 0 && !bySignal.has(exitCode)) ?? exited.find(({ exitCode }) => bySignal.has(exitCode)) ?? exited[0]
}

/** A task that ECS itself told to stop exits with a signal's code; that says nothing about the application. */
function stoppedByScheduler(task: Task): boolean {
  return task.stopCode === 'ServiceSchedulerInitiated' || task.stopCode === 'UserInitiated' || task.stopCode === 'SpotInterruption'
}

function meaning(exitCode: number): string {
  return exitCode === 137 ? ' (killed: often out of memory)' : exitCode === 139 ? ' (segmentation fault: often the wrong architecture)' : ''
}
