import { digitsId, shortId } from '../ids.ts'
import type { Plane } from '../plane.ts'
import { regionOfArn } from '../world.ts'
import { addEvent } from './events.ts'
import { breakerThreshold } from './failures.ts'
import { tasksOf } from './lookup.ts'
import type { Deployment, Service, ServiceDeployment } from './state.ts'
import { requestReconcile } from './reconcile-request.ts'

/**
 * Start a deployment of what the service now says; it becomes PRIMARY and the one before ACTIVE.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html (service deployments and revisions)
 */
export function startDeployment(plane: Plane, service: Service): Deployment {
  const { ecs } = regionOfArn(plane.world, service.arn)
  const now = plane.timeline.now()
  const previous = service.deployments[0]
  const revisionArn = `${service.arn.replace(':service/', ':service-revision/')}/${digitsId(plane.world.ids)}`
  ecs.revisions[revisionArn] = {
    arn: revisionArn,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    taskDefinition: service.taskDefinition,
    ...(service.launchType === undefined ? {} : { launchType: service.launchType }),
    platformVersion: service.platformVersion,
    loadBalancers: service.loadBalancers,
    networkConfiguration: service.networkConfiguration,
    createdAt: now,
  }
  const id = `ecs-svc/${digitsId(plane.world.ids)}`
  supersede(plane, service)
  const record = recordDeployment(plane, { service, deploymentId: id, targetRevisionArn: revisionArn })
  const deployment: Deployment = {
    id,
    status: 'PRIMARY',
    taskDefinition: service.taskDefinition,
    revisionArn,
    serviceDeploymentArn: record.arn,
    createdAt: now,
    updatedAt: now,
    failedTasks: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    aborted: false,
  }
  if (previous !== undefined) previous.status = 'ACTIVE'
  service.deployments.unshift(deployment)
  service.steady = false
  service.launchNotBefore = 0
  service.failedLaunches = 0
  requestReconcile(plane, { service })
  // A failed one is shown for a while; with no task whose end would be noticed, somebody must look again.
  if (previous?.rolloutState === 'FAILED') requestReconcile(plane, { service, delaySeconds: plane.world.timings.failedVisibleSeconds })
  return deployment
}

