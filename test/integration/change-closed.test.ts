import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changedPaths, type Changed } from '../../src/change/changed-paths.ts'
import { gitProcess } from '../../src/change/git-process.ts'
import { Repository } from './change-repository.ts'

const changed = (repository: Repository, base: string, more: { head?: string; baseIsPrevious?: boolean } = {}): Promise<Changed> => changedPaths({ git: repository.port(), base, ...more })

async function why(result: Promise<Changed>): Promise<string> {
  const value = await result
  if (value.kind !== 'everything') throw new Error(`expected everything, got ${value.paths.length} paths`)
  return value.why
}

describe('change detection that cannot be certain says everything', () => {
  it('without .git', async () => {
    using empty = new Repository()
    expect(await why(changed(empty, 'main'))).toBe('there is no git history (.git) here')
  })

  it('when git cannot be started', async () => {
    const git = gitProcess({ folder: '.', environment: { PATH: '/nowhere' } })
    expect(await why(changedPaths({ git, base: 'main' }))).toContain('git could not be started')
  })

  it('before the first commit', async () => {
    using repository = new Repository()
    repository.git('init', '--quiet')
    expect(await why(changed(repository, 'main'))).toBe('nothing is committed yet')
  })

  it('in a shallow clone without the merge base', async () => {
    using origin = Repository.withCommit({ a: '1' })
    const old = origin.git('rev-parse', 'HEAD')
    origin.git('checkout', '--quiet', '-b', 'feature')
    origin.commit({ b: '1' })
    origin.git('checkout', '--quiet', 'main')
    origin.commit({ c: '1' })
    using clone = origin.clone('--depth=1', '--no-single-branch')
    expect(await why(changed(clone, 'origin/feature'))).toBe('the clone is shallow and holds no common commit with origin/feature; fetch with full depth')
    expect(await why(changed(clone, old))).toContain(`the base ${old} is not in this clone`)
    expect(await why(changed(clone, 'v1.0'))).toBe('the base v1.0 is not in this clone; fetch it, or fetch with full depth')
  })

  it('in a clone of one branch, for a branch that is merely not fetched', async () => {
    using origin = Repository.withCommit({ a: '1' })
    origin.git('branch', 'feature')
    using clone = origin.clone('--single-branch', '--branch=feature')
    expect(await why(changed(clone, 'main'))).toContain('the base main is not in this clone')
    expect(await why(changed(clone, 'origin/main'))).toContain('the base origin/main is not in this clone')
  })

  it('for the commit that was there before a branch was made', async () => {
    using repository = Repository.withCommit({ a: '1' })
    expect(await why(changed(repository, '0'.repeat(40)))).toBe('there is no commit before this one (the base is all zeros)')
  })

  it('after a force-push, whether the old commit is gone or still there', async () => {
    using repository = Repository.withCommit({ a: '1' })
    const before = repository.commit({ a: '2' })
    repository.git('reset', '--quiet', '--hard', 'HEAD~1')
    repository.commit({ b: '1' })
    expect(await why(changed(repository, before, { baseIsPrevious: true }))).toBe(`history was rewritten: ${before} is no ancestor of HEAD (force-push)`)
    expect(await why(changed(repository, 'a'.repeat(40)))).toContain('after a force-push the old commit is gone')
    expect((await changed(repository, before)).kind).toBe('paths')
  })

  it('for histories that have nothing in common', async () => {
    using repository = Repository.withCommit({ a: '1' })
    repository.git('checkout', '--quiet', '--orphan', 'other')
    repository.commit({ b: '1' })
    expect(await why(changed(repository, 'main'))).toBe('main and HEAD have no common commit')
  })

  it('when history is damaged', async () => {
    using repository = Repository.withCommit({ 'd/a': '1' })
    const base = repository.git('rev-parse', 'HEAD')
    const tree = repository.git('rev-parse', 'HEAD:d')
    repository.commit({ 'd/a': '2' })
    rmSync(join(repository.folder, '.git/objects', tree.slice(0, 2), tree.slice(2)), { force: true })
    expect(await why(changed(repository, base))).toContain('the history cannot be read')
    writeFileSync(join(repository.folder, '.git/HEAD'), 'garbage')
    expect(await why(changed(repository, base))).toMatch(/no git history|cannot be read/)
  })

  it('when the index is damaged', async () => {
    using repository = Repository.withCommit({ a: '1' })
    writeFileSync(join(repository.folder, '.git/index'), 'garbage')
    expect(await why(changed(repository, 'HEAD'))).toContain('the history cannot be read')
  })

  it('when the repository above ignores the folder', async () => {
    using repository = Repository.withCommit({ '.gitignore': 'out/\n' })
    repository.write({ 'out/app/hatchery.yaml': '' })
    expect(await why(changedPaths({ git: repository.port('out/app'), base: 'HEAD' }))).toBe('the repository above ignores this folder')
  })
})

describe('a base that is a mistake', () => {
  it.each(['mian', '', '--all', 'a b', 'main..HEAD', '^main', 'main^{tree}', 'HEAD:a', 'main~99x'])('is refused: %j', async (base) => {
    using repository = Repository.withCommit({ a: '1' })
    await expect(changed(repository, base)).rejects.toMatchObject({ code: 'BASE_INVALID' })
  })

  it('is refused with the name that was likely meant', async () => {
    using origin = Repository.withCommit({ a: '1' })
    using clone = origin.clone()
    clone.git('checkout', '--quiet', '--detach')
    clone.git('branch', '-D', 'main')
    await expect(changed(clone, 'main')).rejects.toThrow('--base "main": is no branch, tag or commit of this repository; did you mean origin/main?')
    await expect(changed(origin, 'mian')).rejects.toThrow('did you mean main?')
    await expect(changed(origin, 'HEAD:a')).rejects.toThrow('is a blob, not a commit')
  })

  it('is not a tag of a commit', async () => {
    using repository = Repository.withCommit({ a: '1' })
    repository.git('tag', '--annotate', '--message', 'first', 'v1')
    repository.commit({ b: '1' })
    expect(await changed(repository, 'v1')).toMatchObject({ kind: 'paths', paths: [{ path: 'b', change: 'added' }] })
  })
})
