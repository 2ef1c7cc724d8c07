import { randomBytes } from 'node:crypto'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Container, Service } from '@dagger.io/dagger'
import type { ContainerRuntime, ContainerStart, RunningContainer } from './drivers/container-runtime.ts'
import { ImageNotFound } from './drivers/container-runtime.ts'
import { healthCheckScript, healthLoop, SUPERVISOR } from './supervisor.ts'
import { watchFolder } from './watch-folder.ts'

export interface DaggerRuntimeOptions {
  /** Id of a cache volume that this process has mounted at `volumePath`, not locked; containers get it too. */
  readonly volumeId: string
  readonly volumePath: string
  /** Service id of the registry that images of `registryHost` come from. */
  readonly registryId: string | undefined
  readonly registryHost: string
  /** Service ids by the name under which containers reach them (database, cache). */
  readonly bindings: Readonly<Record<string, string>>
}

/** Where the volume is in the containers. */
const IN_CONTAINER = '/.local-aws'

/**
 * Run containers as services of this process's own Dagger session (`experimentalPrivilegedNesting`). Dagger tells nothing about
 * a service after it has started, so a supervisor in the container writes exit code, output and health into a shared cache volume.
 */
export async function daggerRuntime(options: DaggerRuntimeOptions): Promise<ContainerRuntime> {
  const { connection, dag } = await import('@dagger.io/dagger')
  const end = await openSession(connection)
  await writeFile(join(options.volumePath, 'supervise'), SUPERVISOR)
  const pull = async (start: ContainerStart): Promise<{ base: Container; args: string[] }> => {
    const registry = options.registryId !== undefined && start.image.startsWith(`${options.registryHost}/`) ? { registryService: dag.loadServiceFromID(options.registryId as never) } : {}
    const base = dag.container({ platform: start.platform as never }).from(start.image, registry)
    try {
      const entryPoint = start.entryPoint ?? (await base.entrypoint())
      const command = start.command ?? (start.entryPoint === undefined ? await base.defaultArgs() : [])
      return { base, args: [...entryPoint, ...command] }
    } catch (cause) {
      throw new ImageNotFound(cause instanceof Error ? cause.message : String(cause))
    }
  }
  const configure = (base: Container, parts: { start: ContainerStart; id: string }): Container => {
    const { start, id } = parts
    // ECS does not look at a HEALTHCHECK of the image; Dagger would wait for it, and breaks on HEALTHCHECK NONE.
    let container = base.withoutDockerHealthcheck().withMountedCache(IN_CONTAINER, dag.loadCacheVolumeFromID(options.volumeId as never)).withEnvVariable('LOCAL_AWS_CONTAINER', id)
    for (const [name, value] of Object.entries(start.environment)) container = container.withEnvVariable(name, value)
    for (const [name, value] of Object.entries(start.secrets)) container = container.withSecretVariable(name, dag.setSecret(`${id}-${name}`, value))
    for (const [alias, service] of Object.entries(options.bindings)) container = container.withServiceBinding(alias, dag.loadServiceFromID(service as never))
    for (const port of start.ports) container = container.withExposedPort(port, { experimentalSkipHealthcheck: true })
    return container
  }
  const start = async (wanted: ContainerStart): Promise<RunningContainer> => {
    const id = `${wanted.name}-${randomBytes(6).toString('hex')}`
    const { base, args } = await pull(wanted)
    const folder = await prepareFolder(join(options.volumePath, id), wanted)
    const service = await configure(base, { start: wanted, id })
      .asService({ args: ['sh', `${IN_CONTAINER}/supervise`, `${IN_CONTAINER}/${id}`, ...args] })
      .start()
    return running({ service, hostname: await service.hostname(), folder, wanted })
  }
  return {
    start,
    close: () => {
      end()
      return Promise.resolve()
    },
  }
}

async function openSession(connection: (act: () => Promise<void>) => Promise<void>): Promise<() => void> {
  return new Promise((resolve, reject) => {
    connection(() => new Promise<void>((end) => resolve(end))).catch(reject)
  })
}

async function prepareFolder(folder: string, wanted: ContainerStart): Promise<string> {
  await mkdir(folder)
  // The container's user, whoever it is, writes here.
  await chmod(folder, 0o777)
  if (wanted.healthCheck !== undefined) {
    await writeFile(join(folder, 'health-check'), healthCheckScript(wanted.healthCheck.command))
    await writeFile(join(folder, 'health-loop'), healthLoop(wanted.healthCheck))
  }
  return folder
}

function running(parts: { service: Service; hostname: string; folder: string; wanted: ContainerStart }): RunningContainer {
  const { service, hostname, folder, wanted } = parts
  let exited = false
  const gone: (() => void)[] = []
  const exit = (code: number) => {
    if (exited) return
    exited = true
    watch.end()
    wanted.onExit(code)
    for (const tell of gone) tell()
  }
  const watch = watchFolder(folder, { onLog: wanted.onLog, onHealth: wanted.onHealth, onExit: exit })
  return {
    endpoint: (port) => (exited || !wanted.ports.includes(port) ? undefined : { host: hostname, port }),
    catchUp: () => (exited ? undefined : watch.look()),
    async stop({ timeoutSeconds }) {
      if (!exited && timeoutSeconds > 0) {
        await writeFile(join(folder, 'stop'), '')
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutSeconds * 1000)
          gone.push(() => {
            clearTimeout(timer)
            resolve()
          })
        })
      }
      exit(137)
      await service.stop({ kill: true })
    },
  }
}
