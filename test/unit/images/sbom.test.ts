import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { assembleSbom } from '../../../src/images/sbom-assemble.ts'
import { cycloneDx, type SbomSource } from '../../../src/images/sbom.ts'
import { component } from '../checks/step.ts'

interface Bom {
  readonly metadata: { readonly component: { readonly version?: string } }
  readonly components: readonly { readonly purl: string; readonly scope: string; readonly hashes?: readonly { alg: string; content: string }[] }[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

const schemas = join(dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')), 'res/schema')
const schema = (name: string) => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object
// Formats such as idn-email are for texts that are never written here.
const ajv = new Ajv({ strict: false, validateFormats: false })
for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) ajv.addSchema({ ...schema(name), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` })
const isCycloneDx = ajv.compile(schema('bom-1.6'))

const write = (source: SbomSource, version?: string) => cycloneDx(source, { project: 'shop', component: 'web', ...(version ? { version } : {}) })
const read = (text: string) => JSON.parse(text) as Bom

const lock = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': { name: 'root', dependencies: { '@a/left': '1' }, devDependencies: { tool: '2' } },
    'apps/web': { name: 'web', dependencies: { right: '1' } },
    'node_modules/web': { link: true, resolved: 'apps/web' },
    'node_modules/@a/left': { version: '1.0.0', license: 'MIT', integrity: `sha512-${Buffer.alloc(64, 1).toString('base64')}`, dependencies: { right: '2' } },
    'node_modules/@a/left/node_modules/right': { version: '2.0.0-rc.1+b', license: '(MIT OR Apache-2.0)' },
    'node_modules/right': { version: '1.0.0', optional: true },
    'node_modules/tool': { version: '2.0.0', dev: true },
  },
})
const node = (workspace: string): SbomSource => ({ kind: 'node', lock, file: 'package-lock.json', workspace })

const inspect = JSON.stringify({
  version: '1',
  installed: [
    { metadata: { name: 'Flask', version: '3.1.3', license_expression: 'BSD-3-Clause', requires_dist: ['jinja2>=3 ; python_version > "3"', 'asgiref; extra == "async"', 'pytest; extra == "test"'] } },
    { metadata: { name: 'asgiref', version: '3.9' } },
    { metadata: { name: 'Jinja2', version: '3.1.6', license: 'text\nof a license' } },
    { metadata: { name: 'pytest', version: '9.2.0' } },
    { metadata: { name: 'shop', version: '1' }, direct_url: { url: 'file:///work', dir_info: { editable: true } } },
  ],
})
const python: SbomSource = { kind: 'python', inspect, file: 'pip inspect', runtimeRequirements: ['# direct\nflask==3.1.3\n'] }

describe('the bill of materials', () => {
  it.each([['of a lock file', node('')], ['of a workspace', node('apps/web')], ['of pip', python]])('%s is CycloneDX by its own schema', (_, source) => {
    const written: unknown = JSON.parse(write(source, 'abc123'))
    expect(isCycloneDx(written), JSON.stringify(isCycloneDx.errors)).toBe(true)
  })

  it('that breaks the schema is seen', () => {
    expect(isCycloneDx({ ...read(write(python)), specVersion: 2 })).toBe(false)
  })

  it('names every library of a lock file with scope, hash and what it needs, as Node finds it', () => {
    const bom = read(write(node('')))
    expect(bom.components.map(({ purl, scope }) => [purl, scope])).toEqual([
      ['pkg:npm/%40a/left@1.0.0', 'required'], ['pkg:npm/right@1.0.0', 'optional'], ['pkg:npm/right@2.0.0-rc.1%2Bb', 'required'], ['pkg:npm/tool@2.0.0', 'excluded'],
    ])
    expect(bom.components[0]?.hashes).toEqual([{ alg: 'SHA-512', content: '01'.repeat(64) }])
    expect(bom.dependencies.slice(0, 2)).toEqual([{ ref: 'shop/web', dependsOn: ['pkg:npm/%40a/left@1.0.0', 'pkg:npm/tool@2.0.0'] }, { ref: 'pkg:npm/%40a/left@1.0.0', dependsOn: ['pkg:npm/right@2.0.0-rc.1%2Bb'] }])
  })

  it('of a workspace has only what its own folder leads to', () => {
    expect(read(write(node('apps/web'))).components.map(({ purl }) => purl)).toEqual(['pkg:npm/right@1.0.0'])
  })

  it('of pip tells what runs from what only tests, and leaves the project itself out', () => {
    const bom = read(write(python))
    expect(bom.components.map(({ purl, scope }) => [purl, scope])).toEqual([['pkg:pypi/asgiref@3.9', 'excluded'], ['pkg:pypi/flask@3.1.3', 'required'], ['pkg:pypi/jinja2@3.1.6', 'required'], ['pkg:pypi/pytest@9.2.0', 'excluded']])
    expect(bom.dependencies[0]).toEqual({ ref: 'shop/web', dependsOn: ['pkg:pypi/flask@3.1.3'] })
  })

  it('of pip follows the extras that are asked for, and no others', () => {
    const scopes = read(write({ ...python, runtimeRequirements: ['Flask[Async]==3.1.3'] })).components.map(({ purl, scope }) => `${purl} ${scope}`)
    expect(scopes).toEqual(['pkg:pypi/asgiref@3.9 required', 'pkg:pypi/flask@3.1.3 required', 'pkg:pypi/jinja2@3.1.6 required', 'pkg:pypi/pytest@9.2.0 excluded'])
  })

  it('is the same text for the same sources', () => {
    expect(write(python, 'a')).toBe(write(python, 'a'))
    expect(read(write(python, 'a')).metadata.component.version).toBe('a')
  })

  it('refuses what it cannot read', () => {
    expect(() => write({ ...python, inspect: '{}' })).toThrow(/pip inspect/)
  })
})

describe('where packages are read from', () => {
  const config = { matrix: { node: ['24'], python: ['3.11', '3.13'] } }

  it('is the lock file of a workspace above a component', () => {
    const facts = { path: 'apps/web', installRoot: 'apps', entries: ['package.json'], manifests: {} }
    expect(assembleSbom({ component: component({ language: 'node', path: 'apps/web' }), facts, config })).toEqual({ kind: 'node', file: 'apps/package-lock.json', workspace: 'web' })
  })

  it('is pip, with the requirements that are not for tests, or with those of pyproject.toml', () => {
    const of = (manifests: Record<string, string>) => {
      const plan = assembleSbom({ component: component({}), facts: { path: 'api', installRoot: 'api', entries: Object.keys(manifests), manifests }, config })
      return plan.kind === 'python' ? [plan.spec.image, ...plan.runtimeRequirements] : []
    }
    expect(of({ 'requirements.txt': 'flask\n', 'requirements-test.txt': 'pytest\n', 'requirements-worker.txt': 'celery\n' })).toEqual(['python:3.13-slim-trixie', 'flask\n', 'celery\n'])
    expect(of({ 'pyproject.toml': '[project]\nname = "x"\ndependencies = ["flask>=3", "redis"]\n' })).toEqual(['python:3.13-slim-trixie', 'flask>=3', 'redis'])
  })
})
