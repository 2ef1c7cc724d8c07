import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { daggerEnv } from './dagger-env.ts'
import { demoRegistry } from './demo-registry.ts'

/** Check, build, publish and release examples/reptidex, the release to the stage local, and end with what ran and what is where. */
const root = join(import.meta.dirname, '..')
const app = join(root, 'examples/reptidex')
const out = join(root, '.hatchery/demo')

interface Step {
  name: string
  seconds: number
  ok: boolean
}
const steps: Step[] = []

function step(name: string, command: string[], options: { cwd: string } = { cwd: root }): boolean {
  console.log(`\n== ${name}\n$ ${command.join(' ')}`)
  const startedMs = Date.now()
  const { status } = spawnSync(command[0] ?? '', command.slice(1), { cwd: options.cwd, stdio: 'inherit', env: daggerEnv() })
  steps.push({ name, seconds: Math.round((Date.now() - startedMs) / 1000), ok: status === 0 })
  return status === 0
}

const call = (...args: string[]) => ['dagger', '--progress=plain', 'call', 'hatchery', ...args]
const sha = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
const dirty = execFileSync('git', ['status', '--porcelain', '--', app], { cwd: root, encoding: 'utf8' }).trim() !== ''
const revision = dirty ? `${sha.slice(0, 12)}-edited` : sha

mkdirSync(out, { recursive: true })
let ok = step('engine', [process.execPath, 'dev/engine/main.ts', 'up', ...process.argv.slice(2)])
if (ok) {
  ok = step('reports', call('reports', 'export', '--path', join(out, 'reports'), '--wipe'), { cwd: app })
  ok = step('checks', call('checks'), { cwd: app }) && ok
  const registry = demoRegistry()
  ok = step('publish', call('with-registry', '--service', `tcp://${registry}`, 'publish', '--revision', revision, 'export', '--path', join(out, 'receipt.json')), { cwd: app }) && ok
  ok = step('rehearse', call('rehearse'), { cwd: app }) && ok
  step('release', call('release-report', '--stage', 'local', 'export', '--path', join(out, 'release'), '--wipe'), { cwd: app })
  if (ok) summarize(registry)
}
console.log(`\n${steps.map(({ name, seconds, ok: passed }) => `${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(8)} ${String(seconds).padStart(5)} s`).join('\n')}`)
process.exit(ok ? 0 : 1)

function summarize(registry: string): void {
  const receipt = JSON.parse(readFileSync(join(out, 'receipt.json'), 'utf8')) as { images: { component: string; digest: string; platforms: { platform: string; sizeBytes: number }[] }[] }
  console.log(`\nrevision ${revision}, published to ${registry} (docker rm -f hatchery-demo-registry ends it)`)
  for (const { component, digest, platforms } of receipt.images) {
    console.log(`  ${component.padEnd(9)} ${digest}  ${platforms.map(({ platform, sizeBytes }) => `${platform} ${Math.round(sizeBytes / 1e6)} MB`).join(', ')}`)
  }
  console.log(`reports  ${join(out, 'reports/report.html')}\n         ${join(out, 'release/report.html')}`)
}
