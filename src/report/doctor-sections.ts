/** What docs/errors.md says of one code. */
export interface CodeExplanation {
  readonly means: string
  readonly cause?: string
  readonly fix?: string
}

/** Read the sections of docs/errors.md, code to explanation. */
export function errorSections(page: string): Record<string, CodeExplanation> {
  const sections = page.split(/^## /m).slice(1)
  return Object.fromEntries(
    sections.map((section) => {
      const [code = '', ...rest] = section.split('\n')
      const paragraphs = rest.join('\n').trim().split(/\n\s*\n/).map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, ' '))
      const begins = (label: string) => paragraphs.find((paragraph) => paragraph.startsWith(label))?.slice(label.length).trim()
      const means = paragraphs.filter((paragraph) => !/^(Usual cause|What to do):/.test(paragraph)).join(' ')
      const cause = begins('Usual cause:')
      const fix = begins('What to do:')
      return [code.trim(), { means, ...(cause === undefined ? {} : { cause }), ...(fix === undefined ? {} : { fix }) }]
    }),
  )
}

/** Write the module that carries docs/errors.md into the bundle. */
export function codesModule(page: string): string {
  const lines = Object.entries(errorSections(page)).map(([code, explanation]) => `  ${code}: ${JSON.stringify(explanation)},`)
  return `import type { CodeExplanation } from './doctor-sections.ts'

// Generated from docs/errors.md by scripts/doctor.ts; edit the page and run it again.
export const codeExplanations: Readonly<Partial<Record<string, CodeExplanation>>> = {
${lines.join('\n')}
}
`
}
