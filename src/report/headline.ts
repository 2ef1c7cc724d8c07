import { countTests } from '../checks/parse/count-tests.ts'
import { plural } from './format.ts'
import type { RunReport } from './run-report.ts'
import { ownFailure } from './verdict.ts'

/** Say in one sentence what a run came to: `3 of 14 checks failed: 2 tests, 5 findings`. */
export function headline(report: RunReport): string {
  const { outcomes, release } = report
  const failure = ownFailure(report)
  const count = (state: string) => outcomes.filter((outcome) => outcome.state === state).length
  const ran = outcomes.length - count('skipped')
  const red = outcomes.filter(({ state }) => state === 'failed' || state === 'error')
  const tests = countTests({ cases: red.flatMap((outcome) => outcome.tests?.cases ?? []) }).failed
  const findings = red.reduce((sum, outcome) => sum + outcome.findings.length, 0)
  const detail = [...(tests > 0 ? [plural(tests, 'failing test')] : []), ...(findings > 0 ? [plural(findings, 'finding')] : [])]
  const said: string[] = []
  if (count('failed') > 0) said.push(`${count('failed')} of ${plural(ran, 'check')} failed${detail.length > 0 ? ` with ${detail.join(' and ')}` : ''}`)
  if (count('error') > 0) said.push(`${plural(count('error'), 'check')} could not be decided`)
  if (outcomes.length > 0 && red.length === 0) said.push(ran === 0 ? 'nothing had to run' : `${plural(ran, 'check')} passed`)
  if (count('skipped') > 0) said.push(`${count('skipped')} skipped`)
  if (release) said.push(`release to ${release.stage} (${release.target}): ${release.summary}`)
  if (failure) said.push(failure.message.split('\n')[0] ?? failure.code)
  return said.length > 0 ? said.join('; ') : 'nothing was run'
}
