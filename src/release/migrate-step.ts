import { createHash } from 'node:crypto'
import { migrateByLambda, type MigrateOptions } from '../migrate/by-lambda.ts'
import { migrateByTask } from '../migrate/by-task.ts'
import { sayMigration, type MigrationReport } from '../migrate/report.ts'
import { tailOf } from '../rollout/evidence.ts'
import { findService } from '../rollout/find-service.ts'
import { prepareTaskDefinition } from '../rollout/prepare.ts'
import { HatcheryError } from '../shared/errors.ts'
import { retryTransient } from '../shared/retry.ts'
import { keptEvidence } from './kept-evidence.ts'
import type { StepAround, StepPlace } from './deploy-step.ts'
import { stepName } from './deploy-step.ts'
import { say, type Prepared } from './request.ts'

/**
 * Migrate one region's database once, or learn how an earlier run's migration ended.
 *
 * @throws {HatcheryError} `MIGRATION_*`, `MIGRATOR_*`.
 */
export async function migrateStep(run: Prepared, place: StepPlace, around: StepAround & { readonly beforeLongCall: (seconds: number) => Promise<void> }): Promise<void> {
  const { journal, clock } = around
  const before = journal.step(place.region, place.at)
  if (before?.state === 'done') return
  // `starting` is written right before the migrator runs; `failed` means that a run saw it fail.
  const interrupted = before?.state === 'starting' ? before.migrate : undefined
  const options: MigrateOptions = {
    clock,
    waivers: run.config.gates.vulnerabilities.waivers,
    onProgress: (text) => say(run, { step: stepName(place), state: 'progress', text }),
    beforeLongCall: around.beforeLongCall,
    journal: {
      starting: async (known) => void (await journal.writeStep(place, { state: 'starting', migrate: known })),
      failed: async (known) => {
        const migrate = journal.step(place.region, place.at)?.migrate
        if (migrate) await journal.writeStep(place, { state: 'failed', migrate: { ...migrate, after: known.after } })
      },
    },
    ...(interrupted ? { interrupted } : {}),
  }
  if (!before) await journal.writeStep(place, { state: 'preparing' })
  try {
    const report = await migrate(run, { ...place, releaseId: journal.record.id }, options)
    for (const line of report.logTail) options.onProgress(`log: ${line}`)
    const atMs = journal.step(place.region, place.at)?.migrate?.atMs ?? clock.now()
    await journal.writeStep(place, { state: 'done', text: sayMigration(report), endedAtMs: clock.now(), migrate: { before: report.before, after: report.after, atMs, contract: report.contract } })
  } catch (error) {
    if (error instanceof HatcheryError && error.kind === 'release' && error.code !== 'RELEASE_LOCK_LOST') await journal.writeStep(place, { state: 'failed', text: error.message, ...keptEvidence(error), endedAtMs: clock.now() })
    throw error
  }
}

async function migrate(run: Prepared, place: StepPlace & { readonly releaseId: string }, options: MigrateOptions): Promise<MigrationReport> {
  const runner = run.stage.migrate
  if (!runner) throw new HatcheryError('CONFIG_INVALID', { what: 'the stage has `migrate` in its order and no runner', where: `stage ${run.stage.name}`, next: 'Add `migrate` to the stage, or take it out of `deploy.order`.' })
  const image = run.images[runner.component]
  if (image === undefined) throw new HatcheryError('CONFIG_INVALID', { what: 'no image is given for the migrator', where: `component ${runner.component}`, next: 'Publish it first; the receipt names every image of the release.' })
  const ports = run.ports(place.region)
  if (runner.kind === 'lambda') return migrateByLambda(ports, { runner, image }, options)
  const { clock } = options
  const change = { images: { [runner.container]: image }, labels: { 'hatchery.revision': run.revision }, env: run.stage.deploy.env, revision: run.revision }
  const prepared = await prepareTaskDefinition(ports, { running: runner.taskDefinition, change, tags: {}, clock })
  const neighbour = Object.values(run.stage.deploy.services)[0]
  if (!neighbour) throw new HatcheryError('CONFIG_INVALID', { what: 'a migration task takes its network from a service, and the stage has none', where: `stage ${run.stage.name}`, next: 'Name a service under `deploy.services`.' })
  const { placement } = await retryTransient(() => findService(ports, { cluster: run.stage.cluster, service: neighbour }), { clock })
  const key = `hatchery-${createHash('sha256').update(`${place.releaseId}#${place.region}`).digest('hex').slice(0, 24)}`
  const readLog = (arn: string) => tailOf(ports, { task: { arn }, taskDefinition: prepared.taskDefinition }).catch((error: unknown) => [`the log could not be read: ${error instanceof Error ? error.message : String(error)}`])
  return migrateByTask(ports, { cluster: run.stage.cluster, taskDefinition: prepared.taskDefinition, container: runner.container, placement, key, timeoutSeconds: runner.timeoutSeconds, ...(run.migrationSql === undefined ? {} : { sql: run.migrationSql }), readLog }, options)
}
