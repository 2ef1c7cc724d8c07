import { duration } from '../format.ts'
import { buildTimeline, type Span, type Timeline } from '../timeline.ts'
import type { RunReport } from '../run-report.ts'
import { markup, type Markup } from '../xml-text.ts'
import { section } from './pieces.ts'

/** Bars shown at once; the shortest ones beyond that are folded away, those on the critical path never. */
const shown = 60

/** Every step as a bar, those that the run's length comes from in full colour. */
export function timelineSection(report: RunReport): Markup | '' {
  const timeline = buildTimeline(report)
  const { spans, cached } = timeline
  if (spans.length === 0 && cached.length === 0) return ''
  const critical = spans.filter((span) => span.critical)
  const long = new Set(spans.toSorted((a, b) => Number(b.critical) - Number(a.critical) || length(b) - length(a)).slice(0, shown))
  const rest = spans.filter((span) => !long.has(span))
  const path = critical.length === 0 ? '' : markup`<p class="small">Critical path: ${critical.map(({ step }, at) => markup`${at > 0 ? ' → ' : ''}<strong>${label(step)}</strong>`)}, ${duration(critical.reduce((sum, span) => sum + length(span), 0) / 1000)} of ${duration((timeline.endMs - timeline.startMs) / 1000)}. Each began when the one before had ended; shorten these first.</p>`
  const body = markup`<div class="card">${path}<div class="axis" aria-hidden="true"><span>0 s</span><span>${duration((timeline.endMs - timeline.startMs) / 1000)}</span></div>
<ol class="spans">${spans.filter((span) => long.has(span)).map((span) => bar(span, timeline))}</ol>
${rest.length > 0 ? markup`<details class="small"><summary>${rest.length} shorter steps</summary><ol class="spans">${rest.map((span) => bar(span, timeline))}</ol></details>` : ''}
${cached.length > 0 ? markup`<p class="small quiet">From the cache, so without time of their own: ${cached.map(label).join(', ')}</p>` : ''}</div>`
  return section({ id: 'timeline', title: 'Timeline', body })
}

function bar(span: Span, timeline: Timeline): Markup {
  const whole = Math.max(1, timeline.endMs - timeline.startMs)
  const left = (100 * (span.startMs - timeline.startMs)) / whole
  const width = Math.min(100 - left, (100 * length(span)) / whole)
  const begins = duration((span.startMs - timeline.startMs) / 1000)
  return markup`<li class="${span.state}${span.critical ? ' critical' : ''}"><span class="label" title="${span.text ?? span.step}">${label(span.step)}<span class="visually-hidden">, ${span.state}, begins at ${begins}${span.critical ? ', on the critical path' : ''}</span></span><span class="track" aria-hidden="true"><span class="bar" style="left:${left.toFixed(2)}%;width:${width.toFixed(2)}%"></span></span><span class="took">${duration(length(span) / 1000)}</span></li>\n`
}

const length = ({ startMs, endMs }: Span): number => Math.max(0, endMs - startMs)
const label = (step: string): string => step.replace(/^(checks|release)\./, '')
