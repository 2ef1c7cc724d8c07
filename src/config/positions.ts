import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml'
import type { ConfigIssue } from './issue.ts'

/**
 * Find where an issue stands in the text; for what is missing, the nearest thing around it that is there.
 *
 * @returns One-based line and column.
 */
export function positionOf(issue: ConfigIssue, source: { document: Document; lines: LineCounter }): { line: number; column: number } {
  let node: unknown = source.document.contents
  let offset = offsetOf(node) ?? 0
  for (const [depth, key] of issue.path.entries()) {
    const last = depth === issue.path.length - 1
    const step = child(resolve(node, source.document), key)
    if (!step) break
    offset = (last && issue.atKey ? offsetOf(step.key) : (offsetOf(step.value) ?? offsetOf(step.key))) ?? offset
    // A mapping is found by its key: its own range starts at its first entry, a line below.
    if (step.key && (isMap(step.value) || isSeq(step.value)) && !step.value.flow) offset = offsetOf(step.key) ?? offset
    node = step.value
  }
  const { line, col } = source.lines.linePos(offset)
  return { line, column: col }
}

function child(node: unknown, key: string | number): { key?: unknown; value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key))
    return pair && { key: pair.key, value: pair.value }
  }
  if (isSeq(node) && typeof key === 'number' && key < node.items.length) return { value: node.items[key] }
  return undefined
}

function resolve(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0]
}
