import { dag, Service as DaggerService } from "@dagger.io/dagger"
import { type AwsAccess, findStage, HatcheryError, registryClient, type Stage, type StageRun, stateTable, systemClock } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { controlPort, keptServices, localRegistry, placeholder, registryService, standIn } from "./local-services.ts"
import { entryComponent, localStack } from "./local-stack.ts"

/** The stage `local` while a call runs. */
export interface LocalWorld {
  /** The application with images for this machine, in the local registry. */
  app: App
  stage: Stage
  access: AwsAccess
  registry: DaggerService
  /** The stand-in itself, for containers that reach the application through it. */
  service: DaggerService
  /** Ask the stand-in's admin API, which no AWS client knows. */
  admin(route: string, body?: unknown): Promise<unknown>
  stop(): Promise<void>
}

/** Start the stage `local` where the last call left it. */
export async function startLocal(app: App): Promise<LocalWorld> {
  const platform = String(await dag.defaultPlatform())
  const { project } = app.config
  console.log(`local: starting the stage with its registry, ${app.config.services.map(({ name }) => name).join(", ")} and the stand-in for AWS`)
  const registry = await registryService(project).start()
  const services = keptServices(app.config)
  await Promise.all([...services.values()].map((service) => service.start()))
  const service = await (await standIn({ project, platform, registry, services })).start()
  const endpoint = await service.endpoint({ port: controlPort, scheme: "http" })
  const config = { ...app.config, platforms: [platform], registry: { kind: "oci" as const, address: localRegistry, prefix: project } }
  const stage = findStage(config, "local")
  const admin = adminOf(endpoint)
  const endpoints = (await admin("POST stack", localStack({ config, stage, placeholder: await placeholderImage(registry, platform) }))) as { loadBalancer: string; port: number }[]
  console.log("local: the stage stands")
  const entry = entryComponent(config, stage)
  const port = endpoints.find(({ loadBalancer }) => loadBalancer === `${project}-local-${entry}`)?.port
  return {
    app: { ...app, config },
    stage: port === undefined ? stage : { ...stage, baseUrl: `http://${new URL(endpoint).hostname}:${port}` },
    access: { credentials: { kind: "keys", accessKeyId: "LOCALSTANDIN", secretAccessKey: "no-secret" }, endpoint, table: stateTable(project) },
    registry,
    service,
    admin,
    stop: async () => {
      // It writes down how things stand 0.1 s after a call, and goes before its containers do: their end is the call's, not theirs.
      await systemClock.sleep(500)
      await service.stop({ kill: true })
    },
  }
}

async function placeholderImage(registry: DaggerService, platform: string): Promise<string> {
  const repository = "hatchery/placeholder"
  const tag = `1-${platform.replaceAll("/", "-")}`
  const client = registryClient({ endpoint: await registry.endpoint({ scheme: "http" }), name: localRegistry, fetch })
  const known = await client.manifest(repository, tag)
  if (known) return `${localRegistry}/${repository}@${known.digest}`
  const pushed = await placeholder(platform).publish(`${localRegistry}/${repository}:${tag}`, { registryService: registry })
  return `${localRegistry}/${repository}${pushed.slice(pushed.indexOf("@"))}`
}

function adminOf(endpoint: string): LocalWorld["admin"] {
  return async (route, body) => {
    const [method = "GET", path = ""] = route.split(" ")
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body)
    const answer = await fetch(`${endpoint}/_local/${path}`, { method, ...(text === undefined ? {} : { body: text as string }) })
    if (answer.ok) return answer.json()
    throw new HatcheryError("INTERNAL", { where: `local stand-in, ${route}`, what: `answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`, next: "report this with hatchery.yaml" })
  }
}

/** Free the lock of a holder that is gone: while a call has the stage's volumes, nobody else can be alive. */
export async function freeDeadLock(run: Pick<StageRun, "connect" | "stage">): Promise<void> {
  const { state } = run.connect(run.stage.regions[0] ?? "local")
  const held = await state.get({ pk: `stage#${run.stage.name}`, sk: "lock" })
  if (held && held["free"] !== true) await state.put({ ...held, expiresAtMs: 0 })
}
