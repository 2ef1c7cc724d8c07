import { execa } from 'execa'
import { join } from 'node:path'

/** This repository, whose module the tests call. */
export const root = join(import.meta.dirname, '../..')

export interface Called {
  readonly exitCode: number
  readonly stdout: string
  /** Everything that was printed: progress and the error at the end. */
  readonly all: string
}

/** Run `dagger` as a person would, in a folder of theirs. */
export async function dagger(args: readonly string[], options: { cwd: string; seconds?: number; env?: Record<string, string> }): Promise<Called> {
  const result = await execa('dagger', ['--progress=plain', ...args], {
    cwd: options.cwd,
    env: { DO_NOT_TRACK: '1', DAGGER_NO_NAG: '1', NO_COLOR: '1', ...options.env },
    reject: false,
    all: true,
    stdin: 'ignore',
    timeout: (options.seconds ?? 600) * 1000,
  })
  const plain = (text: string) => text.replaceAll(/\x1b\[[0-9;]*m/g, '')
  return { exitCode: result.exitCode ?? -1, stdout: plain(result.stdout), all: plain(result.all) }
}

/** Call a function of this repository's module on the caller's files. */
export const call = (args: readonly string[], options: { cwd: string; seconds?: number; env?: Record<string, string> }) => dagger(['-m', root, 'call', ...args], options)
