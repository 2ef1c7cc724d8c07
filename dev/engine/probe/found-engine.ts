import { attempt, onPath } from '../shell.ts'

const quiet = { DO_NOT_TRACK: '1', DAGGER_NO_NAG: '1' }

/**
 * Ask whatever `dagger` is on PATH for its engine's version.
 *
 * @param options.timeoutSeconds The first answer may take as long as it takes to fetch an engine's image.
 * @returns `v0.21.7`, or nothing when there is no CLI or its engine does not answer.
 */
export const answeringEngine = async (options: { timeoutSeconds: number }): Promise<string | undefined> => {
  if (!onPath('dagger')) return undefined
  const outcome = await attempt(['dagger', '--silent', 'core', 'version'], { env: quiet, cwd: '/', timeoutSeconds: options.timeoutSeconds })
  return outcome.code === 0 ? outcome.stdout.trim() : undefined
}
