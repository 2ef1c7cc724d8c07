import type { CheckOutcome, Finding } from '../outcome.ts'
import { locate } from '../parse/locate.ts'
import { counted, settle, type Settled, type StepRun, toolFailed } from '../parse/settle.ts'
import { parseHistory, parseRevisionLines } from './revisions.ts'
import { migrationFiles } from './steps.ts'

/**
 * Decide whether an empty database comes to the one head, and whether a second upgrade changes nothing.
 *
 * A database that does not answer or is not empty decides nothing.
 */
export function decideUpgrade(step: StepRun): CheckOutcome {
  return settle(step.run, () => {
    const phase = (step.text(migrationFiles.phase) ?? '').trim()
    if (phase === 'read') return unreadRevisions(step)
    if (phase === 'empty') throw toolFailed(step.run, revisionsIn(step, 'before').length > 0 ? 'the database was not empty' : 'alembic could not ask the database for its revision')
    if (phase === 'first') return failed(step, { rule: 'upgrade-fails', message: 'an upgrade of an empty database fails' })
    if (phase === 'second') return failed(step, { rule: 'not-idempotent', message: 'a second upgrade of the same database fails: what runs at a deployment must be safe to run again' })
    if (phase !== 'done') throw toolFailed(step.run, 'the upgrade left no trace of how far it came')
    return compareRevisions(step)
  })
}

function unreadRevisions(step: StepRun): Settled {
  const heads = revisionsIn(step, 'heads')
  if (heads.length < 2) return failed(step, { rule: 'revisions-unreadable', message: heads.length === 0 && step.text(migrationFiles.heads) === '' ? 'there is no revision' : 'alembic cannot read the revisions' })
  const files = new Map(historyOf(step).map(({ id, file }) => [id, file]))
  const findings = heads.map((head): Finding => {
    const others = heads.filter((one) => one !== head).join(', ')
    const file = files.get(head)
    return { tool: 'alembic', rule: 'two-heads', severity: 'error', message: `${head} is a head beside ${others}: set its down_revision, or run \`alembic merge heads\``, ...(file ? { file } : {}) }
  })
  return { state: 'failed', findings, summary: `${heads.length} heads: ${heads.join(', ')}` }
}

function compareRevisions(step: StepRun): Settled {
  const [head] = revisionsIn(step, 'heads')
  const first = revisionsIn(step, 'first').join(', ') || 'none'
  const second = revisionsIn(step, 'second').join(', ') || 'none'
  if (first !== head) return failed(step, { rule: 'head-not-reached', message: `the upgrade leaves the database at revision ${first}, and the head is ${head}` })
  if (second !== first) return failed(step, { rule: 'not-idempotent', message: `a second upgrade moves the database from ${first} to ${second}` })
  return { state: 'passed', summary: `an empty database comes to ${head} (${counted(historyOf(step).length, 'revision')}), a second upgrade changes nothing` }
}

/** The place is the last revision file in the traceback, where there is one. */
function failed(step: StepRun, fault: { rule: string; message: string }): Settled {
  const revisions = new Set(historyOf(step).map(({ file }) => file))
  const frames = [...`${step.run.stdout}\n${step.run.stderr}`.matchAll(/File "([^"]+)", line (\d+)/g)]
  const places = frames.map(([, path = '', line]) => ({ file: locate(path, step.run), line: Number(line) }))
  const place = places.findLast(({ file }) => revisions.has(file)) ?? places.findLast(({ file }) => /\/versions\/[^/]+\.py$/.test(file))
  const lastLine = `${step.run.stdout}\n${step.run.stderr}`.split('\n').findLast((line) => /^(?:[\w.]+(?:Error|Exception)|FAILED):|^[\w.]+\.[A-Z]\w+: /.test(line))
  const finding: Finding = { tool: 'alembic', rule: fault.rule, severity: 'error', message: lastLine ? `${fault.message}: ${lastLine.slice(0, 300)}` : fault.message, ...place }
  return { state: 'failed', findings: [finding], summary: fault.message }
}

const historyOf = (step: StepRun) => parseHistory(step.text(migrationFiles.history) ?? '', step.run)
const revisionsIn = (step: StepRun, name: 'heads' | 'before' | 'first' | 'second') => parseRevisionLines(step.text(migrationFiles[name]) ?? '')
