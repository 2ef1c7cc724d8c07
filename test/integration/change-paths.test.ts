import { chmodSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changedPaths } from '../../src/change/changed-paths.ts'
import { Repository } from './change-repository.ts'

async function pathsOf(repository: Repository, options: { base?: string; head?: string; below?: string } = {}): Promise<Record<string, string>> {
  const { base = 'main', below, ...rest } = options
  const changed = await changedPaths({ git: repository.port(below), base, ...rest })
  if (changed.kind !== 'paths') throw new Error(changed.why)
  return Object.fromEntries(changed.paths.map(({ path, change, submodule }) => [path, submodule ? `${change} submodule` : change]))
}

describe('changed paths', () => {
  it('are those of the branch and of the working tree, and nothing that happened on the base since', async () => {
    using repository = Repository.withCommit({ 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' })
    repository.git('checkout', '--quiet', '-b', 'feature')
    repository.commit({ 'a.txt': 'changed' })
    repository.git('checkout', '--quiet', 'main')
    repository.commit({ 'b.txt': 'changed on main' })
    repository.git('checkout', '--quiet', 'feature')
    repository.write({ 'c.txt': 'not committed', 'new/untracked.txt': 'x' })
    expect(await pathsOf(repository)).toEqual({ 'a.txt': 'modified', 'c.txt': 'modified', 'new/untracked.txt': 'untracked' })
  })

  it('leave out the working tree when a head is given', async () => {
    using repository = Repository.withCommit({ 'a.txt': 'a' })
    const base = repository.git('rev-parse', 'HEAD')
    repository.commit({ 'b.txt': 'b' })
    repository.write({ 'c.txt': 'c' })
    expect(await pathsOf(repository, { base, head: 'main' })).toEqual({ 'b.txt': 'added' })
  })

  it('hold both sides of a rename, committed or not, also into another folder', async () => {
    using repository = Repository.withCommit({ 'api/one.py': '1\n2\n3\n', 'api/two.py': 'x\ny\nz\n', 'web/keep.ts': '' })
    const base = repository.git('rev-parse', 'HEAD')
    repository.git('mv', 'api/one.py', 'web/one.py')
    repository.commit({})
    renameSync(join(repository.folder, 'api/two.py'), join(repository.folder, 'web/two.py'))
    expect(await pathsOf(repository, { base })).toEqual({ 'api/one.py': 'deleted', 'web/one.py': 'added', 'api/two.py': 'deleted', 'web/two.py': 'untracked' })
  })

  it('hold deletions, staged changes, changed modes and files that became links', async () => {
    using repository = Repository.withCommit({ gone: '1', staged: '1', mode: '1', link: '1', same: '1' })
    rmSync(join(repository.folder, 'gone'))
    repository.write({ staged: '2' })
    repository.git('add', 'staged')
    chmodSync(join(repository.folder, 'mode'), 0o755)
    rmSync(join(repository.folder, 'link'))
    symlinkSync('same', join(repository.folder, 'link'))
    expect(await pathsOf(repository, { base: 'HEAD' })).toEqual({ gone: 'deleted', staged: 'modified', mode: 'modified', link: 'modified' })
  })

  it('do not hold a file that was only touched', async () => {
    using repository = Repository.withCommit({ same: 'content' })
    rmSync(join(repository.folder, 'same'))
    repository.write({ same: 'content' })
    expect(await pathsOf(repository, { base: 'HEAD' })).toEqual({})
  })

  it.each(['with space', 'line\nbreak', 'tab\there', 'quote"quote', 'back\\slash', 'ünï/ко́т.txt', '日本/語', '-dash', ':(glob)star*'])('hold the path %j as it is', async (path) => {
    using repository = Repository.withCommit({ [path]: '1', other: '1' })
    repository.write({ [path]: '2', [`${path}.new`]: '1' })
    expect(await pathsOf(repository, { base: 'HEAD' })).toEqual({ [path]: 'modified', [`${path}.new`]: 'untracked' })
    const base = repository.git('rev-parse', 'HEAD')
    repository.commit({})
    expect(await pathsOf(repository, { base })).toEqual({ [path]: 'modified', [`${path}.new`]: 'added' })
  })

  it('are relative to the folder of hatchery.yaml and stay below it', async () => {
    using repository = Repository.withCommit({ 'app/a': '1', 'app/b': '1', 'other/c': '1' })
    const base = repository.git('rev-parse', 'HEAD')
    repository.commit({ 'app/a': '2', 'other/c': '2' })
    repository.write({ 'app/b': '2', 'app/new': '1', 'other/new': '1' })
    expect(await pathsOf(repository, { base, below: 'app' })).toEqual({ a: 'modified', b: 'modified', new: 'untracked' })
  })

  it('leave out ignored files', async () => {
    using repository = Repository.withCommit({ '.gitignore': 'dist/\n' })
    repository.write({ 'dist/out.js': 'x' })
    expect(await pathsOf(repository, { base: 'HEAD' })).toEqual({})
  })

  it('hold a submodule that moved or is dirty, whatever the configuration says to ignore', async () => {
    using library = Repository.withCommit({ 'lib.py': '1' })
    using repository = Repository.withCommit({ 'a.txt': 'a' })
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.folder, 'vendor/lib')
    repository.commit({})
    repository.git('config', 'submodule.vendor/lib.ignore', 'all')
    repository.git('config', 'diff.ignoreSubmodules', 'all')
    expect(await pathsOf(repository, { base: 'HEAD' })).toEqual({})
    repository.write({ 'vendor/lib/lib.py': '2' })
    expect(await pathsOf(repository, { base: 'HEAD' })).toEqual({ 'vendor/lib': 'modified submodule' })
    const submodule = new Repository(join(repository.folder, 'vendor/lib'))
    submodule.commit({})
    const base = repository.git('rev-parse', 'HEAD')
    repository.commit({})
    expect(await pathsOf(repository, { base })).toEqual({ 'vendor/lib': 'modified submodule' })
  })

  it('list a repository inside the repository as one folder', async () => {
    using repository = Repository.withCommit({ a: '1' })
    repository.write({ 'nested/file': '1' })
    new Repository(join(repository.folder, 'nested')).git('init', '--quiet')
    expect(await pathsOf(repository, { base: 'HEAD' })).toEqual({ 'nested/': 'untracked' })
  })

  it('hold conflicts', async () => {
    using repository = Repository.withCommit({ a: '1' })
    repository.git('checkout', '--quiet', '-b', 'other')
    repository.commit({ a: '2' })
    repository.git('checkout', '--quiet', 'main')
    repository.commit({ a: '3' })
    expect(() => repository.git('merge', 'other')).toThrow()
    expect(await pathsOf(repository, { base: 'HEAD' })).toEqual({ a: 'modified' })
  })

  it('are compared with every merge base after criss-cross merges', async () => {
    using repository = Repository.withCommit({ a: '0', b: '0' })
    repository.git('branch', 'other')
    const left = repository.commit({ a: '1' })
    repository.git('checkout', '--quiet', 'other')
    const right = repository.commit({ b: '1' })
    repository.git('merge', '--quiet', '--no-edit', left)
    repository.git('checkout', '--quiet', 'main')
    repository.git('merge', '--quiet', '--no-edit', right)
    repository.commit({ c: '1' })
    expect(await pathsOf(repository, { base: 'other' })).toEqual({ a: 'modified', b: 'modified', c: 'added' })
  })

  it('leave the index as it was', async () => {
    using repository = Repository.withCommit({ a: '1', b: '1' })
    rmSync(join(repository.folder, 'b'))
    repository.write({ a: '2', b: '1' })
    const index = join(repository.folder, '.git/index')
    const before = readFileSync(index)
    expect(await pathsOf(repository, { base: 'HEAD' })).toEqual({ a: 'modified' })
    expect(readFileSync(index).equals(before)).toBe(true)
  })
})
