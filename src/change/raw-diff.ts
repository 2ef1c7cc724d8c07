/** One path that differs; relative to hatchery.yaml, `/` between folders, any character but NUL. */
export interface ChangedPath {
  readonly path: string
  readonly change: 'added' | 'modified' | 'deleted' | 'untracked'
  /** A submodule stands there, before or after. */
  readonly submodule: boolean
}

const submoduleMode = '160000'
const header = /^:(\d{6}) (\d{6}) [0-9a-f]+ [0-9a-f]+ ([A-Z])\d*$/

/** Read `git diff --raw -z --no-renames`; nothing when it is not that. */
export function parseRawDiff(text: string): ChangedPath[] | undefined {
  const fields = text.split('\0')
  if (fields.pop() !== '') return undefined
  const changes: ChangedPath[] = []
  for (let at = 0; at < fields.length; at += 2) {
    const match = header.exec(fields[at] ?? '')
    const path = fields[at + 1]
    if (!match || path === undefined || path === '') return undefined
    const [, before, after, status] = match
    const change = status === 'A' ? 'added' : status === 'D' ? 'deleted' : 'modified'
    changes.push({ path, change, submodule: before === submoduleMode || after === submoduleMode })
  }
  return changes
}
