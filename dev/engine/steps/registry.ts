import { EngineError } from '../engine-error.ts'
import { attempt, run } from '../shell.ts'
import { registryContainer, registryPort, registryVolume } from '../versions.ts'

const answers = async (): Promise<boolean> => {
  try {
    const response = await fetch(`http://localhost:${registryPort}/v2/`, { signal: AbortSignal.timeout(2000) })
    return response.ok
  } catch (error) {
    // Nothing listens yet, or not yet by HTTP: the caller waits or gives up.
    if (error instanceof Error) return false
    throw error
  }
}

/** Run the local registry, its images in a volume; dockerd starts it again whenever dockerd itself starts. */
export const ensureRegistry = async (): Promise<void> => {
  if (await answers()) return
  const started = await attempt(['docker', 'start', registryContainer])
  if (started.code !== 0) {
    await attempt(['docker', 'rm', '--force', registryContainer])
    await run(
      ['docker', 'run', '--detach', '--name', registryContainer, '--restart', 'unless-stopped', '--publish', `${registryPort}:5000`, '--volume', `${registryVolume}:/var/lib/registry`, '--env', 'REGISTRY_STORAGE_DELETE_ENABLED=true', 'registry:2'],
      { next: `is port ${registryPort} taken by another program? end it, then run "up" again` },
    )
  }
  for (let tries = 0; tries < 100; tries += 1) {
    if (await answers()) return
    await new Promise((done) => setTimeout(done, 200))
  }
  throw new EngineError(`the local registry does not answer on port ${registryPort}`, `docker logs ${registryContainer} tells why`)
}
