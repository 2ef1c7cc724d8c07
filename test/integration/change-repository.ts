import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Git } from '../../src/change/git.ts'
import { gitProcess } from '../../src/change/git-process.ts'

const identity = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }

/** A real repository in a temporary folder; `using` removes it. */
export class Repository {
  readonly folder: string

  constructor(folder?: string) {
    this.folder = folder ?? mkdtempSync(join(tmpdir(), 'hatchery-change-'))
  }

  static withCommit(files: Readonly<Record<string, string>>): Repository {
    const repository = new Repository()
    repository.git('init', '--quiet', '--initial-branch=main')
    repository.commit(files)
    return repository
  }

  /** The library's own way to run git, in a folder of the repository. */
  port(below = '.'): Git {
    return gitProcess({ folder: join(this.folder, below), environment: { ...process.env, ...identity } })
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.folder, env: { ...process.env, ...identity }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true })
      writeFileSync(join(this.folder, path), content)
    }
  }

  /** Write files and commit all; gives the commit. */
  commit(files: Readonly<Record<string, string>>): string {
    this.write(files)
    this.git('add', '--all')
    this.git('commit', '--quiet', '--allow-empty', '--message', 'change')
    return this.git('rev-parse', 'HEAD')
  }

  clone(...options: string[]): Repository {
    const folder = mkdtempSync(join(tmpdir(), 'hatchery-change-'))
    this.git('clone', '--quiet', ...options, `file://${this.folder}`, folder)
    return new Repository(folder)
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
