import { posix } from 'node:path'
import type { Component, Contract } from '../../config/model.ts'
import type { CheckOutcome, Finding } from '../outcome.ts'
import { decideOutcome } from '../parse/decide.ts'
import { counted, settle, type StepRun } from '../parse/settle.ts'
import { contractTool } from './steps.ts'

/** Decide whether generated files are up to date; a command that fails is a failure with what it printed. */
export function decideContract(step: StepRun, components: readonly Component[]): CheckOutcome {
  const { run, text } = step
  const component = components.find((one) => one.contract && contractTool(one, components) === run.tool)
  const contract = component?.contract
  if (!contract) throw new TypeError(`no component of ${run.path} has the contract ${run.tool}`)
  if (run.exitCode !== 0) return decideOutcome(run)
  return settle(run, () => {
    const findings = contract.files.flatMap((file, at) =>
      compare({ file, contract, path: run.path, committed: text(`${run.tool}.files/${at}.committed`), generated: text(`${run.tool}.files/${at}.generated`) }),
    )
    if (findings.length > 0) return { state: 'failed', findings, summary: `${counted(findings.length, 'generated file')} not up to date` }
    return { state: 'passed', summary: `${counted(contract.files.length, 'generated file')} up to date` }
  })
}

interface Pair {
  readonly file: string
  readonly contract: Contract
  readonly path: string
  readonly committed: string | undefined
  readonly generated: string | undefined
}

function compare({ file, contract, path, committed, generated }: Pair): readonly Finding[] {
  const place = path === '.' ? '' : ` in ${path}`
  const mend = `run \`${contract.command}\`${place} and commit ${file}`
  const finding = (rule: string, message: string, line?: number): Finding[] => [{ tool: 'contract', rule, severity: 'error', message, file: posix.join(path, file), ...(line ? { line } : {}) }]
  if (generated === undefined) return finding('not-generated', `\`${contract.command}\` does not write this file: correct \`contract.files\` or the command`)
  if (committed === undefined) return finding('not-committed', `is generated and not committed: ${mend}`)
  if (committed === generated) return []
  const line = firstDifference(committed, generated)
  return finding('out-of-date', `differs from line ${line} on from what is generated now: ${mend}`, line)
}

/** The first line, counted from 1, that differs. */
function firstDifference(a: string, b: string): number {
  const left = a.split('\n')
  const right = b.split('\n')
  const at = left.findIndex((line, index) => line !== right[index])
  return (at < 0 ? left.length : at) + 1
}
