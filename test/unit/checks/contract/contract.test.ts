import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decideContract } from '../../../../src/checks/contract/decide.ts'
import { contractSteps } from '../../../../src/checks/contract/steps.ts'
import { runScript } from '../../../../src/checks/run-script.ts'
import type { Component } from '../../../../src/config/model.ts'
import { component, toolRun } from '../step.ts'

/** Run the step's real script on a folder and decide from what it leaves. */
function check(options: { command: string; files: Record<string, string>; contract?: readonly string[] }) {
  const work = mkdtempSync(join(tmpdir(), 'contract-'))
  const out = join(work, 'out')
  for (const [name, text] of Object.entries(options.files)) writeFileSync(join(work, name), text)
  mkdirSync(out)
  const components: Component[] = [component({ name: 'web', path: 'web', contract: { command: options.command, files: options.contract ?? ["it's.ts"] } })]
  const steps = contractSteps(components)
  execFileSync('sh', ['-c', runScript({ steps, timeoutSeconds: 20 }).replace('OUT=/out', `OUT=${out}`)], { cwd: work })
  const text = (name: string) => (existsSync(join(out, name)) ? readFileSync(join(out, name), 'utf8') : undefined)
  return decideContract({ run: toolRun({ concern: 'contract', path: 'web', tool: 'generated', exitCode: Number(text('generated.exit')), stdout: text('generated.stdout') ?? '', stderr: text('generated.stderr') ?? '' }), text }, components)
}

describe('contract', () => {
  it('passes when the command writes what is committed', () => {
    expect(check({ command: `printf 'a\\nb\\n' > "it's.ts"`, files: { "it's.ts": 'a\nb\n' } })).toMatchObject({ state: 'passed', findings: [], summary: '1 generated file up to date' })
  })

  it('names the file, the first line that differs and what to run', () => {
    const outcome = check({ command: `printf 'a\\nc\\n' > "it's.ts"`, files: { "it's.ts": 'a\nb\n' } })
    expect(outcome.state).toBe('failed')
    expect(outcome.findings).toEqual([expect.objectContaining({ rule: 'out-of-date', file: "web/it's.ts", line: 2, message: expect.stringContaining('in web and commit') as string })])
  })

  it('sees a line that is only there at the end of one of them', () => {
    expect(check({ command: `printf 'a\\n' > "it's.ts"`, files: { "it's.ts": 'a\nb\n' } }).findings[0]).toMatchObject({ line: 2 })
  })

  it('does not take a command that writes nothing for one that writes the same', () => {
    expect(check({ command: 'true', files: { "it's.ts": 'a\n' } })).toMatchObject({ state: 'failed', findings: [{ rule: 'not-generated' }] })
  })

  it('names a generated file that is not committed', () => {
    expect(check({ command: `echo a > "it's.ts"`, files: {} })).toMatchObject({ state: 'failed', findings: [{ rule: 'not-committed', file: "web/it's.ts" }] })
  })

  it('fails with the command, whatever its exit', () => {
    expect(check({ command: 'echo broken >&2; exit 3', files: { "it's.ts": 'a\n' } })).toMatchObject({ state: 'failed', summary: expect.stringContaining('exit code 3') as string, output: 'broken' })
  })

  it('is undecided when the command is not there', () => {
    expect(check({ command: 'no-such-generator-here', files: { "it's.ts": 'a\n' } })).toMatchObject({ state: 'error', code: 'TOOL_FAILED' })
  })
})
