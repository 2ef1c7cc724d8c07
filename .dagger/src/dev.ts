import { Container, Platform, Service as DaggerService } from "@dagger.io/dagger"
import { type BuildSpec, buildSpecs, type Component, HatcheryError, needs, selectComponents } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { startable } from "./check-run.ts"
import { buildImage } from "./images.ts"

/** Start the application with its services on the caller's own platform and give the component that answers. */
export async function startDev(app: App, options: { component?: string; platform: string }): Promise<DaggerService> {
  const entry = options.component ? selectComponents(app.config, options.component)[0] : app.config.components.find((component) => component.image?.port !== undefined)
  if (!entry?.image?.port) {
    throw new HatcheryError("IMAGE_MISSING", { where: options.component ? `component ${options.component}` : "hatchery.yaml", what: "has no image with a port to open", next: "set `image: { port: … }` on the component that answers requests" })
  }
  const key = String(Date.now())
  const services = new Map(app.config.services.map((service) => [service.name, startable(service, key)]))
  await Promise.all([...services.values()].map((service) => service.start()))
  const run = async (component: Component): Promise<Container> => {
    let container = wire(await buildImage(specOf(app, component), { source: app.source, platform: options.platform }), { app, component, services })
    for (const other of needs(component, app.config.components)) container = container.withServiceBinding(other.name, (await run(other)).asService({ useEntrypoint: true }))
    return component.image?.port ? container.withExposedPort(component.image.port) : container
  }
  for (const component of app.config.components) {
    if (!component.migrations || !component.image) continue
    await (await run(component)).withEnvVariable("HATCHERY_RUN", key).withExec(["sh", "-c", component.migrations.command]).sync()
  }
  const workers = app.config.components.filter((component) => component.image && !component.image.port && !component.migrations)
  await Promise.all(workers.map(async (worker) => (await run(worker)).asService({ useEntrypoint: true }).start()))
  return (await run(entry)).asService({ useEntrypoint: true })
}

function wire(container: Container, options: { app: App; component: Component; services: Map<string, DaggerService> }): Container {
  let wired = container
  for (const service of options.app.config.services.filter((one) => options.component.services.includes(one.name))) {
    wired = wired.withServiceBinding(service.name, options.services.get(service.name)!)
    for (const [name, value] of Object.entries(service.connection)) wired = wired.withEnvVariable(name, value)
  }
  for (const [name, value] of Object.entries(options.component.image?.env ?? {})) wired = wired.withEnvVariable(name, value)
  return wired
}

function specOf(app: App, component: Component): BuildSpec {
  return buildSpecs(app.config, component.name)[0]!
}
