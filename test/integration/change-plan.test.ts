import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changedPaths } from '../../src/change/changed-paths.ts'
import { parseConfig } from '../../src/config/parse.ts'
import { assemblePlan } from '../../src/plan/assemble.ts'
import { readWorkspaceFacts } from '../../src/plan/workspace-facts.ts'
import { Repository } from './change-repository.ts'

const files = {
  'hatchery.yaml': 'project: shop\ncomponents:\n  web: { path: apps/web, language: node }\n  admin: { path: apps/admin, language: node }\n  api: { path: backend, language: python }\n  worker: { path: worker, language: python, dependsOn: [api] }\n',
  'package.json': '{"workspaces": ["apps/*", "packages/*"]}',
  'apps/web/package.json': '{"name": "web", "dependencies": {"ui": "*"}}',
  'apps/admin/package.json': '{"name": "admin"}',
  'packages/ui/package.json': '{"name": "ui"}',
  'packages/ui/button.ts': '1',
  'backend/app.py': '1',
  'worker/main.py': '1',
}

async function affectedBy(repository: Repository, change: () => void): Promise<string[]> {
  change()
  const listed = repository.git('ls-files', '--cached', '--others', '--exclude-standard', '-z').split('\0').filter((file) => file !== '')
  const plan = assemblePlan({
    config: parseConfig({ text: files['hatchery.yaml'], fileName: 'hatchery.yaml', pathExists: () => true }),
    changed: await changedPaths({ git: repository.port(), base: 'HEAD' }),
    event: 'pull-request',
    workspaceFacts: await readWorkspaceFacts({ files: listed, readText: (path) => Promise.resolve(readFileSync(join(repository.folder, path), 'utf8')) }),
  })
  return plan.components.filter(({ affected }) => affected).map(({ name }) => name)
}

describe('a plan of a real repository', () => {
  it.each<[string, (repository: Repository) => void, string[]]>([
    ['an edited file', (repository) => repository.write({ 'apps/web/a.ts': '1' }), ['web']],
    ['a workspace that one component imports', (repository) => repository.write({ 'packages/ui/button.ts': '2' }), ['web']],
    ['a source that another component is built from', (repository) => repository.write({ 'backend/app.py': '2' }), ['api', 'worker']],
    ['a file that moved between components', (repository) => renameSync(join(repository.folder, 'worker/main.py'), join(repository.folder, 'apps/admin/main.py')), ['admin', 'worker']],
    ['a path with a newline', (repository) => repository.write({ 'apps/web\nbackend/x': '1' }), ['web', 'admin', 'api', 'worker']],
    ['nothing', () => undefined, []],
  ])('follows %s', async (_, change, expected) => {
    using repository = Repository.withCommit(files)
    expect(await affectedBy(repository, () => change(repository))).toEqual(expected)
  })
})
