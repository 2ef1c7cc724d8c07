import type { LineRange } from '../../change/changed-lines.ts'

/** New or changed lines by file, relative to hatchery.yaml. */
export type ChangedLines = ReadonlyMap<string, readonly LineRange[]>

/** Join neighbouring line numbers into ranges. */
export function toRanges(lines: Iterable<number>): LineRange[] {
  const ranges: { start: number; end: number }[] = []
  for (const line of [...lines].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && line <= last.end + 1) last.end = line
    else ranges.push({ start: line, end: line })
  }
  return ranges
}

/** Write ranges for people: `3, 7-9`. */
export function describeRanges(ranges: readonly LineRange[]): string {
  return ranges.map(({ start, end }) => (start === end ? `${start}` : `${start}-${end}`)).join(', ')
}

/** Tell whether a line lies in one of the ranges. */
export function inRanges(line: number, ranges: readonly LineRange[]): boolean {
  return ranges.some(({ start, end }) => start <= line && line <= end)
}
