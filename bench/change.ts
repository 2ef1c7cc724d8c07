import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { changedPaths } from '../src/change/changed-paths.ts'
import { gitProcess } from '../src/change/git-process.ts'
import { parseConfig } from '../src/config/parse.ts'
import { assemblePlan } from '../src/plan/assemble.ts'
import { readWorkspaceFacts } from '../src/plan/workspace-facts.ts'
import { benchConfigText, git, gitEnvironment, makeRepository, textOf } from './change-repository.ts'
import { prepareRival, rivals } from './change-rivals.ts'
import { daggerEnv } from '../scripts/dagger-env.ts'

/** One line of the table of benchmarks. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note: string
}

const rounds = 15

/** Measure change detection on 100,000 tracked files with 1,000 changed beside `git diff` and the affected of turborepo and nx. */
export async function changeBench(): Promise<Row[]> {
  const folder = await makeRepository()
  try {
    return [...(await againstGit(folder)), ...(await planning(folder)), ...affectedElsewhere(folder), ...wholeCalls(folder)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** In turns, so that whatever else the machine does falls on both. */
async function againstGit(folder: string): Promise<Row[]> {
  const port = gitProcess({ folder, environment: gitEnvironment })
  const alone: number[] = []
  const ours: number[] = []
  let files = 0
  for (let round = 0; round <= rounds; round++) {
    const diff = await timed(() => port.run(['diff', '--name-only', 'main']))
    const found = await timed(() => changedPaths({ git: port, base: 'main' }))
    if (found.result.kind !== 'paths') throw new Error(found.result.why)
    files = found.result.paths.length
    // The first round fills the caches of the file system.
    if (round === 0) continue
    alone.push(diff.ms)
    ours.push(found.ms)
  }
  const note = `median of ${rounds} in turns; 100,000 files, ${files} paths (a moved file is two)`
  return [
    { name: 'git diff --name-only main', value: Math.round(median(alone)), unit: 'ms', note },
    { name: 'changedPaths: committed, working tree, untracked', value: Math.round(median(ours)), unit: 'ms', note },
    { name: 'changedPaths against git diff alone', value: Math.round((100 * median(ours)) / median(alone)) / 100, unit: 'times', note: 'at most 1.2' },
  ]
}

async function planning(folder: string): Promise<Row[]> {
  const port = gitProcess({ folder, environment: gitEnvironment })
  const config = parseConfig({ text: benchConfigText(), fileName: 'hatchery.yaml', pathExists: () => true })
  const files = git(folder, 'ls-files', '-z').split('\0').filter((file) => file !== '')
  const changed = await changedPaths({ git: port, base: 'main' })
  const facts = await timed(() => readWorkspaceFacts({ files, readText: (path) => Promise.resolve(textOf(folder, path)) }))
  const plan = await timed(() => Promise.resolve(assemblePlan({ config, changed, event: 'pull-request', workspaceFacts: facts.result })))
  const affected = plan.result.components.filter((component) => component.affected).length
  return [
    { name: 'readWorkspaceFacts', value: Math.round(facts.ms), unit: 'ms', note: '100 npm workspaces, first call' },
    { name: 'assemblePlan', value: Math.round(plan.ms), unit: 'ms', note: `${affected} of 100 components affected, first call` },
  ]
}

function affectedElsewhere(folder: string): Row[] {
  return rivals.map((rival) => {
    const prepared = prepareRival(rival, folder)
    if (typeof prepared === 'string') return { name: rival.name, value: Number.NaN, unit: 'ms', note: `not measured: ${prepared}` }
    try {
      const times: number[] = []
      for (let round = 0; round <= 3; round++) {
        const begun = performance.now()
        prepared.run()
        if (round > 0) times.push(performance.now() - begun)
      }
      return { name: rival.name, value: Math.round(median(times)), unit: 'ms', note: `${rival.packages.join(' ')}; median of 3 after one to warm up, no daemon` }
    } catch (error) {
      const stderr = (error as { stderr?: unknown }).stderr
      return { name: rival.name, value: Number.NaN, unit: 'ms', note: `not measured: ${String(stderr ?? error).trim().split('\n').slice(-1)[0] ?? ''}` }
    } finally {
      prepared.remove()
    }
  })
}

/** What a person waits for: the engine, the upload of 100,000 files and their history, and the plan. */
function wholeCalls(folder: string): Row[] {
  const call = ['--silent', '-m', join(import.meta.dirname, '..'), 'call', '--base', 'main', 'plan', 'text']
  const notes = ['nothing of the repository was on the engine before', 'once more, nothing changed']
  return notes.map((note) => {
    const begun = performance.now()
    execFileSync('dagger', call, { cwd: folder, env: daggerEnv(), stdio: ['ignore', 'ignore', 'inherit'] })
    return { name: 'whole call: plan text, upload included', value: Math.round(performance.now() - begun), unit: 'ms', note }
  })
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const begun = performance.now()
  const result = await work()
  return { result, ms: performance.now() - begun }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
