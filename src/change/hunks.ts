import type { LineRange } from './changed-lines.ts'

const hunkHeader = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/

/**
 * Read the added and changed lines of `git diff --unified=0`, by path.
 *
 * The lines of a hunk are counted, never looked at: a changed line may itself look like a header.
 */
export function parseHunks(diff: string): Map<string, LineRange[]> {
  const files = new Map<string, LineRange[]>()
  let ranges: LineRange[] | undefined
  let skip = 0
  for (const line of eachLine(diff)) {
    if (skip > 0) {
      skip--
      continue
    }
    if (line.startsWith('diff --git ')) ranges = undefined
    else if (line.startsWith('+++ ')) {
      const path = newPath(line.slice(4))
      ranges = path === undefined ? undefined : (files.get(path) ?? [])
      if (path !== undefined && ranges) files.set(path, ranges)
    } else if (line.startsWith('@@ ')) {
      const match = hunkHeader.exec(line)
      if (!match) continue
      const [, removed = '1', start = '0', added = '1'] = match
      skip = Number(removed) + Number(added)
      if (Number(added) > 0) ranges?.push({ start: Number(start), end: Number(start) + Number(added) - 1 })
    }
  }
  return files
}

function* eachLine(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    const stop = end < 0 ? text.length : end
    // Only a line that is no remark of git's ("\ No newline at end of file") belongs to the count of a hunk.
    if (text[start] !== '\\') yield text.slice(start, stop)
    start = stop + 1
  }
}

/** `b/src/a.ts`, `"b/caf\303\251"`; git ends a name that holds a space with a tab. */
function newPath(text: string): string | undefined {
  const name = text.startsWith('"') ? unquote(text) : text.replace(/\t$/, '')
  return name.startsWith('b/') ? name.slice(2) : undefined
}

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 }

/** Undo git's C-style quoting, which counts bytes. */
function unquote(text: string): string {
  const bytes: number[] = []
  const inner = text.slice(1, text.lastIndexOf('"'))
  for (let at = 0; at < inner.length; at++) {
    const next = inner[at + 1] ?? ''
    if (inner[at] !== '\\') {
      bytes.push(...Buffer.from(String.fromCodePoint(inner.codePointAt(at) ?? 0)))
      if ((inner.codePointAt(at) ?? 0) > 0xffff) at++
    } else if (/[0-7]/.test(next)) {
      bytes.push(parseInt(inner.slice(at + 1, at + 4), 8))
      at += 3
    } else {
      bytes.push(escapes[next] ?? next.charCodeAt(0))
      at++
    }
  }
  return Buffer.from(bytes).toString('utf8')
}
