import { buildEngine } from './build-engine.ts'
import { askBeforeBuilding } from './consent.ts'
import { EngineError } from './engine-error.ts'
import { answeringEngine } from './probe/found-engine.ts'
import { imageRegistryAnswers } from './probe/image-registry.ts'
import { assertBuildable } from './probe/machine.ts'
import { keepColdTime, nothingBuiltYet, readState, writeState } from './state.ts'
import { cliIsOurs } from './steps/cli.ts'
import { dockerAnswers } from './steps/dockerd.ts'
import { installOfficialCli } from './steps/official-cli.ts'

const wait = async (timeoutSeconds: number): Promise<string> => {
  const until = Date.now() + timeoutSeconds * 1000
  for (;;) {
    const version = await answeringEngine({ timeoutSeconds: 30 })
    if (version !== undefined) return version
    if (Date.now() > until) throw new EngineError('the engine does not answer', '"docker logs dagger-engine-v0.21.7" tells why')
  }
}

/**
 * Have a Dagger engine that answers: one that is there already, else the ordinary one, else one built here.
 *
 * @param options.yes Build without asking.
 */
export const up = async (options: { yes: boolean }): Promise<void> => {
  const started = Date.now()
  const done = (version: string, how: string): void => console.log(`Dagger engine ${version} answers (${how}), ${((Date.now() - started) / 1000).toFixed(1)} s`)
  if (!cliIsOurs()) {
    const version = await answeringEngine({ timeoutSeconds: 180 })
    if (version !== undefined) {
      writeState({ kind: 'found', version })
      return done(version, 'it was there')
    }
    if ((await dockerAnswers()) && (await imageRegistryAnswers())) {
      await installOfficialCli()
      const installed = await wait(300)
      writeState({ kind: 'installed', version: installed })
      return done(installed, 'ordinary CLI and engine')
    }
    assertBuildable()
    if (readState()?.kind !== 'built') await askBeforeBuilding(options)
  }
  const cold = nothingBuiltYet()
  await buildEngine()
  const version = await wait(300)
  if (cold) keepColdTime((Date.now() - started) / 1000)
  done(version, 'built here')
}
