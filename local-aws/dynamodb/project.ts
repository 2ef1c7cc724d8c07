import { Placeholders, readPath } from './names.ts'
import type { Item } from './state.ts'
import { TokenReader } from './tokens.ts'

/** Keep the top-level attributes that a projection expression names; all without one. */
export function project(item: Item, options: { expression: unknown; names: unknown }): Item {
  if (typeof options.expression !== 'string') return item
  const placeholders = new Placeholders({ names: options.names, values: undefined })
  const reader = new TokenReader(options.expression)
  const wanted: string[] = []
  do {
    const path = readPath(reader, placeholders)
    if (path.length > 1) throw reader.error()
    wanted.push(String(path[0]))
  } while (reader.take(','))
  return Object.fromEntries(Object.entries(item).filter(([name]) => wanted.includes(name)))
}
