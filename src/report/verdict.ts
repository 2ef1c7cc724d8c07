import type { CheckOutcome } from '../checks/outcome.ts'
import { countLines, percentOf } from '../checks/gates/coverage.ts'
import { countTests, isFailing } from '../checks/parse/count-tests.ts'
import { errorCodes, type FailureKind } from '../shared/error-codes.ts'
import { changedFiles } from './changed-files.ts'
import type { RunFailure, RunReport } from './run-report.ts'

/** How the whole run ended. */
export type RunState = 'passed' | 'failed' | 'error'

/** Say how the whole run ended: what could not be decided makes it an error unless something failed for sure. */
export function runState(report: RunReport): RunState {
  const states = report.outcomes.map(({ state }) => state)
  const bad = report.release !== undefined && report.release.state !== 'succeeded' && report.release.state !== 'running'
  if (states.includes('failed') || bad) return 'failed'
  const failure = ownFailure(report)
  if (failure) return failure.kind === 'infrastructure' ? 'error' : 'failed'
  return states.includes('error') ? 'error' : 'passed'
}

/** Say what kind of failure a run ended in; `undefined` when it passed. A retry helps against `infrastructure` alone. */
export function failureKind(report: RunReport): FailureKind | undefined {
  if (runState(report) === 'passed') return undefined
  if (report.release && report.release.state !== 'succeeded' && report.release.state !== 'running') return 'release'
  const failure = ownFailure(report)
  if (failure) return failure.kind
  const kinds = report.outcomes.filter(({ state }) => state === 'failed' || state === 'error').map(kindOf)
  return (['usage', 'findings', 'release', 'infrastructure'] as const).find((kind) => kinds.includes(kind)) ?? 'infrastructure'
}

/** What ended the run besides its checks: an error that only counts red checks says nothing that they do not. */
export function ownFailure({ failure }: RunReport): RunFailure | undefined {
  return failure && !(failure.code as string).startsWith('CHECKS_') ? failure : undefined
}

/** Say what kind of failure one red check is. */
export function kindOf({ state, code }: CheckOutcome): FailureKind {
  if (state === 'failed') return code && errorCodes[code] === 'usage' ? 'usage' : 'findings'
  return code ? errorCodes[code] : 'infrastructure'
}

/** Write verdict.json: the same facts as the page, for machines. Its `version` changes when a field changes its meaning. */
export function verdictJson(report: RunReport): string {
  const count = (state: CheckOutcome['state']) => report.outcomes.filter((outcome) => outcome.state === state).length
  const tests = countTests({ cases: report.outcomes.flatMap(({ tests }) => tests?.cases ?? []) })
  const verdict = {
    version: 1,
    project: report.project,
    call: report.call,
    revision: report.revision ?? null,
    base: report.base ?? null,
    state: runState(report),
    kind: failureKind(report) ?? null,
    failure: report.failure ?? null,
    startedAt: new Date(report.startedAtMs).toISOString(),
    finishedAt: new Date(report.finishedAtMs).toISOString(),
    engineVersion: report.engineVersion ?? null,
    hatcheryVersion: report.hatcheryVersion ?? null,
    counts: {
      checks: { total: report.outcomes.length, passed: count('passed'), failed: count('failed'), error: count('error'), skipped: count('skipped') },
      tests,
      findings: report.outcomes.reduce((sum, { findings }) => sum + findings.length, 0),
    },
    checks: report.outcomes.map(checkJson),
    changedLines: report.changed ? changedFiles(report) : null,
    plan: report.plan ?? [],
    notes: report.notes ?? [],
    images: report.receipt?.images ?? [],
    release: report.release ?? null,
  }
  return `${JSON.stringify(verdict, undefined, 2)}\n`
}

function checkJson(outcome: CheckOutcome): Record<string, unknown> {
  const red = outcome.state === 'failed' || outcome.state === 'error'
  const { id, concern, path, components, cell, tool, shard, state, code, summary, durationSeconds, findings, accepted, reproduce } = outcome
  return {
    id, concern, path, components, cell, tool, shard, state,
    kind: red ? kindOf(outcome) : undefined,
    code, summary, durationSeconds,
    ...(outcome.tests ? { tests: countTests(outcome.tests), failingTests: outcome.tests.cases.filter(isFailing).map(({ id, file, line, message }) => ({ id, file, line, message })) } : {}),
    ...(outcome.coverage ? { coveragePercent: Math.round(percentOf(countLines(outcome.coverage.files)) * 100) / 100 } : {}),
    findings,
    accepted: accepted?.length ? accepted : undefined,
    reproduce: red ? reproduce : undefined,
  }
}
