import type * as z from 'zod'
import { didYouMean } from './closest.ts'
import type { ConfigIssue } from './issue.ts'
import { schemaAt } from './schema-at.ts'

type ZodIssue = z.core.$ZodIssue
type Path = (string | number)[]

const kinds: Record<string, string> = { string: 'text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'a mapping', record: 'a mapping' }

/** Say what a schema issue means in the words of hatchery.yaml; an issue may become several. */
export function describeIssue(issue: ZodIssue, root: unknown, base: Path = []): ConfigIssue[] {
  const path = [...base, ...(issue.path as Path)]
  const value = valueAt(root, path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, path), atKey: true }))
    case 'invalid_key':
      return [{ path, message: issue.issues[0]?.message ?? 'not a valid name', atKey: true }]
    case 'invalid_union':
      return describeUnion(issue, root, path)
    case 'invalid_type':
      if (value === undefined) return [{ path, message: missing(path) }]
      return [{ path, message: `expected ${kinds[issue.expected] ?? issue.expected}; got ${shown(value)}` }]
    case 'invalid_value': {
      if (value === undefined) return [{ path, message: missing(path) }]
      const options = issue.values.map(String)
      return [{ path, message: `expected ${oneOf(options)}; got ${shown(value)}${typeof value === 'string' ? didYouMean(value, options) : ''}` }]
    }
    default:
      return [{ path, message: `${issue.message}; got ${shown(value)}` }]
  }
}

function describeUnion(issue: Extract<ZodIssue, { code: 'invalid_union' }>, root: unknown, path: Path): ConfigIssue[] {
  const value = valueAt(root, path)
  if (issue.discriminator !== undefined) {
    const options = ((issue as { options?: unknown[] }).options ?? []).map(String)
    if (value === undefined) return [{ path, message: `missing: expected ${oneOf(options)}` }]
    return [{ path, message: `expected ${oneOf(options)}; got ${shown(value)}${typeof value === 'string' ? didYouMean(value, options) : ''}` }]
  }
  if (value === undefined) return [{ path, message: missing(path) }]
  // The form that was meant is the one whose kind of value is right.
  const meant = issue.errors.find((branch) => !branch.some((inner) => inner.path.length === 0 && (inner.code === 'invalid_type' || (inner.code === 'invalid_value' && typeof value === 'object'))))
  if (meant) return meant.flatMap((inner) => describeIssue(inner, root, path))
  const expected = issue.errors.flatMap((branch) => branch.flatMap((inner) => (inner.code === 'invalid_type' ? [kinds[inner.expected] ?? inner.expected] : [])))
  return [{ path, message: `expected ${[...new Set(expected)].join(' or ')}; got ${shown(value)}` }]
}

function unknownKey(key: string, path: Path): string {
  const known = Object.keys(schemaAt(path)?.properties ?? {})
  return `unknown key; expected one of ${known.join(', ')}${didYouMean(key, known)}`
}

function missing(path: Path): string {
  const description = schemaAt(path)?.description
  return description ? `missing: ${description.replace(/\.$/, '')}` : 'missing'
}

function oneOf(options: readonly string[]): string {
  return options.length === 1 ? (options[0] ?? '') : `one of ${options.join(', ')}`
}

function shown(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value !== null && typeof value === 'object' ? (value as Record<string | number, unknown>)[key] : undefined), root)
}
