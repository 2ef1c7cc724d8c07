import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from './call.ts'

/** A git repository of a test's own, removed at the end of its scope. */
export interface Repository extends Disposable {
  readonly folder: string
  write(path: string, text: string): void
  edit(path: string, change: (text: string) => string): void
  git(...args: string[]): string
  commit(message: string): string
}

/** Copy an example as a new user's repository, with one commit. */
export function copyExample(name: string): Repository {
  const repository = emptyRepository()
  // Only what git would give a clone: no installed packages, no caches.
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '.'], { cwd: join(root, 'examples', name), encoding: 'utf8' }).split('\0')
  for (const file of files.filter(Boolean)) cpSync(join(root, 'examples', name, file), join(repository.folder, file))
  rmSync(join(repository.folder, 'dagger.json'), { force: true })
  repository.commit('copy')
  return repository
}

/** Make a repository without a file. */
export function emptyRepository(name = 'hatchery-repo-'): Repository {
  const repository = repositoryIn(mkdtempSync(join(tmpdir(), name)))
  repository.git('init', '-q', '-b', 'main')
  return repository
}

/** Clone what is committed, at the branch that is checked out there. */
export function cloneOf(repository: Repository): Repository {
  const clone = repositoryIn(mkdtempSync(join(tmpdir(), 'hatchery-clone-')))
  clone.git('clone', '-q', repository.folder, '.')
  return clone
}

function repositoryIn(folder: string): Repository {
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t.invalid', ...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  return {
    folder,
    git,
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    },
    edit: (path, change) => writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8'))),
    commit: (message) => {
      git('add', '-A')
      git('commit', '-q', '--allow-empty', '-m', message)
      return git('rev-parse', 'HEAD')
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
