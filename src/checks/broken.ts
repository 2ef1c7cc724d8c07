import type { HatcheryError } from '../shared/errors.ts'
import { checkId } from './id.ts'
import type { CheckOutcome } from './outcome.ts'
import type { CheckSpec } from './spec.ts'

/** Make the outcomes of a check whose container failed before its tools could end: undecided, never a pass. */
export function brokenOutcomes(spec: CheckSpec, failure: { error: HatcheryError; reproduce: string }): readonly CheckOutcome[] {
  const { error, reproduce } = failure
  return spec.steps.map(({ tool }) => ({
    id: checkId(spec, tool),
    concern: spec.concern,
    path: spec.path,
    components: spec.components,
    cell: spec.cell,
    tool,
    state: 'error',
    code: error.code,
    summary: error.message,
    findings: [],
    output: (error.facts.details ?? []).join('\n'),
    reproduce,
  }))
}
