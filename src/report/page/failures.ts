import type { CheckOutcome, Finding, TestCase } from '../../checks/outcome.ts'
import { isFailing } from '../../checks/parse/count-tests.ts'
import { plural } from '../format.ts'
import { isRed } from '../summarize-failures.ts'
import { markup, type Markup } from '../xml-text.ts'
import { again, pill, place, printed, section } from './pieces.ts'

/** More than that nobody reads on a page; all of them are in the files beside it. */
const listed = 100
/** Failing tests whose output is open from the start. */
const opened = 3

/** What is red, each with its tests, findings or output, and how to see it again. */
export function failuresSection(outcomes: readonly CheckOutcome[]): Markup | '' {
  const red = outcomes.filter(isRed).sort((a, b) => (a.state === b.state ? 0 : a.state === 'failed' ? -1 : 1))
  return red.length === 0 ? '' : section({ id: 'failures', title: 'What failed', body: red.map(failure) })
}

function failure(outcome: CheckOutcome): Markup {
  const tests = (outcome.tests?.cases ?? []).filter(isFailing)
  const { findings } = outcome
  const explained = tests.length > 0 || findings.length > 0
  const output = outcome.output.trim() === '' ? '' : explained && outcome.code === undefined
    ? markup`<details><summary>Everything the tool printed last</summary>${printed(outcome.output, `Output of ${outcome.id}`)}</details>`
    : printed(outcome.output, `Output of ${outcome.id}`)
  return markup`<article class="card edge ${outcome.state}">
<h3>${pill(outcome.state)} <span>${outcome.id}</span></h3>
<p>${outcome.summary}${outcome.code ? markup` <span class="quiet small">${outcome.code}</span>` : ''}</p>
${tests.length > 0 ? markup`<ul class="items">${tests.slice(0, listed).map(failingTest)}</ul>${more(tests.length, 'failing test')}` : ''}
${findings.length > 0 ? markup`<ul class="items">${findings.slice(0, listed).map(findingItem)}</ul>${more(findings.length, 'finding')}` : ''}
${output}${again(outcome)}</article>\n`
}

function failingTest(test: TestCase, at: number): Markup {
  const summary = markup`<span class="title">${test.name}</span> ${place(test)}${test.message ? markup`<br><span class="small">${test.message.split('\n')[0]}</span>` : ''}`
  if (!test.detail) return markup`<li>${summary}</li>\n`
  const tries = (test.attempts?.length ?? 0) > 1 ? markup`<p class="quiet small">Failed on every one of ${plural(test.attempts?.length ?? 0, 'try').replace('trys', 'tries')}.</p>` : ''
  return markup`<li><details${at < opened ? markup` open` : ''}><summary>${summary}</summary>${tries}${printed(test.detail, `Output of ${test.name}`)}</details></li>\n`
}

function findingItem(finding: Finding): Markup {
  return markup`<li>${place(finding)} <span class="small quiet">${finding.severity} · ${finding.tool} ${finding.rule}</span><br>${finding.message}</li>\n`
}

function more(total: number, noun: string): Markup | '' {
  return total > listed ? markup`<p class="quiet small">… and ${plural(total - listed, `more ${noun}`)}, in verdict.json</p>` : ''
}
