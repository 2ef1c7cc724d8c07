import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gitEnvironment } from './change-repository.ts'

/** A tool that people use instead, and the call that lists what is affected. */
export interface Rival {
  readonly name: string
  readonly packages: readonly string[]
  readonly command: readonly string[]
}

export const rivals: readonly Rival[] = [
  { name: 'turbo ls --affected', packages: ['turbo@2.11.11'], command: ['turbo', 'ls', '--affected', '--output=json'] },
  { name: 'nx show projects --affected', packages: ['nx@24.0.6'], command: ['nx', 'show', 'projects', '--affected', '--base=main', '--json'] },
]

const environment = { ...gitEnvironment, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_INTERACTIVE: 'false', TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_SCM_BASE: 'main', CI: '1' }

/** Install a rival beside the repository and give what runs it there; text when that does not work. */
export function prepareRival(rival: Rival, repository: string): { run: () => string; remove: () => void } | string {
  const folder = mkdtempSync(join(tmpdir(), 'hatchery-rival-'))
  try {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, ...rival.packages], { cwd: folder, stdio: 'pipe', timeout: 240_000 })
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    return `npm could not install it: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`
  }
  // nx only runs from the node_modules of the repository itself; git ignores it there.
  const link = join(repository, 'node_modules')
  symlinkSync(join(folder, 'node_modules'), link)
  const [program = '', ...args] = rival.command
  return {
    run: () => execFileSync(join(link, '.bin', program), args, { cwd: repository, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 240_000, maxBuffer: 1 << 28 }),
    remove: () => {
      rmSync(link)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
