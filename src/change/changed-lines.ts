import { HatcheryError } from '../shared/errors.ts'
import { complaint, type Git } from './git.ts'
import { parseHunks } from './hunks.ts'

/** Lines of the new file, one-based, both ends included. */
export interface LineRange {
  readonly start: number
  readonly end: number
}

export interface ChangedLinesRequest {
  readonly git: Git
  /** The merge base that {@link changedPaths} found. */
  readonly mergeBase: string
  /** Commit to compare; without one the working tree, untracked files included. */
  readonly head?: string
}

/** As many lines as a file can have; an untracked file is new from its first to its last line. */
const lastLine = Number.MAX_SAFE_INTEGER

/**
 * Find the lines that were added or changed since the merge base, by file relative to hatchery.yaml.
 *
 * A renamed file counts only with the lines that changed in it. Binary and deleted files have none.
 *
 * @throws {HatcheryError} `HISTORY_UNREADABLE`
 */
export async function changedLines({ git, mergeBase, head }: ChangedLinesRequest): Promise<ReadonlyMap<string, readonly LineRange[]>> {
  const options = ['--unified=0', '--find-renames', '--relative', '--no-color', '--no-ext-diff', '--no-textconv', '--src-prefix=a/', '--dst-prefix=b/', '--ignore-submodules=all', '--diff-filter=d']
  const untracked = head === undefined ? git.run(['ls-files', '-z', '--others', '--exclude-standard']) : undefined
  const diff = await git.run(['diff', ...options, mergeBase, ...(head === undefined ? [] : [head]), '--'])
  const found = await untracked
  for (const result of [diff, found]) {
    if (!result || result.exitCode === 0) continue
    throw new HatcheryError('HISTORY_UNREADABLE', {
      where: `changes since ${mergeBase}`,
      what: complaint(result),
      next: 'fetch the history with full depth, or leave --base out: then no line counts as changed',
    })
  }
  const lines = new Map<string, readonly LineRange[]>(parseHunks(diff.stdout))
  for (const path of (found?.stdout ?? '').split('\0').filter((one) => one !== '')) lines.set(path, [{ start: 1, end: lastLine }])
  return lines
}
