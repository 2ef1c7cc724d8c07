import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Run every test tier and close with `N passed, N failed`.
 *
 * A tier that could not run counts as one failure. Names of tiers as arguments narrow: `npm test -- unit`.
 */
const root = join(import.meta.dirname, '..')
const node = process.execPath
const bin = (name: string) => join(root, 'node_modules/.bin', name)

interface Count {
  passed: number
  failed: number
}

const statics: Record<string, string[]> = {
  'types of the library': [bin('tsc'), '--noEmit'],
  'types of the module': [bin('tsc'), '-p', '.dagger'],
  lint: [bin('eslint'), '.'],
  'bundle is what src gives': [node, 'scripts/bundle.ts', '--check'],
  'schema is what src gives': [node, 'scripts/schema.ts', '--check'],
  'codes that doctor explains are those of docs/errors.md': [node, 'scripts/doctor.ts', '--check'],
}

function run(command: string[]): boolean {
  return spawnSync(command[0] ?? '', command.slice(1), { cwd: root, stdio: 'inherit' }).status === 0
}

function staticTier(): Count {
  const count = { passed: 0, failed: 0 }
  for (const [name, command] of Object.entries(statics)) {
    const ok = run(command)
    count[ok ? 'passed' : 'failed'] += 1
    console.log(`${ok ? 'ok' : 'FAILED'}: ${name}`)
  }
  return count
}

function vitestTier(project: string): Count {
  const folder = mkdtempSync(join(tmpdir(), 'hatchery-test-'))
  const report = join(folder, 'report.json')
  try {
    const ok = run([bin('vitest'), 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
    if (!existsSync(report)) return { passed: 0, failed: 1 }
    const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>
    // A file that breaks before its tests, or a test that was left out, is a failure of the tier.
    const failed = (numFailedTests ?? 0) + (numPendingTests ?? 0) + (numTodoTests ?? 0)
    return { passed: passed ?? 0, failed: failed === 0 && (!ok || !passed) ? 1 : failed }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Integration and module tests need the engine; without one they fail, each by itself. */
function engineTier(): Count {
  const ok = run([node, 'dev/engine/main.ts', 'up'])
  return { passed: Number(ok), failed: Number(!ok) }
}

const tiers: Record<string, () => Count> = {
  static: staticTier,
  unit: () => vitestTier('unit'),
  engine: engineTier,
  integration: () => vitestTier('integration'),
  module: () => vitestTier('module'),
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in tiers))
if (unknown.length > 0) {
  console.error(`There is no tier ${unknown.join(', ')}. Name some of: ${Object.keys(tiers).join(', ')}.`)
  process.exit(2)
}
const totals: Count = { passed: 0, failed: 0 }
for (const [name, tier] of Object.entries(tiers)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const startedMs = Date.now()
  console.log(`\n== ${name}`)
  const count = tier()
  totals.passed += count.passed
  totals.failed += count.failed
  console.log(`== ${name}: ${count.passed} passed, ${count.failed} failed in ${Math.round((Date.now() - startedMs) / 1000)} s`)
}
console.log(`\n${totals.passed} passed, ${totals.failed} failed`)
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0)
