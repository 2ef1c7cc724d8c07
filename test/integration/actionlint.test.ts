import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everything, generate } from '../unit/github/sample.ts'

const version = 'v1.7.12'
const bin = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'hatchery', `actionlint-${version}`)
const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'hatchery-actionlint-'))

beforeAll(() => {
  execFileSync('go', ['install', `github.com/rhysd/actionlint/cmd/actionlint@${version}`], { env: { ...process.env, GOBIN: bin, GOFLAGS: '' }, stdio: ['ignore', 'inherit', 'inherit'] })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Lint all workflows of a repository; what is wrong, one line each. */
function lint(repository: string): string {
  const { status, stdout, stderr } = spawnSync(join(bin, 'actionlint'), ['-no-color', '-oneline'], { cwd: repository, encoding: 'utf8' })
  return status === 0 ? '' : stdout + stderr
}

function write(name: string, files: Readonly<Record<string, string>>): string {
  const repository = join(folder, name)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true })
    writeFileSync(join(repository, path), text)
  }
  execFileSync('git', ['init', '-q', repository])
  return repository
}

describe('actionlint', () => {
  it("finds nothing in this repository's workflows and action", () => {
    expect(lint(root)).toBe('')
  })

  it.each([
    ['everything', everything, {}],
    ['the shortest configuration', 'project: lib\ncomponents: { lib: { path: src, language: node } }', {}],
    ['an account at a registry', everything.replace('{ kind: ecr, region: us-east-1 }', '{ kind: oci, address: registry.example.com }'), {}],
    ['ghcr.io', everything.replace('{ kind: ecr, region: us-east-1 }', 'ghcr.io/acme'), {}],
    ['an application below the root', everything, { folder: 'apps/shop' }],
  ])('finds nothing in what is generated for %s', (name, text, request) => {
    expect(lint(write(name.replaceAll(/\W/g, '-'), generate(text, request)))).toBe('')
  })

  it('finds a fault that is planted, so its silence means something', () => {
    const files = generate()
    const path = '.github/workflows/hatchery-main.yml'
    const broken = (files[path] ?? '').replace('needs.checks.outputs', 'needs.chekcs.outputs')
    expect(lint(write('broken', { ...files, [path]: broken }))).toContain('chekcs')
  })
})
