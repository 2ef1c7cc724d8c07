import type { CheckOutcome } from '../../checks/outcome.ts'
import { stateMark, stateWord } from '../format.ts'
import { markup, type Markup } from '../xml-text.ts'

/** A state as a pill: mark and word, coloured. */
export function pill(state: keyof typeof stateWord): Markup {
  return markup`<span class="state ${state}"><span aria-hidden="true">${stateMark[state]}</span> ${stateWord[state]}</span>`
}

/** The command that shows a failure again; one click selects all of it. */
export function again(outcome: Pick<CheckOutcome, 'reproduce'>): Markup | '' {
  return outcome.reproduce ? markup`<div class="again"><span>See it again on a laptop</span><code>${outcome.reproduce}</code></div>` : ''
}

/** Text that a tool printed; it can be reached and scrolled by keyboard. */
export function printed(text: string, label: string): Markup {
  return markup`<pre tabindex="0" role="region" aria-label="${label}">${text}</pre>`
}

/** A section with a heading that the navigation links to. */
export function section(about: { id: string; title: string; body: unknown }): Markup {
  return markup`<section id="${about.id}" aria-labelledby="${about.id}-title"><h2 id="${about.id}-title">${about.title}</h2>${about.body}</section>\n`
}

/** `src/a.ts:7:3`, as the mono-spaced place of a finding or test. */
export function place(at: { readonly file?: string; readonly line?: number; readonly column?: number }): Markup | '' {
  if (!at.file) return ''
  return markup`<span class="place">${[at.file, at.line, at.line === undefined ? undefined : at.column].filter((part) => part !== undefined).join(':')}</span>`
}
