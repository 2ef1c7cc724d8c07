import { readState } from './state.ts'
import { answeringEngine } from './probe/found-engine.ts'
import { standIns } from './images/all.ts'
import { builtImage } from './images/build.ts'
import { firstOnPath } from './steps/cli.ts'
import { dockerAnswers, ownDockerd } from './steps/dockerd.ts'
import { localRegistry } from './steps/stand-ins.ts'
import { attempt } from './shell.ts'
import { engineContainer, registryContainer } from './versions.ts'

const container = async (name: string): Promise<string> => {
  const outcome = await attempt(['docker', 'inspect', '--format', '{{.State.Status}}', name])
  return outcome.code === 0 ? outcome.stdout.trim() : 'not there'
}

const modes = { found: 'found: it was there before', installed: 'installed: the ordinary CLI and engine', built: 'built here, for a closed network' }

/** Print how the engine came about, what runs and which images there are. Exit code 1 when no engine answers. */
export const status = async (): Promise<void> => {
  const state = readState()
  const version = await answeringEngine({ timeoutSeconds: 30 })
  console.log(`engine   ${version === undefined ? 'does not answer' : `${version} answers`}`)
  console.log(`mode     ${state === undefined ? 'none: "up" was not run' : modes[state.kind]}`)
  console.log(`dagger   ${firstOnPath() ?? 'not on PATH'}`)
  if (version === undefined) process.exitCode = 1
  if (state?.kind !== 'built') return
  console.log(`dockerd  ${(await dockerAnswers()) ? 'answers' : 'does not answer'}${ownDockerd() === undefined ? '' : `, started by "up" as process ${ownDockerd()}`}`)
  for (const name of [engineContainer, registryContainer]) console.log(`         ${name}: ${await container(name)}`)
  console.log(`images   in the registry at ${localRegistry} and in dockerd:`)
  for (const image of standIns) {
    const arches = builtImage(image.names[0])?.map(({ arch }) => arch).join(', ')
    console.log(`         ${image.names.join(', ')}: ${arches ?? 'not built'}`)
  }
}
