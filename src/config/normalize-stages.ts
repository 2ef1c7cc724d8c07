import { given } from './given.ts'
import type { Component, Deploy, MigrateRunner, Registry, Stage } from './model.ts'
import type { WrittenStage } from './schema-stage.ts'
import { stage as stageSchema } from './schema-stage.ts'
import type { WrittenConfig } from './schema.ts'
import { textRecord } from './written-values.ts'

interface Around {
  readonly project: string
  readonly components: readonly Component[]
  readonly registry: Registry
}

/** Make the full form of every stage; `local` comes last and takes its order from the first stage unless it has its own. */
export function normalizeStages(written: WrittenConfig, { components, registry }: { components: readonly Component[]; registry: Registry }): Stage[] {
  const around: Around = { project: written.project, components, registry }
  const remote = Object.entries(written.stages).filter(([name]) => name !== 'local')
  const stages = remote.map(([name, stage]) => normalizeStage(name, { stage, around }))
  return [...stages, localStage(written, { around, model: remote[0]?.[1] })]
}

/** The component whose image brings the schema up to date, where there is one. */
export function migrator(components: readonly Component[]): Component | undefined {
  return components.find((component) => component.migrations && component.image)
}

function normalizeStage(name: string, { stage, around }: { stage: WrittenStage; around: Around }): Stage {
  const region = around.registry.kind === 'ecr' ? around.registry.region : undefined
  const migrate = migrateRunner(name, { stage, around })
  return {
    name,
    regions: stage.regions ?? (region ? [region] : []),
    cluster: stage.cluster ?? `${around.project}-${name}`,
    approval: stage.approval,
    ...given({ window: stage.window, baseUrl: stage.baseUrl }),
    deploy: normalizeDeploy(stage, { around, migrate }),
    ...(migrate && { migrate }),
  }
}

/** The stage that needs no account: its world is made by the rehearsal, so it has no place of its own to name. */
function localStage(written: WrittenConfig, { around, model }: { around: Around; model: WrittenStage | undefined }): Stage {
  const own = written.stages['local'] ?? stageSchema.parse({})
  const runner = own.migrate ?? model?.migrate
  const stage: WrittenStage = {
    ...own,
    regions: ['local'],
    deploy: {
      ...own.deploy,
      ...given({ order: own.deploy.order ?? model?.deploy.order }),
      containers: { ...model?.deploy.containers, ...own.deploy.containers },
      env: { ...model?.deploy.env, ...own.deploy.env },
    },
    ...(runner && { migrate: localRunner(runner) }),
  }
  return normalizeStage('local', { stage, around })
}

/** Keep the kind of runner; names of functions and task definitions are the stand-in's own. */
function localRunner(runner: NonNullable<WrittenStage['migrate']>): NonNullable<WrittenStage['migrate']> {
  const { component, timeoutSeconds } = runner
  if (runner.kind === 'lambda') return { kind: 'lambda', timeoutSeconds, ...given({ component }) }
  return { kind: 'ecs-task', timeoutSeconds, ...given({ component, container: runner.container }) }
}

function normalizeDeploy({ deploy }: WrittenStage, { around, migrate }: { around: Around; migrate: MigrateRunner | undefined }): Deploy {
  const order = deploy.order ?? defaultOrder(around.components, migrate)
  const released = order.filter((step) => step !== 'migrate')
  return {
    strategy: deploy.strategy,
    order,
    timeoutSeconds: deploy.timeoutSeconds,
    services: Object.fromEntries(released.map((name) => [name, deploy.services[name] ?? `${around.project}-${name}`])),
    containers: Object.fromEntries(released.map((name) => [name, deploy.containers[name] ?? name])),
    env: { HATCHERY_REVISION: '{revision}', ...textRecord(deploy.env) },
    maxParallelRegions: deploy.maxParallelRegions,
  }
}

/**
 * Code first, then migrations (expand, then contract).
 *
 * The migrator's image is run, not deployed, unless it also answers requests on a port.
 */
function defaultOrder(components: readonly Component[], migrate: MigrateRunner | undefined): string[] {
  const deployed = components.filter((component) => component.image && (component.name !== migrate?.component || component.image.port !== undefined)).map(({ name }) => name)
  return migrate ? [...deployed, 'migrate'] : deployed
}

function migrateRunner(stageName: string, { stage, around }: { stage: WrittenStage; around: Around }): MigrateRunner | undefined {
  const written = stage.migrate
  const component = written?.component ?? migrator(around.components)?.name
  if (component === undefined) return undefined
  const own = `${around.project}-${stageName}-${component}`
  if (written?.kind === 'ecs-task') {
    const { taskDefinition = `${around.project}-${component}`, container = component, timeoutSeconds } = written
    return { kind: 'ecs-task', component, taskDefinition, container, timeoutSeconds }
  }
  const found = given({ function: written?.function, pattern: written?.pattern, tag: written?.tag })
  return { kind: 'lambda', component, timeoutSeconds: written?.timeoutSeconds ?? 900, ...(Object.keys(found).length > 0 ? found : { function: own }) }
}
