import type { CheckOutcome } from '../../checks/outcome.ts'
import { duration } from '../format.ts'
import type { PlannedFunction } from '../run-report.ts'
import { markup, type Markup } from '../xml-text.ts'
import { again, pill, place, section } from './pieces.ts'

/** Every check, run or skipped, with its one line of why. */
export function checksSection(outcomes: readonly CheckOutcome[], plan: readonly PlannedFunction[]): Markup | '' {
  const skipped = plan.filter(({ run }) => !run)
  if (outcomes.length === 0 && skipped.length === 0) return ''
  const body = markup`<ul class="card checks">${outcomes.map(check)}${skipped.map(
    ({ name, why }) => markup`<li><span>${pill('skipped')}</span><span class="name"><strong>${name}</strong></span><span class="why small quiet">${why}</span></li>\n`,
  )}</ul>${planned(plan)}`
  return section({ id: 'checks', title: 'What ran', body })
}

function check(outcome: CheckOutcome): Markup {
  const cell = [outcome.cell, outcome.shard ? `shard ${outcome.shard}` : '', outcome.components.join(', ')].filter(Boolean).join(' · ')
  const took = outcome.durationSeconds === undefined ? '' : markup`<span class="took">${duration(outcome.durationSeconds)}</span>`
  const rerun = outcome.state === 'passed' ? markup`<details class="small"><summary class="quiet">Command</summary>${again(outcome)}</details>` : ''
  return markup`<li><span>${pill(outcome.state)}</span><span class="name"><strong>${outcome.id}</strong> <span class="quiet small">${cell}</span></span>${took}<span class="why small">${outcome.summary}${accepted(outcome)}${rerun}</span></li>\n`
}

function accepted({ accepted: list }: CheckOutcome): Markup | '' {
  if (!list?.length) return ''
  const items = list.slice(0, 100).map(({ finding, why }) => markup`<li>${place(finding)} ${finding.rule}: ${finding.message} <span class="quiet">(${why})</span></li>\n`)
  return markup`<details><summary>${list.length} accepted</summary><ul class="items">${items}</ul></details>`
}

function planned(plan: readonly PlannedFunction[]): Markup | '' {
  const run = plan.filter((one) => one.run)
  if (run.length === 0) return ''
  return markup`<details class="small"><summary>Why these were chosen</summary><ul class="items">${run.map(({ name, why }) => markup`<li><strong>${name}</strong> ${why}</li>\n`)}</ul></details>`
}

/** Tests that passed on a later try, and failing ones in quarantine. */
export function flakySection(outcomes: readonly CheckOutcome[]): Markup | '' {
  const items = outcomes.flatMap(({ tests }) => tests?.cases ?? []).flatMap((test) => {
    const why = test.quarantine
      ? `failed, in quarantine until ${test.quarantine.expires} (${test.quarantine.owner}: ${test.quarantine.reason})`
      : test.state === 'flaky' ? `passed on try ${Math.max(2, test.attempts?.length ?? 2)}` : undefined
    return why ? [markup`<li><strong>${test.name}</strong> ${place(test)}<br><span class="small">${why}${test.message ? `: ${test.message.split('\n')[0]}` : ''}</span></li>\n`] : []
  })
  return items.length === 0 ? '' : section({ id: 'flaky', title: 'Flaky tests', body: markup`<ul class="card items">${items}</ul>` })
}
