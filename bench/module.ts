import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync, appendFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { daggerEnv } from '../scripts/dagger-env.ts'
import { demoRegistry } from '../scripts/demo-registry.ts'
import type { Row } from './row.ts'

const root = join(import.meta.dirname, '..')

/** Time Hatchery on a copy of examples/reptidex: cold, cached, after a one-line change, and a publish of unchanged content. */
export function moduleBench(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hatchery-bench-'))
  try {
    execFileSync('sh', ['-c', `git ls-files -z examples/reptidex | xargs -0 -I{} cp --parents {} "${folder}"`], { cwd: root })
    const app = join(folder, 'examples/reptidex')
    rmSync(join(app, 'dagger.json'))
    // A comment in every manifest of dependencies makes the installs, and with them the checks, cold.
    const nonce = `# bench ${Date.now()}\n`
    for (const file of ['backend/requirements.txt', 'services/migrator/requirements.txt']) appendFileSync(join(app, file), nonce)
    writeFileSync(join(app, 'frontend/.npmrc'), nonce)
    const rows: Row[] = []
    const time = (name: string, note: string, args: string[]) => rows.push({ name, value: seconds(args, app), unit: 's', note })
    time('checks, cold', 'installs, lint, types and tests of two languages on two versions each', ['checks'])
    time('checks, cached', 'nothing changed', ['checks'])
    appendFileSync(join(app, 'services/migrator/migrator/settings.py'), '\n\n# one line\n')
    time('checks, one line changed', 'in the migrator: only its checks run', ['checks'])
    const registry = demoRegistry()
    const publish = ['with-registry', '--service', `tcp://${registry}`, 'publish', '--revision', `bench-${Date.now()}`]
    time('publish, first', 'four images, two platforms, as far as they are not built yet', publish)
    time('publish, unchanged', 'the same content under the same name', publish)
    return Promise.resolve(rows)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function seconds(args: string[], cwd: string): number {
  const startedMs = Date.now()
  const { status, stderr } = spawnSync('dagger', ['--progress=plain', '-m', root, 'call', ...args], { cwd, env: daggerEnv(), encoding: 'utf8', maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error(`dagger call ${args.join(' ')} ended with ${status}: ${stderr.slice(-3000)}`)
  return (Date.now() - startedMs) / 1000
}
