import { closest } from '../config/closest.ts'
import { HatcheryError } from '../shared/errors.ts'
import type { Git } from './git.ts'

/**
 * Say why a base is not there when it is merely not fetched.
 *
 * @throws {HatcheryError} `BASE_INVALID` when it is no commit at all: a misspelt name, a file, an option.
 */
export async function whyNotThere({ git, base, shallow }: { git: Git; base: string; shallow: boolean }): Promise<string> {
  const notFetched = `the base ${base} is not in this clone; fetch it, or fetch with full depth`
  if (base === '' || base.startsWith('-')) throw invalidBase(base, 'is not the name of a commit')
  const object = await git.run(['cat-file', '-t', base])
  const type = object.stdout.trim()
  if (object.exitCode === 0) throw invalidBase(base, type === 'commit' || type === 'tag' ? 'is not one commit' : `is a ${type}, not a commit`)
  if (/^[0-9a-f]{7,64}$/i.test(base)) return `${notFetched} (after a force-push the old commit is gone)`
  const name = await git.run(['check-ref-format', '--allow-onelevel', base])
  if (name.exitCode !== 0) throw invalidBase(base, 'is not the name of a commit')
  if (shallow || (await remoteHasMore(git, base))) return notFetched
  const refs = await git.run(['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/remotes', 'refs/tags'])
  const known = refs.stdout.split('\n').filter((ref) => ref !== '')
  const near = known.find((ref) => ref.endsWith(`/${base}`)) ?? closest(base, known)
  throw invalidBase(base, `is no branch, tag or commit of this repository${near ? `; did you mean ${near}?` : ''}`)
}

/** A remote's branch, or a clone of some branches only: the name may be right and merely absent. */
async function remoteHasMore(git: Git, base: string): Promise<boolean> {
  const { stdout } = await git.run(['config', '--get-regexp', String.raw`^remote\..*\.fetch$`])
  const remotes = new Map<string, string[]>()
  for (const line of stdout.split('\n')) {
    const [, name, refspec] = /^remote\.(.+)\.fetch (.+)$/.exec(line) ?? []
    if (name !== undefined && refspec !== undefined) remotes.set(name, [...(remotes.get(name) ?? []), refspec])
  }
  return [...remotes].some(([name, refspecs]) => base.startsWith(`${name}/`) || base.startsWith(`refs/remotes/${name}/`) || !refspecs.some((refspec) => refspec.includes('refs/heads/*:')))
}

function invalidBase(base: string, what: string): HatcheryError {
  return new HatcheryError('BASE_INVALID', {
    where: `--base ${JSON.stringify(base)}`,
    what,
    next: 'give a branch, tag or commit to compare with, or leave --base out to cover everything',
  })
}
