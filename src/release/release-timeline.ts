import type { ReleaseStep, ReleaseTimeline } from '../report/run-report.ts'
import type { ReleaseRecord, StepRecord, StepState } from './records.ts'

const stepStates: Readonly<Record<StepState, ReleaseStep['state']>> = { preparing: 'running', starting: 'running', started: 'running', done: 'passed', failed: 'failed', undoing: 'running', undone: 'rolled-back', stays: 'passed' }

/** Lay a release out for the reports, from its journal alone: also one that another run made. */
export function releaseTimeline(record: ReleaseRecord, steps: readonly StepRecord[]): ReleaseTimeline {
  return {
    id: record.id,
    stage: record.stage,
    target: record.stage === 'local' ? 'local stand-in' : 'AWS',
    state: record.state === 'undoing' ? 'running' : record.state === 'refused' ? 'failed' : record.state,
    by: [record.holder, ...(record.approvedBy === undefined ? [] : [`approved by ${record.approvedBy}`])].join(', '),
    summary: [record.why ?? (record.smoke === undefined ? record.state : `smoke test: ${record.smoke}`), ...record.remains.map((line) => `remains: ${line}`)].join('; '),
    steps: steps.map((step) => ({
      name: step.name === 'migrate' ? 'migrate' : record.kind === 'refresh' ? 'record' : 'deploy',
      ...(step.name === 'migrate' ? {} : { component: step.name }),
      region: step.region,
      state: stepStates[step.state],
      startedAtMs: step.beganAtMs,
      ...(step.endedAtMs === undefined ? {} : { finishedAtMs: step.endedAtMs }),
      ...(step.text === undefined ? {} : { text: step.text }),
      ...(step.evidence === undefined ? {} : { evidence: step.evidence }),
    })),
  }
}
