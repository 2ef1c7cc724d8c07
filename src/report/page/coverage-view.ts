import type { CheckOutcome, FileCoverage } from '../../checks/outcome.ts'
import { countLines, percentOf } from '../../checks/gates/coverage.ts'
import { mergeCoverage } from '../../checks/parse/merge-coverage.ts'
import { percent } from '../format.ts'
import type { RunReport } from '../run-report.ts'
import { markup, type Markup } from '../xml-text.ts'
import { changedLinesView } from './changed-lines-view.ts'
import { section } from './pieces.ts'

const listedFiles = 40

/** Coverage of each component, and the changed lines in their context. */
export function coverageSection(report: RunReport): Markup | '' {
  const gated = report.outcomes.filter(({ tool, coverage }) => tool === 'coverage' && coverage)
  const measured = gated.length > 0 ? gated : byComponent(report.outcomes)
  if (measured.length === 0) return ''
  return section({ id: 'coverage', title: 'Coverage', body: markup`<div class="grid">${measured.map(component)}</div>${changedLinesView(report)}` })
}

/** Without gates, one entry a component from its tests. */
function byComponent(outcomes: readonly CheckOutcome[]): CheckOutcome[] {
  const groups = Map.groupBy(outcomes.filter(({ coverage }) => coverage), ({ components }) => components.join(', '))
  return [...groups].flatMap(([name, group]) => {
    const [first] = group
    const coverage = mergeCoverage(group.flatMap((outcome) => (outcome.coverage ? [outcome.coverage] : [])))
    return first ? [{ ...first, components: [name], state: 'passed' as const, summary: 'no minimum was looked at', coverage }] : []
  })
}

function component(outcome: CheckOutcome): Markup {
  const files = outcome.coverage?.files ?? []
  const value = percentOf(countLines(files))
  const minimum = /minimum (?:is|of) (\d+(?:\.\d+)?) %/.exec(outcome.summary)?.[1]
  const mark = minimum ? markup`<b style="left:${minimum}%" title="minimum ${minimum} %"></b>` : ''
  const worst = files.map((file) => ({ file, percent: percentOf(countLines([file])) })).filter((one) => one.percent < 100).sort((a, b) => a.percent - b.percent)
  const list = worst.length === 0 ? '' : markup`<details class="small"><summary>Files below 100 %</summary><ul class="items">${worst.slice(0, listedFiles).map(fileLine)}</ul></details>`
  return markup`<div class="card ${outcome.state}"><h3><span>${outcome.components.join(', ')}</span> <span>${percent(value)}</span></h3><div class="meter" aria-hidden="true"><i style="width:${value.toFixed(1)}%"></i>${mark}</div><p class="small quiet">${outcome.summary}</p>${list}</div>\n`
}

function fileLine({ file, percent: value }: { file: FileCoverage; percent: number }): Markup {
  return markup`<li><span class="place">${file.file}</span> ${percent(value)}</li>\n`
}
