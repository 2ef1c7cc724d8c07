import type { Plane } from '../plane.ts'
import { regionOfArn } from '../world.ts'
import { addEvent } from './events.ts'
import type { CircuitBreaker, Deployment, Service } from './state.ts'
import type { Task } from './task-state.ts'

/**
 * Note what a stopped task says about its deployment and about how soon the next may be launched.
 *
 * A failure is a task that could not be started, never became healthy before it exited, or was stopped for a failed
 * health check (API_Deployment, failedTasks). Launches that never reach RUNNING are spaced out, more with each.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 */
export function noteStopped(plane: Plane, options: { service: Service; task: Task }): void {
  const { service, task } = options
  if (task.failureCounted || !failed(task)) return
  task.failureCounted = true
  if (task.startedAt === undefined) spaceLaunches(plane, service)
  const deployment = service.deployments.find((one) => one.id === task.deploymentId)
  if (deployment?.rolloutState !== 'IN_PROGRESS') return
  deployment.failedTasks += 1
  deployment.updatedAt = plane.timeline.now()
  const record = regionOfArn(plane.world, service.arn).ecs.serviceDeployments[deployment.serviceDeploymentArn]
  if (record?.deploymentId === deployment.id) record.failureCount = deployment.failedTasks
}

/** A healthy task starts the count again, unless the breaker is told not to (API_DeploymentCircuitBreaker, resetOnHealthyTask). */
export function noteHealthy(plane: Plane, options: { service: Service; deployment: Deployment }): void {
  const { service, deployment } = options
  if (service.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask === false) return
  deployment.failedTasks = 0
  const record = regionOfArn(plane.world, service.arn).ecs.serviceDeployments[deployment.serviceDeploymentArn]
  if (record?.deploymentId === deployment.id) record.failureCount = 0
}

/**
 * How many failures the circuit breaker takes: by default half of the desired count, rounded up, at least 3 and at most 200.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ThresholdConfiguration.html
 */
export function breakerThreshold(breaker: CircuitBreaker | undefined, desiredCount: number): number {
  const { type, value } = breaker?.thresholdConfiguration ?? { type: 'BOUNDED_PERCENT', value: 50 }
  if (type === 'COUNT') return value
  const share = Math.ceil((value / 100) * desiredCount)
  return type === 'UNBOUNDED_PERCENT' ? Math.max(1, share) : Math.min(200, Math.max(3, share))
}

function failed(task: Task): boolean {
  if (task.stopCode === 'TaskFailedToStart') return true
  if (task.stopCode === 'EssentialContainerExited') return !task.wasHealthy
  return task.stopCode === 'ServiceSchedulerInitiated' && (task.stoppedReason ?? '').startsWith('Task failed ')
}

function spaceLaunches(plane: Plane, service: Service): void {
  const { launchPauseSeconds, longestLaunchPauseSeconds } = plane.world.timings
  service.failedLaunches += 1
  if (service.failedLaunches < 2) return
  const pauseSeconds = Math.min(longestLaunchPauseSeconds, launchPauseSeconds * 2 ** (service.failedLaunches - 2))
  service.launchNotBefore = plane.timeline.now() + pauseSeconds * 1000
  if (service.failedLaunches === 3) addEvent(plane, { service, text: 'is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.' })
}
