import type { ChangedPath } from './raw-diff.ts'

/** `1 XY sub mH mI mW hH hI path`, and for a conflict `u XY sub m1 m2 m3 mW h1 h2 h3 path`. */
const entry = /^(?:1 (..) (\S{4}) \d{6} \d{6} \d{6} \S+ \S+|u (..) (\S{4}) (?:\d{6} ){4}\S+ \S+ \S+) ([^]+)$/

/**
 * Read `git status --porcelain=v2 -z --no-renames`; nothing when it is not that.
 *
 * @param prefix Folder of hatchery.yaml in the repository, with a slash at its end: status names paths from the root.
 */
export function parseStatus(text: string, prefix: string): ChangedPath[] | undefined {
  const changes: ChangedPath[] = []
  for (const field of text.split('\0')) {
    if (field === '' || field.startsWith('# ')) continue
    const match = entry.exec(field)
    if (!match) return undefined
    const [, plain, plainSubmodule, conflict, conflictSubmodule, path = ''] = match
    const state = plain ?? conflict ?? ''
    // The folder itself may be a submodule of the repository above; then what changed in it is not known.
    if (!path.startsWith(prefix)) return undefined
    const change = state.includes('D') ? 'deleted' : state.includes('A') ? 'added' : 'modified'
    changes.push({ path: path.slice(prefix.length), change, submodule: (plainSubmodule ?? conflictSubmodule ?? '').startsWith('S') })
  }
  return changes
}