/** Mark the PRIMARY deployment as complete; only one that did not fail can be. */
export function completeDeployment(plane: Plane, service: Service): void {
  const primary = service.deployments[0]
  if (primary === undefined) return
  const now = plane.timeline.now()
  Object.assign(primary, { rolloutState: 'COMPLETED', rolloutStateReason: `ECS deployment ${primary.id} completed.`, updatedAt: now })
  service.lastCompleted = { deploymentId: primary.id, revisionArn: primary.revisionArn }
  addEvent(plane, { service, text: `(deployment ${primary.id}) deployment completed.` })
  const record = currentRecord(plane, service)
  if (record === undefined) return
  const rolledBack = record.rollback !== undefined
  Object.assign(record, { status: rolledBack ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL', finishedAt: now, updatedAt: now })
  if (record.breakerStatus === 'MONITORING') record.breakerStatus = 'MONITORING_COMPLETE'
  delete service.currentServiceDeployment
}

export type FailureCause =
  | { readonly kind: 'circuit-breaker'; readonly rollback: boolean }
  | { readonly kind: 'alarm'; readonly rollback: boolean; readonly alarmNames: readonly string[] }
  | { readonly kind: 'stopped'; readonly rollback: boolean }

/** Reasons in the words of AWS. The words for `stopped` are not documented and may differ. */
const WORDS = {
  'circuit-breaker': {
    failed: 'ECS deployment circuit breaker: tasks failed to start.',
    event: 'tasks failed to start.',
    rolling: (id: string) => `ECS deployment circuit breaker: rolling back to deploymentId ${id}.`,
    status: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
  },
  alarm: {
    failed: 'ECS deployment failed: alarm detected.',
    event: 'alarm detected.',
    rolling: (id: string) => `ECS deployment failed: alarm detected. Rolling back to deploymentId ${id}.`,
    status: 'Service deployment rolled back because of CloudWatch alarms.',
  },
  stopped: {
    failed: 'ECS deployment stopped by StopServiceDeployment.',
    event: 'service deployment stopped.',
    rolling: (id: string) => `ECS deployment stopped: rolling back to deploymentId ${id}.`,
    status: 'Service deployment rolled back by user request.',
  },
} as const

/**
 * Fail the PRIMARY deployment: it launches nothing more. With rollback, the last COMPLETED deployment becomes PRIMARY again
 * under its own id; when there is none (first deployment), the service stalls.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
export function failDeployment(plane: Plane, options: { service: Service; cause: FailureCause }): void {
  const { service, cause } = options
  const failedOne = service.deployments[0]
  if (failedOne === undefined) return
  const words = WORDS[cause.kind]
  const now = plane.timeline.now()
  Object.assign(failedOne, { rolloutState: 'FAILED', rolloutStateReason: words.failed, updatedAt: now })
  addEvent(plane, { service, text: `(deployment ${failedOne.id}) deployment failed: ${words.event}` })
  const record = currentRecord(plane, service)
  const target = service.lastCompleted
  if (record !== undefined) {
    record.updatedAt = now
    if (cause.kind === 'circuit-breaker') record.breakerStatus = 'TRIGGERED'
    if (cause.kind === 'alarm') record.triggeredAlarms = [...cause.alarmNames]
  }
  if (!cause.rollback || target === undefined || target.deploymentId === failedOne.id) {
    if (record !== undefined) Object.assign(record, { status: 'STOPPED', statusReason: words.failed, stoppedAt: now, finishedAt: now })
    delete service.currentServiceDeployment
    requestReconcile(plane, { service })
    return
  }
  if (record !== undefined) {
    const rollback = { reason: words.status, startedAt: now, serviceRevisionArn: target.revisionArn }
    Object.assign(record, { status: 'ROLLBACK_IN_PROGRESS', statusReason: words.status, rollback })
  }
  promoteAgain(plane, { service, target, reason: words.rolling(target.deploymentId) })
  addEvent(plane, { service, text: `rolling back to deployment ${target.deploymentId}.` })
  requestReconcile(plane, { service })
  requestReconcile(plane, { service, delaySeconds: plane.world.timings.failedVisibleSeconds })
}

/** The record of the service deployment that is under way. */
export function currentRecord(plane: Plane, service: Service): ServiceDeployment | undefined {
  const arn = service.currentServiceDeployment
  return arn === undefined ? undefined : regionOfArn(plane.world, service.arn).ecs.serviceDeployments[arn]
}

function promoteAgain(plane: Plane, options: { service: Service; target: { deploymentId: string; revisionArn: string }; reason: string }): void {
  const { service, target, reason } = options
  const now = plane.timeline.now()
  const revision = regionOfArn(plane.world, service.arn).ecs.revisions[target.revisionArn]
  if (revision === undefined) throw new Error(`the world has lost the service revision ${target.revisionArn}`)
  const failedOne = service.deployments[0] as Deployment
  const known = service.deployments.find((one) => one.id === target.deploymentId)
  const again: Deployment = {
    ...(known ?? { ...failedOne, id: target.deploymentId, createdAt: now, revisionArn: target.revisionArn, taskDefinition: revision.taskDefinition }),
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: reason,
    failedTasks: 0,
    updatedAt: now,
    rollbackOf: failedOne.id,
  }
  failedOne.status = 'ACTIVE'
  service.deployments = [again, ...service.deployments.filter((one) => one !== known)]
  Object.assign(service, {
    taskDefinition: revision.taskDefinition,
    networkConfiguration: revision.networkConfiguration,
    platformVersion: revision.platformVersion,
    loadBalancers: revision.loadBalancers,
    steady: false,
    launchNotBefore: 0,
    failedLaunches: 0,
  })
}

function supersede(plane: Plane, service: Service): void {
  const record = currentRecord(plane, service)
  if (record === undefined) return
  const now = plane.timeline.now()
  const wasRollback = record.rollback !== undefined
  Object.assign(record, {
    status: wasRollback ? 'ROLLBACK_FAILED' : 'STOPPED',
    statusReason: 'Service deployment was replaced by a newer service deployment.',
    stoppedAt: now,
    finishedAt: now,
    updatedAt: now,
  })
}

function recordDeployment(plane: Plane, options: { service: Service; deploymentId: string; targetRevisionArn: string }): ServiceDeployment {
  const { service, deploymentId, targetRevisionArn } = options
  const region = regionOfArn(plane.world, service.arn)
  const now = plane.timeline.now()
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker
  const alarms = service.deploymentConfiguration.alarms
  const alreadyAlarming = (alarms?.alarmNames ?? []).filter((name) => region.stores.alarms[name]?.state === 'ALARM')
  const live = tasksOf(plane.world, service)
  const sources = service.deployments.filter((one) => one.status === 'PRIMARY' || live.some((task) => task.deploymentId === one.id))
  const record: ServiceDeployment = {
    arn: `${service.arn.replace(':service/', ':service-deployment/')}/${shortId(plane.world.ids)}`,
    serviceArn: service.arn,
    clusterArn: service.clusterArn,
    deploymentId,
    createdAt: now,
    startedAt: now,
    updatedAt: now,
    status: 'IN_PROGRESS',
    sourceRevisionArns: sources.map((one) => one.revisionArn),
    targetRevisionArn,
    deploymentConfiguration: structuredClone(service.deploymentConfiguration),
    failureCount: 0,
    threshold: breakerThreshold(breaker, service.desiredCount),
    breakerStatus: breaker?.enable === true ? 'MONITORING' : 'DISABLED',
    ignoredAlarms: alreadyAlarming,
    triggeredAlarms: [],
  }
  region.ecs.serviceDeployments[record.arn] = record
  service.serviceDeploymentArns.push(record.arn)
  service.currentServiceDeployment = record.arn
  return record
}
