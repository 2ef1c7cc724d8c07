import { raw } from 'hono/html'
import { allCoverage } from '../coverage-files.ts'
import { duration, instant, short, stateMark, verdictWords } from '../format.ts'
import { headline } from '../headline.ts'
import type { RunReport } from '../run-report.ts'
import { ownFailure, runState } from '../verdict.ts'
import { markup, type Markup } from '../xml-text.ts'
import { checksSection, flakySection } from './checks.ts'
import { coverageSection } from './coverage-view.ts'
import { failuresSection } from './failures.ts'
import { imagesSection } from './images-view.ts'
import { printed } from './pieces.ts'
import { releaseSection } from './release-view.ts'
import { style } from './style.ts'
import { timelineSection } from './timeline-view.ts'

/**
 * Write one self-contained HTML page of a run.
 *
 * It loads nothing, holds no script, follows the reader's light or dark, and says every state in words too.
 */
export function reportPage(report: RunReport): string {
  const state = runState(report)
  const sections = [
    { id: 'release', title: 'Release', body: releaseSection(report.release) },
    { id: 'failures', title: 'What failed', body: failuresSection(report.outcomes) },
    { id: 'checks', title: 'What ran', body: checksSection(report.outcomes, report.plan ?? []) },
    { id: 'flaky', title: 'Flaky tests', body: flakySection(report.outcomes) },
    { id: 'timeline', title: 'Timeline', body: timelineSection(report) },
    { id: 'coverage', title: 'Coverage', body: coverageSection(report) },
    { id: 'images', title: 'Images', body: imagesSection(report.receipt) },
  ].filter(({ body }) => body !== '')
  const measured = allCoverage(report).files.length > 0
  const title = `${verdictWords[state]}: ${report.project} ${report.call}`
  const nav = sections.length > 1 ? markup`<nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>` : ''
  const page = markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
<a class="skip" href="#content">To the results</a>
<header class="${state}"><div>
<div class="verdict"><span class="mark" aria-hidden="true">${stateMark[state]}</span><h1>${title}</h1></div>
<p class="headline">${headline(report)}.</p>
${facts(report)}
${nav}
</div></header>
<main id="content" tabindex="-1">
${(report.notes ?? []).map((note) => markup`<p class="note">${note}</p>\n`)}
${failureNote(report)}
${sections.map(({ body }) => body)}
</main>
<footer>Hatchery${report.hatcheryVersion ? ` ${report.hatcheryVersion}` : ''}. Beside this page: verdict.json, junit.xml, ${measured ? 'lcov.info, cobertura.xml, ' : ''}results.sarif, summary.md.</footer>
</body>
</html>
`
  return `<!doctype html>\n${withoutControls(page.toString())}`
}

const withoutControls = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')

function failureNote(report: RunReport): Markup | '' {
  const failure = ownFailure(report)
  if (!failure) return ''
  return markup`<article class="card edge ${failure.kind === 'infrastructure' ? 'error' : 'failed'}" style="margin-top:1rem"><h3>${failure.code}</h3>${printed(failure.message, 'What ended the run')}</article>`
}

function facts(report: RunReport): Markup {
  const rows: [string, string | Markup][] = [
    ['Revision', report.revision ? markup`<code>${short(report.revision)}</code>` : 'none'],
    ...(report.base ? [['Against', markup`<code>${report.base}</code>`] as [string, Markup]] : []),
    ['Began', instant(report.startedAtMs)],
    ['Took', duration((report.finishedAtMs - report.startedAtMs) / 1000)],
    ...(report.engineVersion ? [['Engine', report.engineVersion] as [string, string]] : []),
    ...(report.runner ? [['On', report.url?.startsWith('https://') ? markup`<a href="${report.url}">${report.runner}</a>` : report.runner] as [string, string | Markup]] : []),
  ]
  return markup`<dl class="facts">${rows.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}
