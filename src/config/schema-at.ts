import { configJsonSchema } from './schema.ts'

/** The parts of JSON Schema that messages are made of. */
export interface SchemaNode {
  readonly description?: string
  readonly const?: string
  readonly enum?: readonly string[]
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly additionalProperties?: SchemaNode | boolean
  readonly items?: SchemaNode
  readonly anyOf?: readonly SchemaNode[]
  readonly oneOf?: readonly SchemaNode[]
}

let rootSchema: SchemaNode | undefined

/** Find what the schema says about a place in hatchery.yaml; alternatives are merged. */
export function schemaAt(path: readonly (string | number)[]): SchemaNode | undefined {
  let nodes = alternatives((rootSchema ??= configJsonSchema()))
  for (const key of path) {
    nodes = nodes.flatMap((node) => {
      const next = typeof key === 'number' ? node.items : (node.properties?.[key] ?? node.additionalProperties)
      return next !== undefined && typeof next !== 'boolean' ? alternatives(next) : []
    })
  }
  const [first] = nodes
  if (!first) return undefined
  return { ...first, properties: Object.assign({}, ...nodes.map((node) => node.properties ?? {})) as Record<string, SchemaNode> }
}

function alternatives(node: SchemaNode): SchemaNode[] {
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? [])]
  if (inner.length === 0) return [node]
  return inner.flatMap(alternatives).map((one) => ({ ...one, ...(node.description !== undefined && { description: node.description }) }))
}
