import { CacheSharingMode, Container, dag, Platform, Service as DaggerService } from "@dagger.io/dagger"
import type { Config } from "../lib/pipeline.mjs"
import { serviceContainer } from "./check-run.ts"

const node = "node:24-bookworm-slim"
export const localRegistry = "localhost:5000"
export const controlPort = 4566
const balancerPort = 8080

/** Start the registry of a project's stage `local`; what was pushed stays. */
export function registryService(project: string): DaggerService {
  return dag.container().from("registry:2").withEnvVariable("REGISTRY_LOG_LEVEL", "error").withEnvVariable("REGISTRY_LOG_ACCESSLOG_DISABLED", "true").withMountedCache("/var/lib/registry", volume(project, "registry"), { sharing: CacheSharingMode.Locked }).withExposedPort(5000).asService({ useEntrypoint: true })
}

/** Make the services of hatchery.yaml, each with its data from the last call. */
export function keptServices(config: Config): Map<string, DaggerService> {
  return new Map(
    config.services.map((service) => {
      const container = serviceContainer(service, `${config.project}-local`)
      const kept = service.data ? container.withMountedCache(service.data, volume(config.project, `service-${service.name}`), { sharing: CacheSharingMode.Locked }) : container
      return [service.name, kept.asService({ useEntrypoint: true })] as const
    }),
  )
}

/** Make the stand-in for AWS, which starts tasks itself as containers beside it. */
export async function standIn(options: { project: string; platform: string; registry: DaggerService; services: ReadonlyMap<string, DaggerService> }): Promise<DaggerService> {
  const { project, platform, registry } = options
  const bindings = Object.fromEntries(await Promise.all([...options.services].map(async ([name, service]) => [name, await service.id()] as const)))
  return dag
    .container({ platform: platform as Platform })
    .from(node)
    .withWorkdir("/local-aws")
    .withNewFile("package.json", '{"private":true,"type":"module"}')
    .withMountedCache("/root/.npm", dag.cacheVolume("hatchery-npm"))
    .withExec(["npm", "install", "--no-audit", "--no-fund", "@dagger.io/dagger@0.21.7"])
    .withFile("local-aws.mjs", dag.currentModule().source().file("lib/local-aws.mjs"))
    .withMountedCache("/state", volume(project, "state"), { sharing: CacheSharingMode.Locked })
    .withMountedCache("/tasks", volume(project, "tasks"))
    .withEnvVariable("LOCAL_AWS_VOLUME_ID", await volume(project, "tasks").id())
    .withEnvVariable("LOCAL_AWS_VOLUME_PATH", "/tasks")
    .withEnvVariable("LOCAL_AWS_REGISTRY_ID", await registry.id())
    .withEnvVariable("LOCAL_AWS_REGISTRY_HOST", localRegistry)
    .withEnvVariable("LOCAL_AWS_BINDINGS", JSON.stringify(bindings))
    .withEnvVariable("LOCAL_AWS_PLATFORM", platform)
    .withEnvVariable("LOCAL_AWS_BALANCER_PORT", String(balancerPort))
    .withExposedPort(controlPort)
    .asService({
      args: ["node", "local-aws.mjs", "--host", "0.0.0.0", "--port", String(controlPort), "--driver", "dagger", "--registry", localRegistry, "--state", "/state/world.json", "--timings", JSON.stringify(timings)],
      experimentalPrivilegedNesting: true,
    })
}

/** What stands where nothing has been released yet: it answers every request. */
export function placeholder(platform: string): Container {
  const script = `const port = process.env.PORT; process.on("SIGTERM", () => process.exit(0)); if (port) require("node:http").createServer((_, answer) => answer.end("nothing is released yet\\n")).listen(port); else setInterval(() => {}, 1e9)`
  return dag.container({ platform: platform as Platform }).from(node).withEntrypoint(["node", "-e", script])
}

// What AWS takes its time for is no part of a rehearsal; what the containers take is.
const timings = {
  provisioningSeconds: 1,
  pullSeconds: 0.2,
  startSeconds: 0,
  activatingSeconds: 0.2,
  stopSeconds: 0.2,
  deprovisioningSeconds: 0.2,
  schedulerSeconds: 0.5,
  countedAfterSeconds: 8,
  launchPauseSeconds: 1,
  longestLaunchPauseSeconds: 5,
  failedVisibleSeconds: 2,
  stoppedTaskSeconds: 3600,
  lambdaUpdateSeconds: 1,
  lambdaCreateSeconds: 1,
}

const volume = (project: string, what: string) => dag.cacheVolume(`hatchery-local-${project}-${what}`)
