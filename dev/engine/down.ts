import { readState } from './state.ts'
import { dockerAnswers, stopDockerd } from './steps/dockerd.ts'
import { attempt } from './shell.ts'
import { engineContainer, registryContainer } from './versions.ts'

/** Stop what `up` started and nothing else; images and caches stay, so that the next `up` is quick. */
export const down = async (): Promise<void> => {
  if (readState()?.kind !== 'built') {
    console.log('nothing to stop: the engine in use was not built here')
    return
  }
  if (await dockerAnswers()) {
    for (const container of [engineContainer, registryContainer]) {
      const stopped = await attempt(['docker', 'stop', container])
      console.log(stopped.code === 0 ? `${container}: stopped` : `${container}: was not there`)
    }
  }
  console.log((await stopDockerd()) ? 'dockerd: stopped' : 'dockerd: not started by "up", left alone')
}
