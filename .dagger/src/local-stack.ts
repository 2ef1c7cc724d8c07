import { type Config, type Stage, stateTable } from "../lib/pipeline.mjs"

/** Ask the stand-in for what infrastructure code makes before a first release; the text is what `POST /_local/stack` takes. */
export function localStack(options: { config: Config; stage: Stage; placeholder: string }): string {
  const { config, stage, placeholder } = options
  const connections = Object.assign({}, ...config.services.map(({ connection }) => connection)) as Record<string, string>
  const environmentOf = (component: string) => ({ ...connections, ...config.components.find(({ name }) => name === component)?.image?.env })
  const services = Object.entries(stage.deploy.services).map(([component, service]) => {
    const port = config.components.find(({ name }) => name === component)?.image?.port
    return { component, service, container: stage.deploy.containers[component] ?? component, ...(port === undefined ? {} : { port }), environment: { ...environmentOf(component), ...(port === undefined ? {} : { PORT: String(port) }) } }
  })
  const runner = stage.migrate
  const migrator = runner && {
    kind: runner.kind,
    name: runner.kind === "lambda" ? (runner.function ?? `${config.project}-local-${runner.component}`) : runner.taskDefinition,
    container: runner.kind === "lambda" ? runner.component : runner.container,
    timeoutSeconds: runner.timeoutSeconds,
    environment: environmentOf(runner.component),
  }
  return JSON.stringify({ region: "local", name: `${config.project}-local`, cluster: stage.cluster, table: stateTable(config.project), placeholder, services, ...(migrator ? { migrator } : {}) })
}

/** The component through which people reach the application. */
export function entryComponent(config: Config, stage: Stage): string | undefined {
  return config.components.find(({ name, image }) => image?.port !== undefined && stage.deploy.services[name] !== undefined)?.name
}
