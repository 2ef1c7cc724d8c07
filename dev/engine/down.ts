import { readState } from './state.ts'
import { dockerAnswers, stopDockerd } from './steps/dockerd.ts'
import { stopEngine } from './steps/engine-container.ts'
import { attempt } from './shell.ts'
import { engineContainer, registryContainer } from './versions.ts'

/** Stop what `up` started and nothing else; images and caches stay, so that the next `up` is quick. */
export const down = async (): Promise<void> => {
  if (readState()?.kind !== 'built') {
    console.log('nothing to stop: the engine in use was not built here')
    return
  }
  if (await dockerAnswers()) {
    const report = (container: string, stopped: boolean): void => console.log(`${container}: ${stopped ? 'stopped' : 'was not there'}`)
    report(engineContainer, await stopEngine())
    report(registryContainer, (await attempt(['docker', 'stop', registryContainer])).code === 0)
  }
  console.log((await stopDockerd()) ? 'dockerd: stopped' : 'dockerd: not started by "up", left alone')
}
