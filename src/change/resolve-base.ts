import { complaint, type Git } from './git.ts'
import { whyNotThere } from './missing-base.ts'

/** Commits to compare with, or why everything counts as changed. */
export type ResolvedBase =
  | {
      readonly kind: 'commits'
      /** More than one after criss-cross merges. */
      readonly mergeBases: readonly string[]
      readonly head: string
      /** Folder of hatchery.yaml in the repository, with a slash at its end; empty at the root. */
      readonly prefix: string
    }
  | { readonly kind: 'everything'; readonly why: string }

export interface BaseRequest {
  readonly git: Git
  readonly base: string
  readonly head: string
  /** On a push the base is what the branch was before. */
  readonly baseIsPrevious: boolean
}

/**
 * Turn the base and the head into the commits to compare with.
 *
 * @throws {HatcheryError} `BASE_INVALID`
 */
export async function resolveBase(request: BaseRequest): Promise<ResolvedBase> {
  const { git, base, head, baseIsPrevious } = request
  const names = await namesInOneCall(request)
  if (!names) return everything(await whyNotResolved(request))
  const { shallow, prefix, headCommit, baseCommit } = names
  const found = headCommit === baseCommit ? undefined : await git.run(['merge-base', '--all', baseCommit, headCommit])
  const mergeBases = found ? found.stdout.split('\n').filter((line) => line !== '') : [baseCommit]
  if (found && found.exitCode > 1) return everything(`the history cannot be read: ${complaint(found)}`)
  if (mergeBases.length === 0) {
    return everything(shallow ? `the clone is shallow and holds no common commit with ${base}; fetch with full depth` : `${base} and ${head} have no common commit`)
  }
  if (baseIsPrevious && !mergeBases.includes(baseCommit)) return everything(`history was rewritten: ${base} is no ancestor of ${head} (force-push)`)
  return { kind: 'commits', mergeBases, head: headCommit, prefix }
}

function everything(why: string): ResolvedBase {
  return { kind: 'everything', why }
}

/** The common case in one process; nothing when anything about it is unusual. */
async function namesInOneCall({ git, base, head }: BaseRequest): Promise<{ shallow: boolean; prefix: string; headCommit: string; baseCommit: string } | undefined> {
  if (base === '' || base.startsWith('-') || head.startsWith('-')) return undefined
  const { exitCode, stdout } = await git.run(['rev-parse', '--is-shallow-repository', '--show-prefix', `${head}^{commit}`, `${base}^{commit}`])
  const [shallow, prefix, headCommit, baseCommit, ...more] = stdout.split('\n')
  if (exitCode !== 0 || prefix === undefined || !isCommit(headCommit) || !isCommit(baseCommit) || more.join('') !== '') return undefined
  return { shallow: shallow === 'true', prefix, headCommit, baseCommit }
}

function isCommit(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{40,64}$/.test(text)
}

async function whyNotResolved({ git, base, head }: BaseRequest): Promise<string> {
  const repository = await git.run(['rev-parse', '--is-shallow-repository'])
  if (repository.exitCode === 127) return complaint(repository)
  if (repository.exitCode !== 0) {
    const none = /not a git repository/.test(repository.stderr)
    return none ? 'there is no git history (.git) here' : `the repository cannot be read: ${complaint(repository)}`
  }
  if (/^0{40,64}$/.test(base)) return 'there is no commit before this one (the base is all zeros)'
  if (!(await isThere(git, head))) return head === 'HEAD' ? 'nothing is committed yet' : `the commit ${head} is not in this clone`
  return whyNotThere({ git, base, shallow: repository.stdout.trim() === 'true' })
}

async function isThere(git: Git, name: string): Promise<boolean> {
  return (await git.run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])).exitCode === 0
}
