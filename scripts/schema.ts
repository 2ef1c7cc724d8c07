import { readFileSync, writeFileSync } from 'node:fs'
import { configJsonSchema } from '../src/config/schema.ts'
import type { SchemaNode } from '../src/config/schema-at.ts'

// Writes schema/hatchery.schema.json and the table of fields in docs/config.md from the zod schema; --check only compares.

/** One line a field, alternatives of a field under each other. */
function fieldLines(node: SchemaNode, path: string): string[] {
  const alternatives = [...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap((one) => fieldLines(one, path))
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const at = path ? `${path}.${key}` : key
    return [`| \`${at}${child.const === undefined ? '' : `: ${child.const}`}\` | ${meaning(child)} |`, ...fieldLines(child, at)]
  })
  const items = node.items ? fieldLines(node.items, `${path}[]`) : []
  const values = typeof node.additionalProperties === 'object' ? fieldLines(node.additionalProperties, `${path}.*`) : []
  return [...new Set([...own, ...alternatives, ...items, ...values])]
}

function meaning(node: SchemaNode): string {
  const values = node.enum ?? node.items?.enum
  const value = typeof node.default === 'string' || typeof node.default === 'number' ? ` Default: ${node.default}.` : ''
  return `${node.description ?? ''}${values ? ` One of ${values.join(', ')}.` : ''}${value}`.replaceAll('<', '&lt;').replaceAll('|', '&#124;')
}

function withFields(page: string): string {
  const table = ['| Field | Meaning |', '|---|---|', ...fieldLines(configJsonSchema(), '')].join('\n')
  return page.replace(/(<!-- fields[^>]*-->\n)[^]*(<!-- end of fields -->)/, (_, begin: string, end: string) => `${begin}${table}\n${end}`)
}

const page = new URL('../docs/config.md', import.meta.url)
const wanted: readonly (readonly [URL, string])[] = [
  [new URL('../schema/hatchery.schema.json', import.meta.url), `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`],
  [page, withFields(readFileSync(page, 'utf8'))],
]

for (const [file, text] of wanted) {
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file.pathname} is not what src/config says; run: npm run schema`)
    process.exitCode = 1
  }
}
