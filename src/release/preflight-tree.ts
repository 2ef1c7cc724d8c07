import { isHatcheryError } from '../shared/errors.ts'
import type { Clock } from '../shared/clock.ts'
import { retryTransient } from '../shared/retry.ts'

/** One thing looked at before a release. Advice (`blocking: false`) does not stop it. */
export interface PreflightNode {
  readonly name: string
  readonly state: 'OK' | 'NG' | 'SKIP'
  readonly blocking: boolean
  /** What was found. */
  readonly text: string
  /** What to do about it. */
  readonly next?: string
  readonly children: readonly PreflightNode[]
}

/** What one look says. */
export interface Finding {
  readonly state: 'OK' | 'NG' | 'SKIP'
  readonly text: string
  readonly next?: string
  readonly advice?: boolean
}

export const ok = (text: string): Finding => ({ state: 'OK', text })
export const ng = (text: string, next: string): Finding => ({ state: 'NG', text, next })
export const advice = (text: string, next: string): Finding => ({ state: 'NG', text, next, advice: true })
export const skip = (text: string): Finding => ({ state: 'SKIP', text })

/**
 * Look at one thing.
 *
 * What the identity may not look at is skipped with the permission named; any other failure is a finding.
 */
export async function look(name: string, around: { readonly clock: Clock; readonly run: () => Promise<Finding> }): Promise<PreflightNode> {
  try {
    return leaf(name, await retryTransient(around.run, { clock: around.clock, attempts: 3 }))
  } catch (error) {
    if (!isHatcheryError(error)) throw error
    if (error.code === 'AWS_CREDENTIALS_EXPIRED' || error.code === 'AWS_CREDENTIALS_INVALID') throw error
    if (error.code === 'AWS_ACCESS_DENIED') return leaf(name, skip(`not looked at: ${error.message}`))
    if (error.code === 'AWS_REFUSED' && /NotModelled/.test(error.message)) return leaf(name, skip(`not looked at: ${error.message}`))
    return leaf(name, ng(`[${error.code}] ${error.message}`, error.facts.next))
  }
}

/** A node without children. */
export function leaf(name: string, finding: Finding): PreflightNode {
  return { name, state: finding.state, blocking: finding.state === 'NG' && finding.advice !== true, text: finding.text, ...(finding.next ? { next: finding.next } : {}), children: [] }
}

/** A node that is as its children are. */
export function branch(name: string, children: readonly PreflightNode[]): PreflightNode {
  const bad = children.filter((child) => child.state === 'NG')
  const skipped = children.every((child) => child.state === 'SKIP')
  return { name, state: bad.length > 0 ? 'NG' : skipped ? 'SKIP' : 'OK', blocking: children.some((child) => child.blocking), text: '', children }
}

/** Every leaf that stops a release, with its path. */
export function blockers(node: PreflightNode, path = ''): { readonly path: string; readonly node: PreflightNode }[] {
  const here = path ? `${path} / ${node.name}` : node.name
  if (node.children.length === 0) return node.blocking ? [{ path: here, node }] : []
  return node.children.flatMap((child) => blockers(child, here))
}

/** The tree as lines: `OK   cluster: ACTIVE`. */
export function sayPreflight(node: PreflightNode, depth = 0): string[] {
  const mark = node.state === 'NG' && !node.blocking ? 'NG (advice)' : node.state
  const line = `${'  '.repeat(depth)}${mark.padEnd(4)} ${node.name}${node.text ? `: ${node.text}` : ''}`
  const next = node.next ? [`${'  '.repeat(depth)}     Next: ${node.next}`] : []
  return [line, ...next, ...node.children.flatMap((child) => sayPreflight(child, depth + 1))]
}
