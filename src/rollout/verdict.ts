import type { EcsService, ServiceDeployment } from '../aws/ports.ts'
import type { Started } from './start.ts'

/** Who brought the previous revision back. */
export type RolledBackBy = 'breaker' | 'alarm' | 'smoke' | 'us' | 'someone'

/** How the deployment that we started ended. */
export type Verdict =
  | { readonly kind: 'succeeded'; readonly running: number; readonly desired: number; readonly scaledToZero: boolean }
  | { readonly kind: 'rolled-back'; readonly by: RolledBackBy; readonly reason: string; /** Whether the previous revision is known to be in place again. */ readonly restored: boolean }
  | { readonly kind: 'superseded'; readonly byTaskDefinition: string }
  | { readonly kind: 'stopped'; readonly reason: string }
  | { readonly kind: 'timed-out'; readonly afterSeconds: number; readonly restored: boolean }

/** What is known now. `ask` means that only the service deployment can tell. */
export type Judgement = { readonly kind: 'pending' } | { readonly kind: 'ask' } | { readonly kind: 'verdict'; readonly verdict: Verdict }

/** That we told ECS to end the deployment, and why. */
export interface Ending {
  readonly because: 'failing' | 'timed out'
  readonly reason: string
  readonly afterSeconds: number
  readonly how: 'ROLLBACK' | 'ABORT'
}

const pending: Judgement = { kind: 'pending' }
const verdict = (value: Verdict): Judgement => ({ kind: 'verdict', verdict: value })

/**
 * Judge our deployment by what ECS says of its service.
 *
 * "Stable" proves nothing: a service is stable after a rollback and with nothing running. So the judgement follows the id.
 */
export function judge(service: EcsService | undefined, started: Started, ending?: Ending): Judgement {
  if (!service) return verdict({ kind: 'stopped', reason: 'the service was deleted' })
  const ours = service.deployments.find((deployment) => deployment.id === started.deploymentId)
  if (ours?.status === 'PRIMARY' && !ending) {
    if (ours.rolloutState === 'COMPLETED') return verdict({ kind: 'succeeded', running: service.runningCount, desired: service.desiredCount, scaledToZero: service.desiredCount === 0 })
    return ours.rolloutState === 'FAILED' ? { kind: 'ask' } : pending
  }
  if (ours?.status === 'PRIMARY') return ending?.how === 'ABORT' ? { kind: 'ask' } : pending
  return { kind: 'ask' }
}

/** Judge with the service deployment at hand, or without one where AWS does not show it. */
export function judgeServiceDeployment(found: ServiceDeployment | undefined, service: EcsService, started: Started, ending?: Ending): Judgement {
  const primary = service.deployments.find((deployment) => deployment.status === 'PRIMARY')
  const ours = service.deployments.find((deployment) => deployment.id === started.deploymentId)
  const replaced = primary !== undefined && primary.id !== started.deploymentId
  const rollingBack = /ROLLBACK/.test(found?.status ?? '')
  // A rollback goes to the last revision that was completed, which need not be the one that was there when we began.
  const restored = replaced && primary.rolloutState === 'COMPLETED' && (rollingBack || primary.taskDefinition === started.previousTaskDefinition)
  const foreign = replaced && !rollingBack && primary.taskDefinition !== started.previousTaskDefinition && primary.taskDefinition !== started.taskDefinition
  const back = (): Judgement => verdict(backVerdict(found, ours?.rolloutStateReason ?? primary?.rolloutStateReason, restored, ending))
  switch (found?.status) {
    case 'SUCCESSFUL':
      return verdict({ kind: 'succeeded', running: service.runningCount, desired: service.desiredCount, scaledToZero: service.desiredCount === 0 })
    case 'ROLLBACK_SUCCESSFUL':
      return verdict(backVerdict(found, ours?.rolloutStateReason, true, ending))
    case 'ROLLBACK_FAILED':
      return verdict({ kind: 'stopped', reason: `the rollback failed: ${found.statusReason ?? 'ECS gives no reason'}` })
    case 'STOPPED':
      if (foreign) return verdict({ kind: 'superseded', byTaskDefinition: primary.taskDefinition })
      if (ending?.because === 'timed out') return verdict({ kind: 'timed-out', afterSeconds: ending.afterSeconds, restored })
      return verdict({ kind: 'stopped', reason: ending?.reason ?? found.statusReason ?? found.rollbackReason ?? 'stopped from outside' })
    default:
      if (foreign) return verdict({ kind: 'superseded', byTaskDefinition: primary.taskDefinition })
      // Once the previous revision is in place again there is nothing more to wait for, whatever the record says.
      if (restored) return back()
      if (found === undefined && ours?.rolloutState === 'FAILED' && primary?.id === ours.id) return verdict({ kind: 'stopped', reason: ours.rolloutStateReason ?? 'the deployment failed and nothing was rolled back' })
      return pending
  }
}

function backVerdict(found: ServiceDeployment | undefined, stateReason: string | undefined, restored: boolean, ending: Ending | undefined): Verdict {
  const reason = ending?.reason ?? found?.rollbackReason ?? found?.statusReason ?? stateReason ?? 'ECS gives no reason'
  if (ending?.because === 'timed out') return { kind: 'timed-out', afterSeconds: ending.afterSeconds, restored }
  if (ending) return { kind: 'rolled-back', by: 'us', reason, restored }
  if ((found?.triggeredAlarms.length ?? 0) > 0 || /alarm/i.test(reason)) return { kind: 'rolled-back', by: 'alarm', reason: found?.triggeredAlarms.length ? `${reason} (${found.triggeredAlarms.join(', ')})` : reason, restored }
  if (found?.breakerStatus === 'TRIGGERED' || /circuit breaker/i.test(`${reason} ${stateReason ?? ''}`)) return { kind: 'rolled-back', by: 'breaker', reason, restored }
  return { kind: 'rolled-back', by: 'someone', reason, restored }
}
