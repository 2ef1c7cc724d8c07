import { execa } from 'execa'
import { GenericContainer, getContainerRuntimeClient, Wait, type StartedTestContainer } from 'testcontainers'

/** Start an empty registry in the Docker daemon that the `docker` command reaches. */
export async function startRegistry(): Promise<StartedTestContainer> {
  // The reaper's image is not to be had everywhere; the test stops what it starts.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true'
  await assertSameDaemon()
  return new GenericContainer('registry:2').withExposedPorts(5000).withWaitStrategy(Wait.forHttp('/v2/', 5000)).start()
}

/** Testcontainers falls back to another socket in silence when DOCKER_HOST fails: compare the daemon's own id. */
async function assertSameDaemon(): Promise<void> {
  const { container } = await getContainerRuntimeClient()
  const { ID: reached } = (await container.dockerode.info()) as { ID: string }
  const { stdout: wanted } = await execa('docker', ['info', '--format', '{{.ID}}'])
  if (reached !== wanted.trim()) throw new Error(`testcontainers reached the Docker daemon ${reached}, not ${wanted.trim()}`)
}
