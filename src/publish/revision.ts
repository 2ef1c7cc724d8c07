import { HatcheryError } from '../shared/errors.ts'

/**
 * Choose the tag that names a published set: the git SHA, or what the caller gave.
 *
 * @throws {HatcheryError} `REVISION_UNKNOWN` without either, `REVISION_INVALID` when it cannot be a tag,
 * `SOURCE_DIRTY` when the SHA would name files that differ from it.
 */
export function revisionTag(facts: { given?: string; headSha?: string; changedPaths?: readonly string[] }): string {
  if (facts.given !== undefined) {
    if (/^[\w][\w.-]{0,127}$/.test(facts.given)) return facts.given
    throw new HatcheryError('REVISION_INVALID', { where: `--revision ${facts.given}`, what: 'cannot be an image tag', next: 'use letters, digits, `_`, `.` and `-`, at most 128' })
  }
  if (!facts.headSha) {
    throw new HatcheryError('REVISION_UNKNOWN', { what: 'the source has no git history, so nothing says which revision this is', next: 'call from a git repository with a commit, or give --revision' })
  }
  const changed = facts.changedPaths ?? []
  if (changed.length > 0) {
    throw new HatcheryError('SOURCE_DIRTY', {
      what: `${changed.length} files differ from commit ${facts.headSha.slice(0, 12)}, whose SHA would name the images`,
      details: changed.slice(0, 10),
      next: 'commit or revert them, or give --revision a name of its own',
    })
  }
  return facts.headSha
}
