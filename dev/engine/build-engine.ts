import { standIns } from './images/all.ts'
import type { StandIn } from './images/stand-in.ts'
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
import { buildStep, loadIntoDocker, pushToRegistry } from './steps/stand-ins.ts'
import { hashOf } from './hash.ts'
import { writeState } from './state.ts'
import { daggerTag } from './versions.ts'

const publish = async (image: StandIn): Promise<void> => {
  await loadIntoDocker(image)
  await pushToRegistry(image)
}

/** Debian and all images on it. They mostly wait for package archives and disks, so they are made while Go compiles. */
const makeImages = async (): Promise<void> => {
  const bookworm = await baseStep('bookworm')
  await ensure(bookworm)
  await ensure(buildStep(registryImage))
  await loadIntoDocker(registryImage)
  await ensureRegistry()
  await ensure(engineSystemStep(bookworm.key))
  await ensure(await baseStep('trixie'))
  for (const image of standIns) {
    await ensure(buildStep(image))
    await publish(image)
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
  const bookworm = await baseStep('bookworm')
  const imageKey = hashOf([binaries.key, sdk.key, engineSystemStep(bookworm.key).key])
  const image = engineImageStep(imageKey)
  await ensure(image)
  await ensure(cliStep(binaries.key))
  writeState({ kind: 'built', version: daggerTag, cliDigest: cliDigest() })
  await ensureEngineContainer(image.key)
}
