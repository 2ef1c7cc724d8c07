/** Environment of every `dagger` that a script starts: quiet, and nothing sent anywhere. */
export function daggerEnv(): NodeJS.ProcessEnv {
  return { ...process.env, DO_NOT_TRACK: '1', DAGGER_NO_NAG: '1' }
}
