import type { ChangedFileCoverage } from '../../checks/gates/coverage.ts'
import { describeRanges, inRanges, toRanges } from '../../checks/gates/line-range.ts'
import { changedFiles, listedFiles } from '../changed-files.ts'
import { allCoverage } from '../coverage-files.ts'
import { plural } from '../format.ts'
import type { RunReport } from '../run-report.ts'
import { markup, type Markup } from '../xml-text.ts'

/** Lines shown before and after a changed one. */
const context = 3
/** Lines of one file that are open; the rest is folded. */
const openLines = 40
/** Lines of one file that are on the page at all. */
const keptLines = 800
/** Files that are open, of those with an uncovered line. */
const openFiles = 10
/** A longer line was made by a tool. */
const maxColumns = 400

/** The changed lines of each file that coverage knows, in their context, each marked as run by a test or not. */
export function changedLinesView(report: RunReport): Markup | '' {
  const files = changedFiles(report)
  if (files.length === 0) return ''
  const hits = new Map(allCoverage(report).files.map((one) => [one.file, one.hits]))
  const missed = files.filter(({ uncovered }) => uncovered.length > 0).length
  const title = missed === 0 ? 'Changed lines: tests ran every one that counts' : `Changed lines that no test ran, in ${plural(missed, 'file')}`
  const rest = files.length > listedFiles ? markup`<p class="quiet small">… and ${plural(files.length - listedFiles, 'more file')}</p>` : ''
  return markup`<h3 class="sub">${title}</h3>
${legend}${files.slice(0, listedFiles).map((file, at) => changedFile(file, { report, hits: hits.get(file.file) ?? new Map(), open: at < openFiles }))}${rest}`
}

const legend = markup`<p class="small quiet legend" aria-hidden="true"><span>✗ no test ran it</span> <span>✓ a test ran it</span> <span>+ changed, does not count</span></p>\n`

interface About {
  readonly report: RunReport
  readonly hits: ReadonlyMap<number, number>
  readonly open: boolean
}

function changedFile(file: ChangedFileCoverage, about: About): Markup {
  const missed = file.total - file.covered
  const text = about.report.sources?.get(file.file)
  const said = missed === 0 ? `${plural(file.total, 'changed line')} covered` : `${missed === 1 ? 'Line' : 'Lines'} ${describeRanges(file.uncovered)}: ${missed} of ${plural(file.total, 'changed line')} not covered`
  const summary = markup`<span class="place">${file.file}</span><br><span class="small">${said}</span>`
  if (text === undefined) return markup`<article class="card"><p>${summary}</p></article>\n`
  return markup`<article class="card"><details${missed > 0 && about.open ? markup` open` : ''}><summary>${summary}</summary>${inContext(file, { ...about, lines: text.split(/\r?\n/) })}</details></article>\n`
}

function inContext(file: ChangedFileCoverage, about: About & { lines: readonly string[] }): Markup {
  const changed = about.report.changed?.get(file.file) ?? []
  const around = (ranges: typeof changed) => {
    const wide = ranges.map(({ start, end }) => ({ start: start - context, end: end + context }))
    return about.lines.map((_, at) => at + 1).filter((line) => inRanges(line, wide))
  }
  const all = around(changed)
  const row = (line: number) => sourceLine(line, { ...about, isChanged: inRanges(line, changed) })
  if (all.length <= openLines) return listing(all, row)
  // In a long file what nobody ran comes first, and the whole of the change is one key away.
  const first = around(file.uncovered).slice(0, openLines)
  const kept = all.slice(0, keptLines)
  const cut = all.length > kept.length ? markup`<p class="quiet small">… and ${plural(all.length - kept.length, 'more line')}</p>` : ''
  return markup`${first.length > 0 ? listing(first, row) : ''}<details class="small"><summary>All of the change in this file, ${plural(all.length, 'line')}</summary>${listing(kept, row)}${cut}</details>`
}

function listing(lines: readonly number[], row: (line: number) => Markup): Markup {
  const blocks = toRanges(lines).map(({ start, end }) => Array.from({ length: end - start + 1 }, (_, at) => row(start + at)))
  return markup`<ol class="source">${blocks.map((block, at) => markup`${at > 0 ? markup`<li class="gap" aria-hidden="true">⋯</li>\n` : ''}${block}`)}</ol>`
}

const looks = {
  missed: { sign: '✗', said: 'not covered' },
  hit: { sign: '✓', said: 'covered' },
  changed: { sign: '+', said: 'changed' },
  plain: { sign: '', said: '' },
} as const

function sourceLine(line: number, about: { hits: ReadonlyMap<number, number>; lines: readonly string[]; isChanged: boolean }): Markup {
  const count = about.hits.get(line)
  const state = !about.isChanged ? 'plain' : count === undefined ? 'changed' : count > 0 ? 'hit' : 'missed'
  const { sign, said } = looks[state]
  const text = about.lines[line - 1] ?? ''
  return markup`<li class="${state}"><span class="number">${line}</span><span class="sign"><span aria-hidden="true">${sign}</span><span class="visually-hidden">${said}</span></span><code>${text.length > maxColumns ? `${text.slice(0, maxColumns)}…` : text}</code></li>\n`
}
