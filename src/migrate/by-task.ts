import type { AwsPorts, Task } from '../aws/ports.ts'
import { HatcheryError } from '../shared/errors.ts'
import { pollUntil } from '../shared/poll.ts'
import { retryTransient } from '../shared/retry.ts'
import { upgradeFromLog } from './answer.ts'
import { assertExpandOnly, lintMigrationSql } from './expand-contract.ts'
import type { MigrateOptions } from './by-lambda.ts'
import type { MigrationReport } from './report.ts'
import { shortArn } from '../shared/arn.ts'

/** A one-off task that migrates. */
export interface TaskMigration {
  readonly cluster: string
  /** ARN of the revision with the migrator's image. */
  readonly taskDefinition: string
  readonly container: string
  /** Network and launch type, as a service of the stage has them. */
  readonly placement: Readonly<Record<string, unknown>>
  /** Names this migration for good; the same key never starts a second task. 36 characters at most. */
  readonly key: string
  readonly timeoutSeconds: number
  /** SQL of the new revisions, where the caller has it: a task cannot be asked. */
  readonly sql?: string
  /** Reads the last log lines of a task. */
  readonly readLog: (taskArn: string) => Promise<readonly string[]>
}

/**
 * Run the migrations once by an ECS task and enforce its exit code.
 *
 * A killed run leaves its task behind; the next one finds it by `startedBy` and takes its result.
 *
 * @throws {HatcheryError} `MIGRATION_FAILED`, `MIGRATION_UNRESOLVED`, `MIGRATION_DESTRUCTIVE`.
 */
export async function migrateByTask(ports: AwsPorts, input: TaskMigration, options: MigrateOptions): Promise<MigrationReport> {
  const { clock, onProgress } = options
  const lint = input.sql === undefined ? undefined : lintMigrationSql(input.sql, { waivers: options.waivers, nowMs: clock.now() })
  if (lint) assertExpandOnly(lint)
  const contract = options.interrupted?.contract ?? lint?.steps ?? []
  if (!options.interrupted) await options.journal?.starting({ atMs: clock.now(), contract })
  const arn = await retryTransient(() => findOrRun(ports, input), { clock })
  onProgress(`migrating by task ${shortArn(arn)}`)
  const ended = await pollUntil<Task>(
    async () => {
      const [task] = await ports.ecs.describeTasks(input.cluster, [arn])
      if (!task) throw new HatcheryError('MIGRATION_UNRESOLVED', { what: 'ECS no longer knows the task that migrated', where: `task ${arn}`, next: 'Look at the revision in the database and at the log of the task, then release again.' })
      return task.lastStatus === 'STOPPED' ? task : undefined
    },
    { clock, intervalMs: 6_000, timeoutMs: input.timeoutSeconds * 1000 },
  )
  const logTail = await input.readLog(arn)
  const container = ended?.containers.find((one) => one.name === input.container)
  if (ended && container?.exitCode === 0) return { runner: 'ecs-task', target: arn, ...upgradeFromLog(logTail), knownFrom: 'exit code', logTail, contract, linted: lint !== undefined }
  throw new HatcheryError('MIGRATION_FAILED', {
    what: ended ? `the migrator ${container?.exitCode === undefined ? `did not run: ${container?.reason ?? ended.stoppedReason ?? 'no reason given'}` : `exited with code ${container.exitCode}`}` : `the migrator still runs after ${input.timeoutSeconds} s; it was left alone`,
    where: `task ${shortArn(arn)}`,
    next: ended ? 'Fix the revision and release again; Hatchery does not run the migrator a second time.' : 'Wait for the task to end, look at the revision in the database, then release again.',
    details: logTail.map((line) => `log: ${line}`),
  })
}

async function findOrRun(ports: AwsPorts, input: TaskMigration): Promise<string> {
  const [running] = await ports.ecs.listTasks({ cluster: input.cluster, startedBy: input.key })
  const [known] = running === undefined ? await ports.ecs.listTasks({ cluster: input.cluster, family: familyOf(input.taskDefinition), desiredStatus: 'STOPPED' }).then(async (arns) => (await ports.ecs.describeTasks(input.cluster, arns)).filter((task) => task.startedBy === input.key).map((task) => task.arn)) : [running]
  return known ?? ports.ecs.runTask({ cluster: input.cluster, taskDefinition: input.taskDefinition, startedBy: input.key, clientToken: input.key, placement: input.placement })
}

function familyOf(arn: string): string {
  return shortArn(arn).replace(/:\d+$/, '')
}
