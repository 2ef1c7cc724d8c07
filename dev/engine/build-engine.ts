import { standIns } from './images/all.ts'
import { registryImage } from './images/servers.ts'
import { ensure } from './step.ts'
import { baseStep } from './steps/bases.ts'
import { binariesStep } from './steps/binaries.ts'
import { cliDigest, cliStep } from './steps/cli.ts'
import { ensureDockerd } from './steps/dockerd.ts'
import { ensureEmulation } from './steps/emulation.ts'
import { ensureEngineContainer } from './steps/engine-container.ts'
import { engineImageStep, engineProgramsStep, engineSystemStep } from './steps/engine-image.ts'
import { packagesStep } from './steps/packages.ts'
import { ensureRegistry } from './steps/registry.ts'
import { sdkStep } from './steps/sdk.ts'
import { buildStep, imagesInDocker, loadIntoDocker, pushToRegistry } from './steps/stand-ins.ts'
import { writeState } from './state.ts'
import { daggerTag } from './versions.ts'

/** Debian and all images on it. They mostly wait for package archives and disks, so they are made while Go compiles. */
const makeImages = async (): Promise<void> => {
  await ensure(await baseStep('bookworm'))
  await ensure(buildStep(registryImage))
  const inDocker = await imagesInDocker()
  await loadIntoDocker(registryImage, inDocker)
  await ensureRegistry()
  await ensure(engineSystemStep())
  await ensure(await baseStep('trixie'))
  for (const image of standIns) {
    await ensure(buildStep(image))
    await loadIntoDocker(image, inDocker)
    await pushToRegistry(image)
  }
}

/** Wait for both, so that a failure of one does not leave the other running unseen. */
const both = async (first: Promise<void>, second: Promise<void>): Promise<void> => {
  for (const outcome of await Promise.allSettled([first, second])) if (outcome.status === 'rejected') throw outcome.reason
}

/** Build the engine and bring it up: each step only where its inputs changed or its result is gone. */
export const buildEngine = async (): Promise<void> => {
  await ensure(packagesStep())
  await ensureDockerd()
  await ensureEmulation()
  const binaries = await binariesStep()
  const sdk = sdkStep(binaries.key)
  const programs = engineProgramsStep(binaries.key)
  await both(
    (async () => {
      await ensure(binaries)
      await ensure(programs)
      await ensure(sdk)
    })(),
    makeImages(),
  )
  await ensure(engineImageStep())
  await ensure(cliStep(binaries.key))
  writeState({ kind: 'built', version: daggerTag, cliDigest: cliDigest() })
  await ensureEngineContainer()
}
