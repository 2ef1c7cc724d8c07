import { attempt } from '../shell.ts'
import type { Outcome } from '../shell.ts'

const env = { DO_NOT_TRACK: '1', DAGGER_NO_NAG: '1', NO_COLOR: '1' }

/** Call a function of a module as a user does, through the CLI on PATH. */
export const call = (folder: string, ...args: readonly string[]): Promise<Outcome> =>
  attempt(['dagger', '--silent', 'call', ...args], { cwd: folder, env, timeoutSeconds: 240 })

/** Run any other command of the CLI. */
export const dagger = (folder: string, ...args: readonly string[]): Promise<Outcome> => attempt(['dagger', ...args], { cwd: folder, env, timeoutSeconds: 240 })

/** Ask the engine's API directly. */
export const query = (document: string, timeoutSeconds = 240): Promise<Outcome> => attempt(['dagger', '--silent', 'query'], { cwd: '/', env, input: document, timeoutSeconds })
