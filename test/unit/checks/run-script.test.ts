import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { installScript } from '../../../src/checks/install-script.ts'
import { runScript } from '../../../src/checks/run-script.ts'

/** Run a script of ours in a real shell, its /out in a folder of the test. */
function run(script: string): (name: string) => string {
  const out = mkdtempSync(join(tmpdir(), 'hatchery-out-'))
  try {
    execFileSync('sh', ['-c', script.replaceAll('/out', out)])
    const names = ['a', 'b'].flatMap((tool) => ['exit', 'stdout', 'stderr', 'seconds'].map((kind) => `${tool}.${kind}`))
    const texts = new Map(names.map((name) => [name, readFileSync(join(out, name), 'utf8')]))
    return (name) => texts.get(name) ?? ''
  } finally {
    rmSync(out, { recursive: true })
  }
}

describe('runScript', () => {
  it('runs every tool to its end and keeps exit code and output apart', () => {
    const file = run(runScript({ timeoutSeconds: 5, steps: [{ tool: 'a', command: `echo "it's $HOME"; echo err >&2; exit 3` }, { tool: 'b', command: 'echo second' }] }))
    expect([file('a.exit'), file('a.stderr'), file('b.exit'), file('b.stdout')]).toEqual(['3\n', 'err\n', '0\n', 'second\n'])
    expect(file('a.stdout')).toBe(`it's ${process.env['HOME']}\n`)
  })

  it('says 124 for a tool at its time limit and 137 for one killed by signal 9, with what they printed', () => {
    const file = run(runScript({ timeoutSeconds: 1, steps: [{ tool: 'a', command: 'echo before; sleep 30' }, { tool: 'b', command: 'echo going; kill -9 $$' }] }))
    expect([file('a.exit'), file('a.stdout'), file('b.exit'), file('b.stdout')]).toEqual(['124\n', 'before\n', '137\n', 'going\n'])
  })
})

describe('installScript', () => {
  it('tries a command again and stops the check only when it keeps failing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hatchery-install-'))
    const quick = (script: string) => script.replace(/sleep \$delay/, ':')
    execFileSync('sh', ['-c', quick(installScript([`echo x >>${folder}/tries; [ $(wc -l <${folder}/tries) -eq 2 ]`]))], { stdio: 'ignore' })
    expect(readFileSync(`${folder}/tries`, 'utf8')).toBe('x\nx\n')
    expect(() => execFileSync('sh', ['-c', quick(installScript(['exit 7']))], { stdio: 'ignore' })).toThrow()
    rmSync(folder, { recursive: true })
  })
})
