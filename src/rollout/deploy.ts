import type { AwsPorts } from '../aws/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { findService } from './find-service.ts'
import { prepareTaskDefinition } from './prepare.ts'
import { startDeployment } from './start.ts'
import type { DefinitionChange } from './task-definition.ts'
import { watchDeployments, type Outcome, type WatchOptions } from './watch.ts'

/** One service to bring to a new image. */
export interface DeployRequest {
  readonly cluster: string
  readonly service: string
  readonly change: DefinitionChange
  readonly tags: Readonly<Record<string, string>>
}

/** What is about to happen, told before it does, so that it can be written down first. */
export interface DeployJournal {
  /** Before a revision is registered. */
  preparing(known: { readonly previousTaskDefinition: string }): Promise<void>
  /** Before the service is updated. */
  starting(known: { readonly previousTaskDefinition: string; readonly taskDefinition: string; readonly startedAtMs: number }): Promise<void>
  started(known: { readonly deploymentId: string }): Promise<void>
}

/** Roll one service out and give the outcome of the deployment that this started. */
export async function deployService(ports: AwsPorts, request: DeployRequest, options: WatchOptions & { readonly clock: Clock; readonly journal?: DeployJournal }): Promise<Outcome> {
  const { cluster, service } = request
  const { clock, journal } = options
  const before = await findService(ports, request)
  // Where another deployment is under way, what it replaces is what is known to have worked.
  const previousTaskDefinition = before.deployments.find((deployment) => deployment.rolloutState === 'COMPLETED')?.taskDefinition ?? before.taskDefinition
  await journal?.preparing({ previousTaskDefinition })
  const prepared = await prepareTaskDefinition(ports, { running: before.taskDefinition, change: request.change, tags: request.tags, clock })
  options.onProgress(service, prepared.origin === 'running' ? 'already runs this revision' : `${prepared.origin}: ${prepared.taskDefinition}`)
  await journal?.starting({ previousTaskDefinition, taskDefinition: prepared.taskDefinition, startedAtMs: clock.now() })
  const started = await startDeployment(ports, { cluster, service, taskDefinition: prepared.taskDefinition, previousTaskDefinition, clock })
  await journal?.started({ deploymentId: started.deploymentId })
  options.onProgress(service, `deployment ${started.deploymentId}`)
  const [outcome] = await watchDeployments(ports, [started], options)
  return outcome as Outcome
}
