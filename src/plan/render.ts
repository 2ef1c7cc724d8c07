import { eventRules } from './event-rules.ts'
import type { ComponentPlan, FunctionPlan, Reason, RunPlan } from './model.ts'

/** Render a plan for a person. */
export function renderPlanText(plan: RunPlan): string {
  const lines = [heading(plan), ...plan.everything.map((why) => `Everything is covered: ${why}.`), '']
  lines.push(...table('Components', plan.components.map((component) => [printable(component.name), component.affected ? 'affected' : 'unchanged', why(component)])), '')
  lines.push(...table('Functions', plan.functions.map((one) => [one.name, one.run ? 'run' : 'skip', functionWhy(one)])))
  if (plan.harmless.length > 0) lines.push('', ...table('Affecting nothing', plan.harmless.slice(0, 10).map(({ path, why: reason }) => [printable(path), reason])))
  if (plan.harmless.length > 10) lines.push(`  and ${plan.harmless.length - 10} more`)
  return `${lines.join('\n')}\n`
}

/** Render a plan for machines: the plan itself as JSON. */
export function planJson(plan: RunPlan): string {
  return `${JSON.stringify(plan, undefined, 2)}\n`
}

function heading({ event, base, mergeBase, changedFiles }: RunPlan): string {
  const title = eventRules[event].title
  if (base === undefined || mergeBase === undefined) return `${title}.`
  return `${title}, compared with ${printable(base)} at ${mergeBase.slice(0, 12)}: ${changedFiles === 1 ? '1 file' : `${changedFiles ?? 0} files`} changed.`
}

function why({ affected, reasons, files }: ComponentPlan): string {
  if (!affected) return 'nothing that it is made of changed'
  const [first] = reasons.filter(({ kind }) => kind !== 'everything')
  if (!first) return 'everything is covered'
  const more = reasons.filter(({ kind }) => kind === 'component').length + files - 1
  return `${reasonText(first)}${more > 0 ? `, and ${more} more` : ''}`
}

function reasonText(reason: Reason): string {
  return reason.kind === 'file' ? `${printable(reason.path)}: ${reason.because}` : reason.because
}

function functionWhy({ run, why: reason, components, stage }: FunctionPlan): string {
  if (!run) return reason
  return `${stage === undefined ? '' : `to ${stage}: `}${components.join(', ')} (${reason})`
}

function table(title: string, rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return [title, ...rows.map((row) => `  ${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')}`)]
}

/** A path may hold any character; in a line of text it must not break out of it. */
function printable(path: string): string {
   
  return /[\u0000-\u001f\u007f]/.test(path) ? JSON.stringify(path) : path
}
