import { sayVerdict } from '../rollout/outcome.ts'
import { restoreService } from '../rollout/rollback.ts'
import { isHatcheryError } from '../shared/errors.ts'
import { serviceOf, stepName, watching, type StepAround } from './deploy-step.ts'
import { contracted, moved, type StepRecord } from './records.ts'
import { oneLine } from './release-report.ts'
import { say, type Prepared } from './request.ts'
import { shortArn } from '../shared/arn.ts'

/**
 * Bring back what went out in one region, in reverse order.
 *
 * Migrations are never run backwards; where one took something away from the schema, the code that fits it stays.
 *
 * @returns what remains, one line each; empty when everything is as it was.
 */
export async function undoRegion(run: Prepared, region: string, around: StepAround): Promise<readonly string[]> {
  const { journal } = around
  const steps = [...journal.steps(region)].reverse()
  const contract = steps.find(contracted)
  const remains = steps.flatMap(schemaThatStays)
  for (const step of steps) {
    if (!wentOut(step)) continue
    if (contract || step.deploy?.superseded) {
      const why = contract ? `the schema went through a contract step (${contract.migrate?.contract.map(({ id }) => id).join(', ')}), which the code before does not know` : 'another deployment took over'
      await journal.writeStep(step, { state: 'stays', text: why })
      remains.push(`${region} ${step.name} stays as it is: ${why}`)
      continue
    }
    const left = await undoStep(run, step, around)
    if (left) remains.push(left)
  }
  return remains
}

function wentOut(step: StepRecord): boolean {
  const { deploy, state } = step
  return step.name !== 'migrate' && deploy?.taskDefinition !== undefined && deploy.taskDefinition !== deploy.previousTaskDefinition && state !== 'preparing' && state !== 'undone' && state !== 'stays'
}

async function undoStep(run: Prepared, step: StepRecord, { journal, clock }: StepAround): Promise<string | undefined> {
  const taskDefinition = step.deploy?.previousTaskDefinition ?? ''
  const name = stepName(step)
  say(run, { step: name, state: 'progress', text: `going back to ${shortArn(taskDefinition)}` })
  try {
    await journal.writeStep(step, { state: 'undoing' })
    const outcome = await restoreService(run.ports(step.region), { cluster: run.stage.cluster, service: serviceOf(run, step.name), taskDefinition }, watching(run, step, clock))
    const back = outcome.verdict.kind === 'succeeded'
    await journal.writeStep(step, { state: back ? 'undone' : 'failed', text: `${step.text ?? 'interrupted'}; ${back ? 'went back' : `going back ${sayVerdict(outcome.verdict)}`}` })
    say(run, { step: name, state: back ? 'skipped' : 'failed', text: back ? 'went back' : sayVerdict(outcome.verdict) })
    return back ? undefined : `${step.region} ${step.name} did not come back: ${sayVerdict(outcome.verdict)}`
  } catch (error) {
    if (!isHatcheryError(error) || error.code === 'RELEASE_LOCK_LOST') throw error
    return `${step.region} ${step.name} could not be brought back: ${oneLine(error)}; run again to finish`
  }
}

/** The schema revision that stays, to be named in the report. */
function schemaThatStays(step: StepRecord): string[] {
  const { migrate, region } = step
  if (step.name !== 'migrate' || !migrate) return []
  if (step.state === 'done') return migrate.after === migrate.before ? [] : [`${region} database stays at ${migrate.after ?? 'a revision that the migrator does not tell'}`]
  if (!moved(migrate)) return []
  return [`${region} database: a migration from ${migrate.before ?? 'no revision'} was begun and did not succeed; look at its revision`]
}
