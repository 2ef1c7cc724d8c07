import { execFileSync, spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'

export const packages = 100
const foldersEach = 10
const filesEach = 100

/** Environment in which nobody's own settings of git count. */
export const gitEnvironment = {
  ...process.env,
  GIT_AUTHOR_NAME: 'bench',
  GIT_AUTHOR_EMAIL: 'bench@example.com',
  GIT_COMMITTER_NAME: 'bench',
  GIT_COMMITTER_EMAIL: 'bench@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
}

export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, env: gitEnvironment, encoding: 'utf8', maxBuffer: 1 << 28 })
}

/**
 * Make a repository of npm workspaces with 100,000 tracked files and a branch that changes 1,000 of them.
 *
 * 20 of the packages are touched: 700 files modified, 100 added, 100 deleted, 100 moved and edited; 50 of the
 * modifications are not committed, and 10 of the added files are untracked.
 */
export async function makeRepository(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hatchery-bench-'))
  git(folder, 'init', '--quiet', '--initial-branch=main')
  const importer = spawn('git', ['fast-import', '--quiet'], { cwd: folder, env: gitEnvironment, stdio: ['pipe', 'inherit', 'inherit'] })
  importer.stdin.write('commit refs/heads/main\ncommitter bench <bench@example.com> 1700000000 +0000\ndata 5\nfirst\n')
  for (const [path, text] of rootFiles()) importer.stdin.write(entry(path, text))
  for (let at = 0; at < packages; at++) {
    for (const [path, text] of packageFiles(at)) if (!importer.stdin.write(entry(path, text))) await once(importer.stdin, 'drain')
  }
  importer.stdin.end('\n')
  await once(importer, 'close')
  git(folder, 'checkout', '--quiet', 'main')
  git(folder, 'checkout', '--quiet', '-b', 'feature')
  changeFiles(folder)
  return folder
}

function changeFiles(folder: string): void {
  const path = (at: number, file: number): string => join(folder, `packages/p${at % 20}/src/d${Math.floor(at / 20) % foldersEach}/file${file}.ts`)
  const numbers = Array.from({ length: 100 }, (_, at) => at)
  for (const at of numbers) {
    for (let file = 0; file < 6; file++) appendFileSync(path(at, file), `export const changed${file} = ${at}\n`)
    if (at < 50) appendFileSync(path(at, 6), 'export const changed = 1\n')
    if (at >= 10) writeFileSync(path(at, 200), source(at, 200))
    rmSync(path(at, 10))
    renameSync(path(at, 11), path(at, 211))
    appendFileSync(path(at, 211), 'export const moved = 1\n')
  }
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--message', 'feature')
  for (const at of numbers.slice(50)) appendFileSync(path(at, 6), 'export const changed = 1\n')
  for (const at of numbers.slice(0, 10)) writeFileSync(path(at, 200), source(at, 200))
}

function rootFiles(): [string, string][] {
  return [
    ['hatchery.yaml', benchConfigText()],
    ['package.json', JSON.stringify({ name: 'bench', private: true, packageManager: 'npm@10.9.0', workspaces: ['packages/*'] })],
    ['package-lock.json', lockFile()],
    ['.gitignore', 'node_modules\n.turbo\n.nx\n'],
    ['turbo.json', JSON.stringify({ tasks: { test: {} } })],
    ['nx.json', JSON.stringify({ defaultBase: 'main' })],
  ]
}

function lockFile(): string {
  const members = Array.from({ length: packages }, (_, at) => [
    [`node_modules/@bench/p${at}`, { resolved: `packages/p${at}`, link: true }],
    [`packages/p${at}`, { name: `@bench/p${at}`, version: '1.0.0' }],
  ]).flat()
  return JSON.stringify({ name: 'bench', lockfileVersion: 3, requires: true, packages: { '': { name: 'bench', workspaces: ['packages/*'] }, ...(Object.fromEntries(members) as object) } })
}

/** Packages stand in rows of eight, each importing the one before it. */
function* packageFiles(at: number): Generator<[string, string]> {
  const dependencies = at % 8 > 0 ? { [`@bench/p${at - 1}`]: '*' } : {}
  yield [`packages/p${at}/package.json`, JSON.stringify({ name: `@bench/p${at}`, version: '1.0.0', scripts: { test: 'true' }, dependencies })]
  for (let file = 0; file < foldersEach * filesEach - 1; file++) {
    yield [`packages/p${at}/src/d${Math.floor(file / filesEach)}/file${file % filesEach}.ts`, source(at, file)]
  }
}

function source(at: number, file: number): string {
  return Array.from({ length: 12 }, (_, line) => `export const value${line} = 'package ${at}, file ${file}, line ${line}'\n`).join('')
}

function entry(path: string, text: string): string {
  return `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`
}

/** The application that the repository is: every package a component. */
export function benchConfigText(): string {
  const components = Array.from({ length: packages }, (_, at) => `  p${at}: { path: packages/p${at}, language: node }\n`)
  return `project: bench\ncomponents:\n${components.join('')}`
}

export function textOf(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8')
}
