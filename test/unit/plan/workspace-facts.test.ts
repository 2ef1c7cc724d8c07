import { describe, expect, it } from 'vitest'
import { readWorkspaceFacts } from '../../../src/plan/workspace-facts.ts'

async function factsOf(texts: Readonly<Record<string, string>>) {
  const read: string[] = []
  const facts = await readWorkspaceFacts({
    files: Object.keys(texts),
    readText: (path) => {
      read.push(path)
      return Promise.resolve(texts[path] ?? '')
    },
  })
  return { ...facts, read, edges: facts.imports.map(({ from, to }) => `${from} -> ${to}`) }
}

const json = (value: unknown): string => JSON.stringify(value)

describe('workspace facts', () => {
  it('follow npm workspaces by package name and folder dependencies by path', async () => {
    const { edges } = await factsOf({
      'package.json': json({ workspaces: ['apps/*', './packages/**'] }),
      'apps/web/package.json': json({ name: 'web', dependencies: { '@acme/ui': '*', react: '19' } }),
      'packages/ui/package.json': json({ name: '@acme/ui', devDependencies: { '@acme/base': 'workspace:^' } }),
      'packages/deep/base/package.json': json({ name: '@acme/base' }),
      'tools/package.json': json({ name: 'react', dependencies: { lib: 'file:../lib', '@acme/ui': '1' } }),
    })
    expect(edges.sort()).toEqual(['apps/web -> packages/ui', 'packages/ui -> packages/deep/base', 'tools -> lib', 'tools -> packages/ui'])
  })

  it('accept the object form of workspaces below the root', async () => {
    const { edges } = await factsOf({
      'js/package.json': json({ workspaces: { packages: ['a', 'b/'] } }),
      'js/a/package.json': json({ name: 'a', optionalDependencies: { b: '1' } }),
      'js/b/package.json': json({ name: 'b' }),
    })
    expect(edges).toEqual(['js/a -> js/b'])
  })

  it('follow Python path dependencies of every usual form', async () => {
    const { edges } = await factsOf({
      'poetry/pyproject.toml': '[tool.poetry.dependencies]\nlib = { path = "../lib-poetry", develop = true }\n',
      'uv/pyproject.toml': '[tool.uv.sources]\nlib = { path = "../lib-uv" }\nshared_code = { workspace = true }\n',
      'libs/shared/pyproject.toml': '[project]\nname = "Shared.Code"\n',
      'pep/pyproject.toml': '[project]\nname = "pep"\ndependencies = ["lib @ file:../lib-pep", "requests>=2"]\n',
      'req/requirements.txt': '-e ../lib-e\n../lib-plain[extra]\nlib @ file:../lib-file\n-r ../base.txt\nrequests==2 # ../no\nhttps://x/../y\n--index-url https://pypi.org/simple\n',
    })
    expect(edges.sort()).toEqual(['pep -> lib-pep', 'poetry -> lib-poetry', 'req -> base.txt', 'req -> lib-e', 'req -> lib-file', 'req -> lib-plain', 'uv -> lib-uv', 'uv -> libs/shared'])
  })

  it('name manifests that cannot be read', async () => {
    const { unreadable } = await factsOf({ 'a/package.json': '{', 'b/pyproject.toml': '[x', 'c/package.json': '[]' })
    expect(unreadable).toEqual(['a/package.json', 'c/package.json', 'b/pyproject.toml'])
  })

  it('read no manifest of somebody else and no other file', async () => {
    const { read } = await factsOf({ 'node_modules/x/package.json': '{', 'a/.venv/lib/pyproject.toml': '[', 'a/package.json': '{}', 'a/main.ts': '' })
    expect(read).toEqual(['a/package.json'])
  })

  it('drop a dependency that leaves the application', async () => {
    expect((await factsOf({ 'a/package.json': json({ dependencies: { x: 'file:../../x' } }) })).edges).toEqual([])
  })
})
