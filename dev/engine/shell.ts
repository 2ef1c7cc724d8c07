import { spawn } from 'node:child_process'
import { appendFileSync, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { EngineError } from './engine-error.ts'
import { cacheFolder } from './paths.ts'

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  readonly timeoutSeconds?: number
  /** What the reader can do when the command fails. */
  readonly next?: string
}

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const lastLines = (text: string, count: number): string => text.trimEnd().split('\n').slice(-count).join('\n')

/** Run a command and return its outcome, whatever its exit code. A command that is not there ends with 127. */
export const attempt = (argv: readonly [string, ...string[]], options: RunOptions = {}): Promise<Outcome> =>
  new Promise((done) => {
    const [program, ...args] = argv
    const child = spawn(program, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.timeoutSeconds === undefined ? {} : { timeout: options.timeoutSeconds * 1000, killSignal: 'SIGKILL' as const }),
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', (error) => done({ code: 127, stdout, stderr: stderr + error.message }))
    child.on('close', (code, signal) => done({ code: code ?? 128, stdout, stderr: signal === null ? stderr : `${stderr}\nended by ${signal}` }))
    // A command that does not read its input closes the pipe early; its exit code tells whether that mattered.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
  })

/** Run a command, keep its output in the log folder and return its standard output; fails with `EngineError`. */
export const run = async (argv: readonly [string, ...string[]], options: RunOptions = {}): Promise<string> => {
  const outcome = await attempt(argv, options)
  const log = join(cacheFolder('logs'), 'commands.log')
  appendFileSync(log, `$ ${argv.join(' ')}\n${outcome.stderr}\n[exit ${outcome.code}]\n`)
  if (outcome.code !== 0) {
    const tail = lastLines(outcome.stderr.trim() === '' ? outcome.stdout : outcome.stderr, 12)
    throw new EngineError(`${argv.slice(0, 3).join(' ')} failed with exit code ${outcome.code}:\n${tail}`, options.next ?? `read ${log}`)
  }
  return outcome.stdout
}

/** Tell whether a program is on PATH. */
export const onPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)))
