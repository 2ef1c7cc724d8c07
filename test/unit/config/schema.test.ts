import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { configJsonSchema } from '../../../src/config/schema.ts'
import { parse } from './source.ts'

interface Node {
  description?: string
  properties?: Record<string, Node>
  [key: string]: unknown
}

function undescribed(node: Node, path: string): string[] {
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) => (child.description ? [] : [`${path}.${key}`]))
  const inner = Object.entries(node).flatMap(([key, child]) =>
    child !== null && typeof child === 'object' ? undescribed(child as Node, key === 'properties' ? path : `${path}.${key}`) : [],
  )
  return [...own, ...inner]
}

const fromRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

describe('schema/hatchery.schema.json', () => {
  it('and the table in docs/config.md are what the zod schema says', () => {
    const { status, stderr } = spawnSync(process.execPath, [fromRoot('scripts/schema.ts'), '--check'], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })

  it('describes every field', () => {
    expect(undescribed(configJsonSchema(), 'hatchery.yaml')).toEqual([])
  })

  it('asks only for the project and its components', () => {
    expect(configJsonSchema()['required']).toEqual(['project', 'components'])
  })
})

describe('docs/config.md', () => {
  const examples = [...readFileSync(fromRoot('docs/config.md'), 'utf8').matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => text ?? '')

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(1)
  })

  it.each(examples)('shows what Hatchery reads: %s', (text) => {
    expect(parse(text).project).toBe('shop')
  })
})
