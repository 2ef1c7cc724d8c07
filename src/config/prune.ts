import { writtenConfig, type WrittenConfig } from './schema.ts'

type Path = readonly (string | number)[]

/** Leave out what the schema refuses, as little as possible; nothing when the root itself is refused. */
export function prune(written: unknown): WrittenConfig | undefined {
  const copy: unknown = structuredClone(written)
  const stands = { project: 'unnamed', components: {} }
  for (;;) {
    const parsed = writtenConfig.safeParse(copy)
    if (parsed.success) return parsed.data
    const removed = parsed.error.issues.map((issue) => {
      if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => remove(copy, [...issue.path, key] as Path)).some(Boolean)
      return remove(copy, issue.path as Path)
    })
    if (removed.some(Boolean)) continue
    // What cannot be left out is stood in for, once.
    const lacking = Object.entries(stands).filter(([key]) => isObject(copy) && !Array.isArray(copy) && !(key in copy))
    if (lacking.length === 0 || !isObject(copy)) return undefined
    for (const [key, value] of lacking) copy[key] = value
  }
}

/** Remove a value, or the nearest thing around it that is there: an entry with a missing field, a list with a bad item. */
function remove(root: unknown, path: Path): boolean {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = path.slice(0, depth - 1).reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), root)
    const key = path[depth - 1]
    if (key === undefined || !isObject(parent) || Array.isArray(parent) || !(key in parent)) continue
    delete parent[key]
    return true
  }
  return false
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return value !== null && typeof value === 'object'
}
