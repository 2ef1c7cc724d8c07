import type { Stage } from '../config/model.ts'
import type { ServiceFacts } from '../rollout/service-facts.ts'
import type { ReleaseRecord, StepRecord } from './records.ts'
import type { ReleaseStore } from './store.ts'

/** What the last good releases left of one component in one region. */
export interface LeftService {
  readonly release: ReleaseRecord
  readonly taskDefinition: string
  /** Missing where an older Hatchery released. */
  readonly facts?: ServiceFacts | undefined
}

/** What releases left of the migrator and the database in one region. */
export interface LeftMigrator {
  readonly release: ReleaseRecord
  /** Any of these is what a release left: one that ended early may or may not have brought its own. */
  readonly images: readonly string[]
  /** `null` is an empty database; undefined where the migrator did not tell. */
  readonly schema?: string | null | undefined
}

/** What a stage should look like by its record. */
export interface LeftStage {
  /** The newest of any state. */
  readonly newest?: ReleaseRecord
  /** The newest that succeeded. */
  readonly last?: ReleaseRecord
  /** Begun and neither finished nor undone. */
  readonly unfinished?: { readonly release: ReleaseRecord; readonly steps: readonly StepRecord[] }
  /** By region and component. */
  readonly services: Readonly<Record<string, Readonly<Record<string, LeftService>>>>
  /** By region. */
  readonly migrators: Readonly<Record<string, LeftMigrator>>
  /** Task definitions of releases that did not succeed, to say where one comes from. */
  readonly failed: ReadonlyMap<string, ReleaseRecord>
}

const remembered = 100

/** Read what the last good releases left, newest first, until everything that the stage has is known. */
export async function readLeft(store: ReleaseStore, of: { readonly stage: Stage; readonly regions: readonly string[] }): Promise<LeftStage> {
  const { stage, regions } = of
  const components = stage.deploy.order.filter((name) => name !== 'migrate')
  const migrators = new Map<string, MigratorSoFar>()
  const services: Record<string, Record<string, LeftService>> = {}
  const failed = new Map<string, ReleaseRecord>()
  let last: ReleaseRecord | undefined
  let unfinished: LeftStage['unfinished']
  const releases = await store.releases(remembered)
  const [newest] = releases
  for (const release of releases) {
    const steps = await store.steps(release.id)
    const open = release.state === 'running' || release.state === 'undoing'
    if (open) unfinished ??= { release, steps }
    if (release.state === 'succeeded') last ??= release
    for (const step of steps) {
      const definition = step.deploy?.taskDefinition
      if (definition !== undefined && leaves(release, step)) (services[step.region] ??= {})[step.name] ??= { release, taskDefinition: definition, facts: step.deploy?.service }
      else if (definition !== undefined && !open) failed.set(definition, failed.get(definition) ?? release)
      if (step.name === 'migrate' && stage.migrate) takeMigrator(migrators, { release, step, image: release.images[stage.migrate.component] })
    }
    const known = regions.every((region) => components.every((name) => services[region]?.[name]) && (!stage.migrate || migrators.get(region)?.settled))
    if (last && known) break
  }
  return { ...(newest ? { newest } : {}), ...(last ? { last } : {}), ...(unfinished ? { unfinished } : {}), services, migrators: Object.fromEntries([...migrators].map(([region, { release, images, schema }]) => [region, { release, images, schema }])), failed }
}

/** A good release leaves what it brought; so does a failed one whose code had to stay with the schema. */
function leaves(release: ReleaseRecord, step: StepRecord): boolean {
  if (release.state === 'succeeded') return step.state === 'done'
  return step.state === 'stays' && step.deploy?.superseded !== true && release.state !== 'running' && release.state !== 'undoing'
}

interface MigratorSoFar {
  readonly release: ReleaseRecord
  readonly images: string[]
  schema?: string | null | undefined
  settled: boolean
}

/** Go back in time until a step tells where the database was left; the code of the function never goes back. */
function takeMigrator(all: Map<string, MigratorSoFar>, found: { readonly release: ReleaseRecord; readonly step: StepRecord; readonly image: string | undefined }): void {
  const { release, step, image } = found
  const so = all.get(step.region) ?? { release, images: [], settled: false }
  all.set(step.region, so)
  if (so.settled) return
  if (image !== undefined && !so.images.includes(image)) so.images.push(image)
  // What only was to begin may have brought its image, and has not touched the database.
  if (step.state === 'preparing') return
  so.settled = true
  if (step.state === 'done' || step.state === 'failed') so.schema = step.migrate?.after
}
