import type { CheckOutcome, FileCoverage } from '../../checks/outcome.ts'
import { changedCoverage, countLines, percentOf, type ChangedFileCoverage } from '../../checks/gates/coverage.ts'
import { describeRanges, inRanges, type ChangedLines } from '../../checks/gates/line-range.ts'
import { mergeCoverage } from '../../checks/parse/merge-coverage.ts'
import { percent } from '../format.ts'
import type { RunReport } from '../run-report.ts'
import { markup, type Markup } from '../xml-text.ts'
import { section } from './pieces.ts'

/** Lines shown before and after an uncovered one. */
const context = 2
const listedFiles = 40

/** Coverage of each component, and the changed lines that no test ran, in their context. */
export function coverageSection(report: RunReport): Markup | '' {
  const gated = report.outcomes.filter(({ tool, coverage }) => tool === 'coverage' && coverage)
  const measured = gated.length > 0 ? gated : byComponent(report.outcomes)
  if (measured.length === 0) return ''
  const { changed } = report
  const all = mergeCoverage(measured.flatMap(({ coverage }) => (coverage ? [coverage] : [])))
  const files = changed ? changedCoverage(all, changed) : []
  const hits = new Map(all.files.map(({ file, hits: lines }) => [file, lines]))
  const missed = files.filter(({ uncovered }) => uncovered.length > 0)
  const lines = missed.slice(0, listedFiles).map((file) => changedFile(file, { hits: hits.get(file.file) ?? new Map(), report, changed: changed ?? new Map() }))
  const rest = missed.length > listedFiles ? markup`<p class="quiet small">… and ${missed.length - listedFiles} more files</p>` : ''
  const said = files.length === 0 ? '' : missed.length === 0 ? markup`<p class="sub">Every changed line that counts was run by a test.</p>` : markup`<h3 class="sub">Changed lines that no test ran</h3>`
  return section({ id: 'coverage', title: 'Coverage', body: markup`<div class="grid">${measured.map(component)}</div>${said}${lines}${rest}` })
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

function changedFile(one: ChangedFileCoverage, about: { hits: ReadonlyMap<number, number>; report: RunReport; changed: ChangedLines }): Markup {
  const source = about.report.sources?.get(one.file)?.split('\n')
  const body = source ? inContext(one, { ...about, source }) : ''
  return markup`<article class="card"><h4><span class="place">${one.file}</span></h4><p class="small">${one.total - one.covered === 1 ? 'Line' : 'Lines'} ${describeRanges(one.uncovered)}: ${one.total - one.covered} of ${one.total} changed lines not covered</p>${body}</article>\n`
}

function inContext(one: ChangedFileCoverage, about: { hits: ReadonlyMap<number, number>; changed: ChangedLines; source: readonly string[] }): Markup {
  const wanted = about.source.map((_, at) => at + 1).filter((line) => inRanges(line, one.uncovered.map(({ start, end }) => ({ start: start - context, end: end + context }))))
  const rows = wanted.map((line, at) => {
    const gap = at > 0 && wanted[at - 1] !== line - 1 ? markup`<li class="gap" aria-hidden="true">⋯</li>\n` : ''
    const changed = inRanges(line, about.changed.get(one.file) ?? [])
    const count = changed ? about.hits.get(line) : undefined
    const state = count === undefined ? 'plain' : count > 0 ? 'hit' : 'missed'
    const said = state === 'missed' ? 'not covered' : state === 'hit' ? 'covered' : changed ? 'changed' : ''
    const sign = state === 'missed' ? '✗' : state === 'hit' ? '✓' : changed ? '+' : ''
    return markup`${gap}<li class="${state}"><span class="number">${line}</span><span class="sign"><span aria-hidden="true">${sign}</span><span class="visually-hidden">${said}</span></span><code>${about.source[line - 1]}</code></li>\n`
  })
  return markup`<ol class="source">${rows}</ol>`
}
