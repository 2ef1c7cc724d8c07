import { spawn } from 'node:child_process'
import type { Git, GitResult } from './git.ts'

/** Settings that a repository or its user must not turn: they run programs, hide changes or change the output. */
const settings = ['core.fsmonitor=false', 'core.quotePath=false', 'diff.autoRefreshIndex=true', 'safe.directory=*', 'color.ui=false']

/** Exit code for a git that cannot be started, as a shell has it. */
const notStarted = 127

/** Run git as a process in a folder; it never asks, never pages and never writes to the repository. */
export function gitProcess(options: { readonly folder: string; readonly environment: Readonly<Record<string, string | undefined>> }): Git {
  const fixed = settings.flatMap((setting) => ['-c', setting])
  const env = { ...options.environment, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_PAGER: 'cat', LC_ALL: 'C', GIT_NO_LAZY_FETCH: '1' }
  return {
    run: (args) =>
      new Promise<GitResult>((resolve) => {
        const child = spawn('git', [...fixed, ...args], { cwd: options.folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
        const out: Buffer[] = []
        const err: Buffer[] = []
        child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
        child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
        child.on('error', (error) => resolve({ exitCode: notStarted, stdout: '', stderr: `git could not be started: ${error.message}` }))
        child.on('close', (code, signal) => {
          const stderr = Buffer.concat(err).toString('utf8')
          resolve({ exitCode: code ?? 128, stdout: Buffer.concat(out).toString('utf8'), stderr: signal ? `${stderr}\ngit was ended by ${signal}` : stderr })
        })
      }),
  }
}
