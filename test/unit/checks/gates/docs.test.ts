import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseConfig } from '../../../../src/config/parse.ts'

const page = readFileSync(new URL('../../../../docs/gates.md', import.meta.url), 'utf8')
const snippets = [...page.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text]) => text ?? '')

describe('docs/gates.md', () => {
  it.each(snippets)('shows settings that hatchery.yaml takes (%#)', (snippet) => {
    const written = parse(snippet) as { components?: unknown }
    const text = JSON.stringify({ project: 'p', components: { api: { path: 'backend', language: 'python' } }, ...written })
    expect(parseConfig({ text, fileName: 'hatchery.yaml', pathExists: () => true }).project).toBe('p')
  })
  it('shows some', () => {
    expect(snippets.length).toBeGreaterThanOrEqual(3)
  })
})
