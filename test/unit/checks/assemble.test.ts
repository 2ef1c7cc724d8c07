import { describe, expect, it } from 'vitest'
import { assembleChecks, checkFolders } from '../../../src/checks/assemble.ts'
import type { Component } from '../../../src/config/model.ts'
import type { FolderFacts } from '../../../src/checks/spec.ts'

const component = (name: string, more: Partial<Component> = {}): Component => ({
  name, path: name, language: 'python', services: [], dependsOn: [], affectedBy: [], coverage: { minimumPercent: 80, changedLinesPercent: 80 },
  commands: {}, env: {}, testTimeoutSeconds: 600, ...more,
})
const facts = (path: string, manifests: Record<string, string>, more: Partial<FolderFacts> = {}): FolderFacts => ({ path, installRoot: path, entries: Object.keys(manifests), manifests, ...more })
const python = { 'requirements.txt': 'flask==3\n', 'requirements-test.txt': '-r requirements.txt\npytest==8\npytest-cov==6\nruff==0.9\nblack==25\nmypy==1\n' }
const matrix = { node: ['22', '24'], python: ['3.9', '3.13'] }

function assemble(concern: 'lint' | 'typecheck' | 'test', components: Component[], folderFacts: FolderFacts) {
  const folder = checkFolders(components)[0]
  if (!folder) throw new Error('no folder')
  return assembleChecks({ concern, folder, facts: folderFacts, config: { matrix, components } })
}

describe('assembleChecks', () => {
  it('looks at a folder once, however many components share it', () => {
    const folders = checkFolders([component('api', { path: 'backend' }), component('worker', { path: 'backend' }), component('web', { language: 'node' })])
    expect(folders.map(({ path, components }) => [path, components.map(({ name }) => name)])).toEqual([['backend', ['api', 'worker']], ['web', ['web']]])
  })

  it('tests on every version, lints on the newest by number', () => {
    const one = [component('api', { services: ['db'] })]
    expect(assemble('test', one, facts('api', python)).map(({ cell, image, services }) => [cell, image, services])).toEqual([
      ['python-3.9', 'python:3.9-slim-bookworm', ['db']],
      ['python-3.13', 'python:3.13-slim-trixie', ['db']],
    ])
    expect(assemble('lint', one, facts('api', python)).map(({ cell, services, steps }) => [cell, services, steps.map(({ tool }) => tool)])).toEqual([['python-3.13', [], ['ruff', 'black']]])
  })

  it('runs the commands that hatchery.yaml gives', () => {
    const [spec] = assemble('test', [component('api', { commands: { test: 'make test' } })], facts('api', { 'requirements.txt': '' }))
    expect(spec?.steps).toEqual([{ tool: 'test', command: 'make test' }])
  })

  it.each([
    ['lint', { 'requirements.txt': 'flask' }, 'ruff or black'],
    ['typecheck', { 'requirements.txt': 'flask' }, 'mypy'],
    ['test', { 'requirements.txt': 'flask' }, 'pytest'],
    ['test', { 'poetry.lock': '' }, 'requirements*.txt'],
  ] as const)('refuses to %s a folder with %j: there is no %s', (concern, manifests, thing) => {
    expect(() => assemble(concern, [component('api')], facts('api', manifests))).toThrow(expect.objectContaining({ code: 'TOOL_MISSING', message: expect.stringContaining(thing) as string }) as Error)
  })

  it('reads its folder, the folders it depends on and what affects it, and nothing else', () => {
    const api = component('api', { dependsOn: ['lib'], affectedBy: ['schema/*.json'] })
    const [spec] = assemble('lint', [api, component('lib', { dependsOn: ['base'] }), component('base'), component('other')], facts('api', python))
    expect(spec?.sources).toEqual([
      { path: 'api', include: [], exclude: [] },
      { path: 'lib', include: [], exclude: [] },
      { path: 'base', include: [], exclude: [] },
      { path: '.', include: ['schema/*.json'], exclude: [] },
    ])
  })

  it('installs an npm workspace from its root without the other components', () => {
    const web = component('web', { path: 'apps/web', language: 'node' })
    const manifest = JSON.stringify({ devDependencies: { vitest: '5' } })
    const [spec] = assemble('test', [web, component('api', { path: 'services/api' })], facts('apps/web', { 'package.json': manifest }, { installRoot: '.' }))
    expect(spec?.install.root).toBe('.')
    expect(spec?.sources[0]).toEqual({ path: '.', include: [], exclude: ['services/api'] })
  })
})
