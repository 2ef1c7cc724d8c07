import { HatcheryError, isHatcheryError } from '../shared/errors.ts'
import type { SmokeReport } from '../verify/smoke.ts'
import type { ReleaseRecord, StepRecord } from './records.ts'

/** How a release went: what the state table has of it, and what only this run knows. */
export interface ReleaseReport {
  readonly record: ReleaseRecord
  readonly steps: readonly StepRecord[]
  readonly smoke?: SmokeReport | undefined
  /** The first cause, with its evidence. */
  readonly cause?: HatcheryError | undefined
  /** Whether an earlier, killed run had begun it. */
  readonly resumed: boolean
}

/** The failure that a release is; undefined when it succeeded. */
export function releaseFailure(report: ReleaseReport): HatcheryError | undefined {
  const { record, cause } = report
  if (record.state === 'succeeded') return undefined
  const undone = report.steps.filter((step) => step.state === 'undone').map((step) => step.name)
  return new HatcheryError('RELEASE_FAILED', {
    what: `${record.kind} ${record.id} of ${record.revision.slice(0, 12)} failed: ${record.why ?? 'see the steps'}${undone.length > 0 ? `; went back: ${[...new Set(undone)].join(', ')}` : ''}${record.remains.length > 0 ? `; remains: ${record.remains.join('; ')}` : ''}`,
    where: `stage ${record.stage}`,
    next: cause?.facts.next ?? 'Fix the cause and release again.',
    details: [...sayRelease(report), ...(cause?.facts.details ?? []), `report: release-report --stage ${record.stage} --release ${record.id} export --path report`],
    cause,
  })
}

/** A release as lines: one a step. */
export function sayRelease(report: ReleaseReport): string[] {
  return [
    `${report.record.kind} ${report.record.id}: ${report.record.state}${report.resumed ? ' (begun by an earlier run)' : ''}`,
    ...(report.record.approvedBy ? [`approved by ${report.record.approvedBy}`] : []),
    ...report.steps.map((step) => `${step.region} ${step.name}: ${step.state}${step.text ? `, ${step.text}` : ''}`),
    ...(report.record.smoke ? [`smoke: ${report.record.smoke}`] : []),
    ...report.record.remains.map((line) => `remains: ${line}`),
  ]
}

/** One line for an error of any kind, with its code. */
export function oneLine(error: unknown): string {
  return isHatcheryError(error) ? `[${error.code}] ${error.message}` : error instanceof Error ? error.message : String(error)
}
