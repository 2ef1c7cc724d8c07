import type { AwsPorts, Invocation, LambdaFunction } from '../aws/ports.ts'
import type { MigrateRunner, Waiver } from '../config/model.ts'
import type { Clock } from '../shared/clock.ts'
import { HatcheryError, isHatcheryError } from '../shared/errors.ts'
import { pollUntil } from '../shared/poll.ts'
import { redact } from '../shared/redact.ts'
import { retryTransient } from '../shared/retry.ts'
import { parseAnswer, upgradeOf } from './answer.ts'
import { askCurrent } from './ask-current.ts'
import { assertExpandOnly, lintMigrationSql, type MigrationLint } from './expand-contract.ts'
import { findFunction } from './find-function.ts'
import type { Interrupted, MigrateJournal, MigrationReport } from './report.ts'
import { resolveLost } from './resolve-lost.ts'

export interface MigrateOptions {
  readonly clock: Clock
  readonly waivers: readonly Waiver[]
  readonly onProgress: (text: string) => void
  readonly journal?: MigrateJournal
  /** Set when an earlier run was killed after it had begun: the migrator is then asked, never started again. */
  readonly interrupted?: Interrupted
  /** Called before a call that may take this long, so that a lease can cover it. */
  readonly beforeLongCall?: (seconds: number) => Promise<void>
}

/**
 * Run the migrations once by the migrator's function: bring its code to the image, lint, invoke, report.
 *
 * @param image Reference by digest.
 * @throws {HatcheryError} `MIGRATION_FAILED`, `MIGRATION_UNRESOLVED`, `MIGRATION_DESTRUCTIVE`, `MIGRATOR_*`.
 */
export async function migrateByLambda(ports: AwsPorts, input: { readonly runner: Extract<MigrateRunner, { kind: 'lambda' }>; readonly image: string }, options: MigrateOptions): Promise<MigrationReport> {
  const { clock, onProgress } = options
  const found = await retryTransient(() => findFunction(ports, input.runner), { clock })
  const report = { runner: 'lambda', target: found.name } as const
  if (options.interrupted) {
    onProgress(`an earlier run had started ${found.name}; asking the database instead of starting it again`)
    return { ...report, ...(await resolveLost(ports, found, options.interrupted, options)), linted: true }
  }
  await updateCode(ports, found, input, options)
  const before = await askCurrent(ports, found, clock)
  const lint = await askLint(ports, found, before, options)
  if (lint) assertExpandOnly(lint)
  if (lint && lint.revisions.length === 0) return { ...report, before, after: before, applied: [], knownFrom: 'database', logTail: [], contract: [], linted: true }
  const contract = lint?.steps ?? []
  const started: Interrupted = { before, head: lint?.revisions.at(-1), atMs: clock.now(), contract }
  await options.beforeLongCall?.(found.timeoutSeconds + 60)
  await options.journal?.starting(started)
  onProgress(`invoking ${found.name} once; the database is at ${before === undefined ? 'a revision it does not tell' : (before ?? 'no revision')}`)
  const answer = await invokeOnce(ports, found, clock).catch(async (error: unknown) => {
    // Refused before anything ran.
    await options.journal?.failed?.({ after: before })
    throw error
  })
  if (answer === 'lost') {
    onProgress('the answer was lost; asking the database')
    return { ...report, ...(await resolveLost(ports, found, started, options)), linted: lint !== undefined }
  }
  const logTail = linesOf(answer.logTail)
  if (answer.functionError) throw await failed(ports, found, answer, { logTail, options })
  const told = upgradeOf(parseAnswer(answer.payload))
  return { ...report, before: told.before === undefined ? before : told.before, after: told.after, applied: told.applied, knownFrom: 'answer', logTail, contract, linted: lint !== undefined }
}

async function updateCode(ports: AwsPorts, found: LambdaFunction, input: { readonly image: string }, options: MigrateOptions): Promise<void> {
  const { clock } = options
  if (found.imageUri !== input.image) {
    options.onProgress(`${found.name} gets ${input.image}`)
    await retryTransient(() => bring(ports, found, { ...input, clock }), { clock })
  }
  await settled(ports, found, clock)
}

