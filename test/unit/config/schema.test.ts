import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { configJsonSchema } from '../../../src/config/schema.ts'

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

describe('schema/hatchery.schema.json', () => {
  it('is what the zod schema says', () => {
    const file = readFileSync(new URL('../../../schema/hatchery.schema.json', import.meta.url), 'utf8')
    expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(configJsonSchema())))
  })

  it('describes every field', () => {
    expect(undescribed(configJsonSchema(), 'hatchery.yaml')).toEqual([])
  })

  it('asks only for the project and its components', () => {
    expect(configJsonSchema()['required']).toEqual(['project', 'components'])
  })
})
