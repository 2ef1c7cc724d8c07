import * as pep440 from '@renovatebot/pep440'
import semver from 'semver'
import type { Affected, Ecosystem } from './osv.ts'

type Order = (a: string, b: string) => number

/** A version that the order of its ecosystem does not know. */
export class UnknownVersion extends Error {}

const orders: Readonly<Record<Ecosystem, Order>> = {
  npm: (a, b) => {
    if (!semver.valid(a)) throw new UnknownVersion(a)
    if (!semver.valid(b)) throw new UnknownVersion(b)
    return semver.compare(a, b)
  },
  PyPI: (a, b) => {
    if (!pep440.valid(a)) throw new UnknownVersion(a)
    if (!pep440.valid(b)) throw new UnknownVersion(b)
    return pep440.compare(a, b)
  },
}

/**
 * Tell whether an advisory is about a version: it is listed, or in a range.
 *
 * @throws {UnknownVersion} for a version that npm or PEP 440 does not order, and for an advisory that only names commits.
 * @see Open Source Vulnerability format, section "Evaluation"
 */
export function isAffected(version: string, options: { readonly about: Affected; readonly ecosystem: Ecosystem }): boolean {
  const { about, ecosystem } = options
  const compare = orders[ecosystem]
  if (about.versions?.some((listed) => listed === version || same(compare, listed, version))) return true
  const ranges = (about.ranges ?? []).filter(({ type }) => type === 'SEMVER' || type === 'ECOSYSTEM')
  if (ranges.length === 0 && about.versions === undefined) throw new UnknownVersion('no range of versions')
  return ranges.some(({ events }) => inRange(version, { events, compare }))
}

function inRange(version: string, range: { events: NonNullable<Affected['ranges']>[number]['events']; compare: Order }): boolean {
  const { events, compare } = range
  const at = events.map((event) => ({ ...event, version: event.introduced ?? event.fixed ?? event.last_affected ?? event.limit ?? '0' }))
  const limits = events.flatMap(({ limit }) => (limit === undefined || limit === '*' ? [] : [limit]))
  if (limits.length > 0 && !limits.some((limit) => compare(version, limit) < 0)) return false
  let affected = false
  for (const event of at.toSorted((a, b) => orderWithZero(compare, a.version, b.version))) {
    if (event.introduced !== undefined && (event.introduced === '0' || compare(version, event.introduced) >= 0)) affected = true
    if (event.fixed !== undefined && compare(version, event.fixed) >= 0) affected = false
    if (event.last_affected !== undefined && compare(version, event.last_affected) > 0) affected = false
  }
  return affected
}

/** `0` stands for "before every version" and need not be a version itself. */
function orderWithZero(compare: Order, a: string, b: string): number {
  if (a === b) return 0
  if (a === '0') return -1
  if (b === '0') return 1
  return a === '*' ? 1 : b === '*' ? -1 : compare(a, b)
}

function same(compare: Order, a: string, b: string): boolean {
  try {
    return compare(a, b) === 0
  } catch (error) {
    if (error instanceof UnknownVersion) return false // a listed version that is not the literal one
    throw error
  }
}
