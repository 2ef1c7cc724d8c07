import { EngineError } from '../engine-error.ts'
import { run } from '../shell.ts'
import { versions } from '../versions.ts'

const folder = (): string => (process.getuid?.() === 0 ? '/usr/local/bin' : `${process.env['HOME'] ?? ''}/.local/bin`)

/** Install the pinned CLI as Dagger's own documentation says. */
export const installOfficialCli = async (): Promise<void> => {
  const next = 'install it by hand: https://docs.dagger.io/install'
  const script = await fetch('https://dl.dagger.io/dagger/install.sh', { signal: AbortSignal.timeout(30_000) })
  if (!script.ok) throw new EngineError(`Dagger's install script is not there: status ${script.status}`, next)
  await run(['sh'], { input: await script.text(), env: { DAGGER_VERSION: versions.dagger, BIN_DIR: folder() }, timeoutSeconds: 300, next })
  console.log(`  dagger ${versions.dagger}: installed in ${folder()}`)
}
