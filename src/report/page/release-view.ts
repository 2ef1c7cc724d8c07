import { duration, instant, short, stateMark, stateWord } from '../format.ts'
import type { ReleaseStep, ReleaseTimeline } from '../run-report.ts'
import { markup, type Markup } from '../xml-text.ts'
import { printed, section } from './pieces.ts'

const tones = { running: 'running', succeeded: 'passed', 'rolled-back': 'rolled-back', failed: 'failed', superseded: 'error', stopped: 'failed', 'timed-out': 'failed' } as const

/** The release's steps in order, with what failed and the evidence for it. */
export function releaseSection(release: ReleaseTimeline | undefined): Markup | '' {
  if (!release) return ''
  const before = release.previousRevision ? markup` <span class="quiet small">before: <code>${short(release.previousRevision)}</code></span>` : ''
  const body = markup`<div class="card edge ${tones[release.state]}"><p><span class="state ${tones[release.state]}">${release.state.replace('-', ' ')}</span> ${release.summary}${before}</p>
<p class="quiet small">Release ${release.id} on ${release.target}${release.by ? `, by ${release.by}` : ''}</p><ol class="steps">${release.steps.map(step)}</ol></div>`
  return section({ id: 'release', title: `Release to ${release.stage}`, body })
}

function step(one: ReleaseStep): Markup {
  const took = one.startedAtMs === undefined || one.finishedAtMs === undefined ? '' : ` · ${duration((one.finishedAtMs - one.startedAtMs) / 1000)}`
  const began = one.startedAtMs === undefined ? '' : instant(one.startedAtMs).slice(11)
  const name = [one.name, one.component, one.region].filter(Boolean).join(' ')
  const evidence = one.evidence?.length ? markup`<details open><summary class="small">Evidence</summary>${printed(one.evidence.join('\n'), `Evidence of ${name}`)}</details>` : ''
  return markup`<li class="${one.state}"><span class="mark" aria-hidden="true">${stateMark[one.state]}</span><div class="row-head"><strong>${name}</strong><span class="quiet small">${stateWord[one.state]}${began ? ` · ${began}` : ''}${took}</span></div>${one.text ? markup`<p class="small">${one.text}</p>` : ''}${evidence}</li>\n`
}
