import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathFilters } from '../../../src/github/path-filters.ts'
import { pathEffects } from '../../../src/plan/affected.ts'
import type { WorkspaceFacts } from '../../../src/plan/workspace-facts.ts'
import { config, everything } from './sample.ts'

/** GitHub's own rules: `*` stops at a slash, `**` does not, the last pattern that matches decides. */
function starts(patterns: readonly string[], path: string): boolean {
  const matches = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll(/\*\*\/|\*\*|\*/g, (star) => (star === '**/' ? '(?:.*/)?' : star === '**' ? '.*' : '[^/]*'))}$`).test(path)
  return patterns.reduce((now, pattern) => (pattern.startsWith('!') ? now && !matches(pattern.slice(1)) : now || matches(pattern)), false)
}

const facts = { files: [], imports: [{ from: 'web', to: 'docs/package', manifest: 'web/package.json' }], unreadable: [] } as unknown as WorkspaceFacts
const part = fc.constantFrom('docs', 'notes', 'web', 'services', 'api', 'shared', 'a', 'b', 'c', '.github', 'ISSUE_TEMPLATE', 'package', '.vscode', 'workflows', 'LICENSE', 'x')
const file = fc.constantFrom('README.md', 'openapi.json', 'x.ts', 'LICENSE', 'plan.drawio', 'package-lock.json', 'CODEOWNERS', 'hatchery.yaml', 'dependabot.yml', '.editorconfig', 'requirements.txt')
const paths = fc.tuple(fc.array(part, { maxLength: 3 }), file).map(([folders, name]) => [...folders, name].join('/'))

function agree(text: string): void {
  const shop = config(text)
  const patterns = pathFilters({ config: shop, folder: '.', builtFrom: facts.imports.map(({ to }) => to) })
  const effectOf = pathEffects({ config: shop, facts, configFile: 'hatchery.yaml' })
  let left = 0
  fc.assert(
    fc.property(paths, (path) => {
      if (starts(patterns, path)) return
      left += 1
      const effect = effectOf({ path, kind: 'modified' } as never)
      expect(effect.harmless, `${path} starts no workflow`).toBeDefined()
    }),
    { numRuns: 3000, seed: 7 },
  )
  expect(left).toBeGreaterThan(10)
}

describe('path filters', () => {
  it('leave out only what the plan calls harmless', () => agree(everything))

  it('leave out only what the plan calls harmless where a component is the root', () => {
    agree('project: shop\ncomponents: { all: { path: ., language: node }, web: { path: web, language: node } }\nignore: ["notes/**", "docs/**"]')
  })

  it('start for a page that a component is built from, and not for one beside it', () => {
    const patterns = pathFilters({ config: config(everything), folder: '.', builtFrom: ['docs/package'] })
    expect(['docs/openapi.json', 'docs/package/README.md', 'shared/a/x.ts', 'web/README.md'].map((path) => starts(patterns, path))).toEqual([true, true, true, true])
    expect(['docs/guide.md', 'README.md', 'notes/a/b', '.github/dependabot.yml'].map((path) => starts(patterns, path))).toEqual([false, false, false, false])
  })

  it('stand below the folder of the application', () => {
    const patterns = pathFilters({ config: config(everything), folder: 'apps/shop' })
    expect(patterns.every((pattern) => /^!?apps\/shop\//.test(pattern))).toBe(true)
    expect(['other/x.ts', 'apps/shop/docs/a.md', 'apps/shop/web/x.ts'].map((path) => starts(patterns, path))).toEqual([false, false, true])
  })
})
