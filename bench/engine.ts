import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** One line of the table of benchmarks. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note: string
}

const root = join(import.meta.dirname, '..')
const quiet = { ...process.env, DO_NOT_TRACK: '1', DAGGER_NO_NAG: '1' }

const secondsOf = (argv: readonly [string, ...string[]], cwd: string): number => {
  const started = performance.now()
  const { status, stderr } = spawnSync(argv[0], argv.slice(1), { cwd, env: quiet, encoding: 'utf8', timeout: 900_000 })
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr.slice(-500)}`)
  return (performance.now() - started) / 1000
}

const rounded = (seconds: number): number => Math.round(seconds * 100) / 100
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** `up` writes how long it took when it built everything; a cold engine cannot be had again without destroying the one in use. */
const coldUp = (): Row[] => {
  const path = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hatchery/engine/run/cold-up.json')
  if (!existsSync(path)) return []
  const { seconds, at } = JSON.parse(readFileSync(path, 'utf8')) as { seconds: number; at: string }
  return [{ name: 'engine up, cold', value: rounded(seconds), unit: 's', note: `everything built, measured by "up" itself on ${at.slice(0, 10)}` }]
}

/** Measure what the engine costs: bringing it up, loading a module and calling an empty function of it. */
export const engineBench = async (): Promise<Row[]> => {
  const rows: Row[] = coldUp()
  const up = secondsOf([process.execPath, join(root, 'dev/engine/main.ts'), 'up', '--yes'], root)
  rows.push({ name: 'engine up, warm', value: rounded(up), unit: 's', note: 'everything there, nothing to do' })
  const folder = mkdtempSync(join(tmpdir(), 'hatchery-engine-bench-'))
  try {
    cpSync(join(root, 'dev/engine/test-module/empty'), folder, { recursive: true })
    secondsOf(['git', 'init', '--quiet'], folder)
    // A comment of its own makes the module one that the engine has never seen.
    appendFileSync(join(folder, '.dagger/src/index.ts'), `// ${process.pid} ${Date.now()}\n`)
    const call = ['dagger', '--silent', 'call', 'nothing'] as const
    rows.push({ name: 'first call of a new module', value: rounded(secondsOf(call, folder)), unit: 's', note: 'scanned, compiled, registered and called' })
    rows.push({ name: 'module load', value: rounded(median([1, 2, 3].map(() => secondsOf(['dagger', '--silent', 'functions'], folder)))), unit: 's', note: '"dagger functions", median of 3' })
    const calls = [1, 2, 3, 4, 5].map(() => secondsOf(call, folder))
    rows.push({ name: 'empty call, warm', value: rounded(median(calls)), unit: 's', note: `an uncached function, median of ${calls.length}; fastest ${rounded(Math.min(...calls))}` })
    rows.push(...besideHatchery(folder, call))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return Promise.resolve(rows)
}

/** In turns, so that whatever else the machine does falls on both. */
function besideHatchery(folder: string, empty: readonly [string, ...string[]]): Row[] {
  const ours = ['dagger', '--silent', '-m', root, 'call', 'doctor', '--failure', 'nothing', '--kind-only'] as const
  secondsOf(ours, folder)
  const turns = Array.from({ length: 9 }, () => ({ empty: secondsOf(empty, folder), ours: secondsOf(ours, folder) }))
  const [alone, hatchery] = [median(turns.map((turn) => turn.empty)), median(turns.map((turn) => turn.ours))]
  return [
    { name: "Hatchery's smallest call, warm", value: rounded(hatchery), unit: 's', note: `doctor, which is never cached; median of ${turns.length} in turns with the empty call (${rounded(alone)} s)` },
    { name: 'what Hatchery adds to an empty call', value: rounded((100 * (hatchery - alone)) / alone), unit: '%', note: 'at most 10' },
  ]
}

if (process.argv[1] === import.meta.filename) console.table(await engineBench())
