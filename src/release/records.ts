import type { DestructiveStep } from '../migrate/expand-contract.ts'
import type { ServiceFacts } from '../rollout/service-facts.ts'

/** `release` is all of it; the next ones are its parts, each used alone; `refresh` changes nothing and records what runs. */
export type ReleaseKind = 'release' | 'deploy' | 'migrate' | 'rollback' | 'refresh'

/** The revision of a record whose components no one release brought. */
export const unknownRevision = 'unknown'

/** How far a release has come, or how it ended. */
export type ReleaseState = 'running' | 'undoing' | 'succeeded' | 'rolled-back' | 'failed' | 'refused'

/** One release of a stage, as the state table keeps it. */
export interface ReleaseRecord {
  /** Sortable by time: `20260105T090000Z-0123456-x7f2`. */
  readonly id: string
  readonly kind: ReleaseKind
  readonly stage: string
  readonly revision: string
  /** Component to image reference by digest. */
  readonly images: Readonly<Record<string, string>>
  readonly order: readonly string[]
  readonly regions: readonly string[]
  readonly state: ReleaseState
  readonly startedAtMs: number
  readonly finishedAtMs?: number | undefined
  readonly holder: string
  /** Who approved it, where that was said. */
  readonly approvedBy?: string | undefined
  /** Why it failed, one line. */
  readonly why?: string | undefined
  /** What is left to know or do after it. */
  readonly remains: readonly string[]
  /** What the smoke test proved: `revision proven`, `revision not proven: …`. */
  readonly smoke?: string | undefined
}

export type StepState = 'preparing' | 'starting' | 'started' | 'done' | 'failed' | 'undoing' | 'undone' | 'stays'

/** One step of a release in one region, written before each of its effects. */
export interface StepRecord {
  readonly releaseId: string
  readonly region: string
  /** Place in the order. */
  readonly at: number
  /** Component name or `migrate`. */
  readonly name: string
  readonly state: StepState
  readonly updatedAtMs: number
  readonly beganAtMs: number
  readonly endedAtMs?: number | undefined
  /** Verdict or migration in one line. */
  readonly text?: string | undefined
  /** Why it failed: stop reasons, exit codes, last log lines. */
  readonly evidence?: readonly string[] | undefined
  readonly deploy?: DeployFacts | undefined
  readonly migrate?: MigrateFacts | undefined
}

export interface DeployFacts {
  readonly previousTaskDefinition: string
  readonly taskDefinition?: string | undefined
  readonly deploymentId?: string | undefined
  readonly startedAtMs?: number | undefined
  /** Somebody else's deployment took over; it is not ours to undo. */
  readonly superseded?: boolean | undefined
  /** How the service was set up when this ended well, to know later what was changed by hand. */
  readonly service?: ServiceFacts | undefined
}

export interface MigrateFacts {
  readonly before?: string | null | undefined
  readonly after?: string | null | undefined
  readonly head?: string | null | undefined
  readonly atMs: number
  readonly contract: readonly DestructiveStep[]
}

/** Whether the step took something away from the schema that older code may use; what is not known counts as done. */
export function contracted(step: StepRecord): boolean {
  const { migrate } = step
  if (step.name !== 'migrate' || !migrate || migrate.contract.length === 0) return false
  return step.state === 'done' || step.state === 'starting' || (step.state === 'failed' && moved(migrate))
}

/** Whether a migration that did not succeed may have changed the database all the same. */
export function moved(migrate: MigrateFacts): boolean {
  return migrate.after === undefined || migrate.after !== migrate.before
}

/** Make the id of a release that begins now. */
export function releaseId(options: { readonly nowMs: number; readonly revision: string; readonly random: () => number }): string {
  const time = new Date(options.nowMs).toISOString().replace(/[-:]|\.\d+/g, '')
  const nonce = Math.floor(options.random() * 36 ** 4).toString(36).padStart(4, '0')
  return `${time}-${options.revision.slice(0, 7)}-${nonce}`
}
