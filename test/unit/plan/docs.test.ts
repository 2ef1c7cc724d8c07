import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { harmlessGlobs } from '../../../src/plan/known-files.ts'
import { planEvents } from '../../../src/plan/model.ts'

describe('docs/plan.md', () => {
  const page = readFileSync(new URL('../../../docs/plan.md', import.meta.url), 'utf8')

  it.each(planEvents)('says what %s means', (event) => {
    expect(page).toContain(`| \`${event}\` |`)
  })

  it.each(harmlessGlobs)('names %s among what affects nothing', (glob) => {
    expect(page).toContain(`\`${glob}\``)
  })
})
