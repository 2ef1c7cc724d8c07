import type { CheckOutcome } from '../outcome.ts'
import { settle, type StepRun, toolFailed } from '../parse/settle.ts'
import { migrationFiles } from './steps.ts'

/**
 * Decide whether the models agree with the migrated database, from what `alembic check` printed.
 *
 * Where env.py names no `target_metadata`, alembic cannot tell and the step is skipped.
 */
export function decideSchema(step: StepRun): CheckOutcome {
  const { run } = step
  return settle(run, () => {
    if ((step.text(migrationFiles.phase) ?? '').trim() !== 'done') return { state: 'skipped', summary: 'the upgrade did not come to its end' }
    const printed = `${run.stdout}\n${run.stderr}`
    if (run.exitCode === 0 && printed.includes('No new upgrade operations detected')) return { state: 'passed', summary: 'models and database agree' }
    if (/does not provide a MetaData|Can't proceed with --autogenerate/.test(printed)) return { state: 'skipped', summary: 'env.py names no target_metadata, so models and database cannot be compared' }
    const drift = /New upgrade operations detected: (.*)/.exec(printed)?.[1]
    if (drift === undefined) throw toolFailed(run, `alembic check ended with exit code ${run.exitCode} and said nothing that is known`)
    const message = `the models differ from the migrated database: add a revision (\`alembic revision --autogenerate\`): ${drift.slice(0, 500)}`
    return { state: 'failed', findings: [{ tool: 'alembic', rule: 'schema-drift', severity: 'error', message }], summary: 'models and database differ' }
  })
}
