import { CacheSharingMode, Container, dag, Directory, Service as DaggerService } from "@dagger.io/dagger"
import { type CheckSpec, type Service, installScript, runScript } from "../lib/pipeline.mjs"

/** Build the container that runs one check; its tools run when somebody reads /out. */
export async function checkContainer(options: { spec: CheckSpec; source: Directory; services: readonly Service[]; nonce?: string }): Promise<Container> {
  const { spec, source, services, nonce } = options
  const code = checkSource(spec, source)
  let container = prepared(spec, { source, code })
  const names = new Set(spec.services)
  const key = names.size > 0 ? await code.digest() : ""
  for (const service of services.filter((one) => names.has(one.name))) {
    container = bind(container, service, `${key}:${spec.concern}:${spec.cell}:${nonce ?? ""}`)
  }
  for (const [name, value] of Object.entries(spec.env)) container = container.withEnvVariable(name, value)
  if (nonce) container = container.withEnvVariable("HATCHERY_RERUN", nonce)
  return withScript(container, spec)
}

/** Build the container that runs the smoke suite against a running application; it always runs. */
export function suiteContainer(options: { spec: CheckSpec; source: Directory; baseUrl: string; nonce: string }): Container {
  const { spec, source } = options
  const container = prepared(spec, { source, code: checkSource(spec, source) })
  return withScript(container.withEnvVariable("BASE_URL", options.baseUrl).withEnvVariable("HATCHERY_RERUN", options.nonce), spec)
}

/** Dependencies come first and from their manifests alone, so that an edit does not install again. */
function prepared(spec: CheckSpec, options: { source: Directory; code: Directory }): Container {
  const { install } = spec
  return dag
    .container()
    .from(spec.image)
    .withMountedCache(install.cache.path, dag.cacheVolume(`hatchery-${install.cache.volume}`), { sharing: CacheSharingMode.Shared })
    .withEnvVariable("CI", "true")
    .withDirectory(at(install.root), options.source.directory(install.root).filter({ include: [...install.files], exclude: ["**/node_modules"] }))
    .withWorkdir(at(install.root))
    .withNewFile("/hatchery/install.sh", installScript(install.commands))
    .withExec(["sh", "/hatchery/install.sh"])
    .withDirectory("/work", options.code)
    .withWorkdir(at(spec.path))
}

function withScript(container: Container, spec: CheckSpec): Container {
  return container.withNewFile("/hatchery/check.sh", runScript(spec)).withExec(["sh", "/hatchery/check.sh"])
}

/** Give a container a service under its name, and the variables that say how to reach it. */
export function bind(container: Container, service: Service, key: string): Container {
  let bound = container.withServiceBinding(service.name, startable(service, key))
  for (const [name, value] of Object.entries(service.connection)) bound = bound.withEnvVariable(name, value)
  return bound
}

/** Make a service that is ready when its own command says so; another key is another, empty instance. */
export function startable(service: Service, key: string): DaggerService {
  return serviceContainer(service, key).asService({ useEntrypoint: true })
}

/** Make the container of a service. */
export function serviceContainer(service: Service, key: string): Container {
  let container = dag.container().from(service.image)
  for (const [name, value] of Object.entries(service.env)) container = container.withEnvVariable(name, value)
  return container
    .withEnvVariable("HATCHERY_INSTANCE", key)
    .withExposedPort(service.port)
    .withDockerHealthcheck([...service.healthcheck], { interval: "1s", timeout: "5s", retries: 60 })
}

function checkSource(spec: CheckSpec, source: Directory): Directory {
  let code = dag.directory()
  for (const folder of spec.sources) {
    const from = source.directory(folder.path)
    const wanted = folder.include.length + folder.exclude.length > 0 ? from.filter({ include: [...folder.include], exclude: [...folder.exclude] }) : from
    code = code.withDirectory(folder.path, wanted)
  }
  return code
}

const at = (path: string) => (path === "." ? "/work" : `/work/${path}`)