/** Update the code; where an update is under way already it may be our own whose answer was lost. */
async function bring(ports: AwsPorts, found: LambdaFunction, { image, clock }: { readonly image: string; readonly clock: Clock }): Promise<void> {
  try {
    await ports.lambda.updateFunctionCode(found.name, image)
  } catch (error) {
    if (!isHatcheryError(error) || error.code !== 'AWS_REFUSED' || !error.message.includes('ResourceConflict')) throw error
    await settled(ports, found, clock)
    if ((await ports.lambda.getFunction(found.name))?.imageUri !== image) await ports.lambda.updateFunctionCode(found.name, image)
  }
}

async function settled(ports: AwsPorts, found: LambdaFunction, clock: Clock): Promise<void> {
  const look = async () => {
    const now = await ports.lambda.getFunction(found.name)
    if (now?.lastUpdateStatus === 'Failed' || now?.state === 'Failed') throw new HatcheryError('MIGRATION_FAILED', { what: `the function could not take the image: ${now.lastUpdateStatusReason ?? 'Lambda gives no reason'}`, where: `function ${found.name}`, next: 'Check that the image fits the architecture of the function and that Lambda may read the repository. Nothing was migrated.' })
    return now?.lastUpdateStatus === 'InProgress' || now?.state === 'Pending' ? undefined : true
  }
  if (await pollUntil(look, { clock, intervalMs: 3_000, timeoutMs: 600_000 })) return
  throw new HatcheryError('MIGRATION_FAILED', { what: 'the function was still taking the image after 600 s', where: `function ${found.name}`, next: 'Look at the function in AWS, then release again. Nothing was migrated.' })
}

/** Invoke the upgrade. A refusal by throttling ran nothing and is tried again; whatever else may have run something is not. */
async function invokeOnce(ports: AwsPorts, found: LambdaFunction, clock: Clock): Promise<Invocation | 'lost'> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ports.lambda.invoke({ name: found.name, payload: JSON.stringify({ command: 'upgrade', target: 'head' }), functionTimeoutSeconds: found.timeoutSeconds })
    } catch (error) {
      if (isHatcheryError(error) && error.code === 'AWS_UNREACHABLE') return 'lost'
      if (!isHatcheryError(error) || error.code !== 'AWS_THROTTLED' || attempt >= 6) throw error
      await clock.sleep(2_000 * 2 ** attempt)
    }
  }
}

async function askLint(ports: AwsPorts, found: LambdaFunction, before: string | null | undefined, options: MigrateOptions): Promise<MigrationLint | undefined> {
  if (before === undefined) return undefined
  const payload = JSON.stringify({ command: 'sql', from: before ?? 'base', to: 'head' })
  const answer = await retryTransient(() => ports.lambda.invoke({ name: found.name, payload, functionTimeoutSeconds: found.timeoutSeconds }), { clock: options.clock })
  const sql = answer.functionError ? undefined : parseAnswer(answer.payload)?.['sql']
  if (typeof sql !== 'string') {
    options.onProgress('the migrator does not write its SQL, so destructive steps are not looked for')
    return undefined
  }
  return lintMigrationSql(sql, { waivers: options.waivers, nowMs: options.clock.now() })
}

async function failed(ports: AwsPorts, found: LambdaFunction, answer: Invocation, known: { readonly logTail: readonly string[]; readonly options: MigrateOptions }): Promise<HatcheryError> {
  const told = parseAnswer(answer.payload)
  const message = redact(typeof told?.['errorMessage'] === 'string' ? told['errorMessage'] : answer.payload.slice(0, 500))
  const stays = await askCurrent(ports, found, known.options.clock).catch((error: unknown) => (isHatcheryError(error) ? undefined : Promise.reject(error instanceof Error ? error : new Error(String(error)))))
  await known.options.journal?.failed?.({ after: stays })
  return new HatcheryError('MIGRATION_FAILED', {
    what: `the migrator failed (${answer.functionError}): ${message}; the database ${stays === undefined ? 'does not tell its revision' : `is at ${stays ?? 'no revision'}`}`,
    where: `function ${found.name}`,
    next: 'Fix the revision and release again; Hatchery does not run the migrator a second time.',
    details: known.logTail.map((line) => `log: ${line}`),
  })
}

/** The log tail as lines, secrets hidden. */
export function linesOf(logTail: string): string[] {
  return logTail.split('\n').map((line) => redact(line.trimEnd())).filter((line) => line !== '' && !/^(START|END|REPORT|INIT_START) /.test(line)).slice(-30)
}
