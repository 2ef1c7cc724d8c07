import { complaint, type Git, type GitResult } from './git.ts'
import { parseRawDiff, type ChangedPath } from './raw-diff.ts'
import { resolveBase } from './resolve-base.ts'
import { parseStatus } from './status.ts'

/** What changed since the base; `everything` when that cannot be known for certain. */
export type Changed =
  | {
      readonly kind: 'paths'
      /** As it was given. */
      readonly base: string
      /** Commit that the paths are compared with. */
      readonly mergeBase: string
      /** Sorted; relative to hatchery.yaml. */
      readonly paths: readonly ChangedPath[]
    }
  | { readonly kind: 'everything'; readonly why: string }

export interface ChangeRequest {
  readonly git: Git
  /** Branch, tag or commit. */
  readonly base: string
  /** Commit to compare; without one the working tree, untracked files included. */
  readonly head?: string
  /** On a push the base is what the branch was before: when it is no ancestor, history was rewritten. */
  readonly baseIsPrevious?: boolean
}

const diffOptions = ['--raw', '-z', '--no-renames', '--no-abbrev', '--relative', '--no-ext-diff', '--no-textconv', '--ignore-submodules=none']
const statusOptions = ['--porcelain=v2', '-z', '--untracked-files=no', '--no-renames', '--ignore-submodules=none']

/**
 * Find what changed since the merge base, or say why everything must count as changed.
 *
 * A rename is a deletion and an addition, so that both sides count. Only files below hatchery.yaml are listed.
 * What a branch changed and the working tree changed back is listed too: rather too much than too little.
 *
 * @throws {HatcheryError} `BASE_INVALID` when the base is no commit and not merely one that was not fetched.
 */
export async function changedPaths({ git, base, head, baseIsPrevious = false }: ChangeRequest): Promise<Changed> {
  // Looking at 100,000 files takes most of the time and needs no base, so it runs beside the search for one.
  const tree = head === undefined ? startWorkingTree(git) : undefined
  const resolved = await resolveBase({ git, base, head: head ?? 'HEAD', baseIsPrevious }).finally(() => tree)
  if (resolved.kind === 'everything') return resolved
  const { mergeBases, prefix } = resolved
  const parts = await Promise.all([...mergeBases.map((mergeBase) => committed({ git, mergeBase, head: resolved.head })), ...(tree ? [readWorkingTree(git, { tree, prefix })] : [])])
  const paths = new Map<string, ChangedPath>()
  for (const part of parts) {
    if (typeof part === 'string') return { kind: 'everything', why: part }
    for (const change of part) paths.set(change.path, change)
  }
  return { kind: 'paths', base, mergeBase: mergeBases[0] ?? '', paths: [...paths.values()].sort((a, b) => (a.path < b.path ? -1 : 1)) }
}

type Tree = Promise<readonly [status: GitResult, untracked: GitResult]>

/** Paths that differ between two commits; text when that cannot be told. */
async function committed({ git, mergeBase, head }: { git: Git; mergeBase: string; head: string }): Promise<ChangedPath[] | string> {
  if (mergeBase === head) return []
  const diff = await git.run(['diff', ...diffOptions, mergeBase, head, '--'])
  return (diff.exitCode === 0 ? parseRawDiff(diff.stdout) : undefined) ?? unreadable(diff)
}

function startWorkingTree(git: Git): Tree {
  return Promise.all([git.run(['status', ...statusOptions, '--', '.']), git.run(['ls-files', '-z', '--others', '--exclude-standard'])])
}

/** Paths that differ from HEAD or that git does not know; text when that cannot be told. */
async function readWorkingTree(git: Git, { tree, prefix }: { tree: Tree; prefix: string }): Promise<ChangedPath[] | string> {
  const ignored = prefix === '' ? undefined : await git.run(['check-ignore', '--quiet', '.'])
  if (ignored?.exitCode === 0) return 'the repository above ignores this folder'
  if (ignored && ignored.exitCode !== 1) return unreadable(ignored)
  const [status, untracked] = await tree
  const changes = status.exitCode === 0 ? parseStatus(status.stdout, prefix) : undefined
  if (!changes || untracked.exitCode !== 0) return unreadable(changes ? untracked : status)
  const unknown = untracked.stdout.split('\0').filter((path) => path !== '')
  return [...changes, ...unknown.map((path) => ({ path, change: 'untracked' as const, submodule: false }))]
}

function unreadable(result: GitResult): string {
  return `the history cannot be read: ${complaint(result)}`
}
