import type { LineRange } from './line-range.ts'

/** New or changed lines by file, relative to hatchery.yaml; a deleted file is not in it. */
export type ChangedLines = ReadonlyMap<string, readonly LineRange[]>

/**
 * Read changed lines from `git diff --unified=0 --no-color --no-ext-diff --src-prefix=a/ --dst-prefix=b/`.
 *
 * @param options.folder Folder of hatchery.yaml inside the repository, `.` for its root; files outside are left out.
 */
export function parseChangedLines(diff: string, options: { folder: string }): ChangedLines {
  const changed = new Map<string, LineRange[]>()
  let file: string | undefined
  let left = 0
  for (const line of diff.split('\n')) {
    // Inside a hunk a removed line may look like a header (`--- a`), so its lines are counted off first.
    if (left > 0 && /^[+-]/.test(line)) {
      left -= 1
      continue
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (line.startsWith('diff --git ')) [file, left] = [undefined, 0]
    else if (line.startsWith('+++ ')) file = inFolder(unquote(line.slice(4).replace(/\t$/, '')), options.folder)
    else if (hunk) {
      const added = Number(hunk[3] ?? 1)
      left = added + Number(hunk[1] ?? 1)
      const start = Number(hunk[2])
      if (file !== undefined && added > 0) changed.set(file, [...(changed.get(file) ?? []), { start, end: start + added - 1 }])
    }
  }
  return changed
}

function inFolder(target: string, folder: string): string | undefined {
  if (!target.startsWith('b/')) return undefined // /dev/null
  const file = target.slice(2)
  if (folder === '.' || folder === '') return file
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : undefined
}

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 }

/** Git quotes names with control characters, quotes or, unless `core.quotePath` is off, bytes beyond ASCII. */
function unquote(name: string): string {
  if (!/^".*"$/.test(name)) return name
  const bytes: Buffer[] = []
  for (const [part, octal, letter] of name.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/g)) {
    bytes.push(octal ? Buffer.from([parseInt(octal, 8)]) : letter ? Buffer.from([escapes[letter] ?? letter.charCodeAt(0)]) : Buffer.from(part))
  }
  return Buffer.concat(bytes).toString('utf8')
}
