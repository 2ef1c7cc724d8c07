import type { AwsPorts, LambdaFunction } from '../aws/ports.ts'
import type { MigrateRunner } from '../config/model.ts'
import { askCurrent } from '../migrate/ask-current.ts'
import { findFunction } from '../migrate/find-function.ts'
import type { Clock } from '../shared/clock.ts'
import { retryTransient } from '../shared/retry.ts'

/** The migrator as AWS has it now. */
export interface MigratorNow {
  /** `function app-migrator`, `task definition migrator` */
  readonly name: string
  readonly image: string | undefined
  /** There when the database can be asked through it. */
  readonly function?: LambdaFunction
}

/** Look at the migrator without starting it. */
export async function migratorNow(ports: AwsPorts, runner: MigrateRunner, clock: Clock): Promise<MigratorNow> {
  if (runner.kind === 'lambda') {
    const found = await retryTransient(() => findFunction(ports, runner), { clock })
    return { name: `function ${found.name}`, image: found.imageUri, function: found }
  }
  const { definition } = await retryTransient(() => ports.ecs.describeTaskDefinition(runner.taskDefinition), { clock })
  return { name: `task definition ${runner.taskDefinition}`, image: definition.containerDefinitions.find(({ name }) => name === runner.container)?.image }
}

/** What is known of the schema, or why it was not asked. */
export type SchemaNow = { readonly kind: 'told'; readonly revision: string | null } | { readonly kind: 'not asked'; readonly why: string }

/**
 * Ask the database's revision through the migrator, where that only reads.
 *
 * A migrator that Hatchery has never started may take any call for an upgrade, so only an image that a release has brought
 * there, and asked before, is asked.
 */
export async function schemaNow(ports: AwsPorts, now: MigratorNow, options: { readonly trusted: readonly string[]; readonly clock: Clock }): Promise<SchemaNow> {
  const asked = now.function
  if (!asked) return { kind: 'not asked', why: 'the migrator runs as a task, which would migrate' }
  if (now.image === undefined || !options.trusted.includes(now.image)) return { kind: 'not asked', why: `no release has brought ${now.image ?? 'its image'} there, so what it does when it is called is not known` }
  if (asked.lastUpdateStatus === 'InProgress' || asked.state === 'Pending') return { kind: 'not asked', why: 'its code is being updated' }
  const revision = await askCurrent(ports, asked, options.clock)
  return revision === undefined ? { kind: 'not asked', why: 'the migrator does not tell' } : { kind: 'told', revision }
}

/** Name a schema revision. */
export function saySchema(revision: string | null): string {
  return revision ?? 'no revision'
}
