import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { affected, changedTo, config, facts, plan, shop } from './fixture.ts'

const everyone = ['web', 'api', 'worker', 'migrator']

describe('a changed file', () => {
  it.each([
    ['apps/web/src/a.ts', ['web']],
    ['apps/web', ['web']],
    ['apps/website/a.ts', everyone],
    ['worker/main.py', ['worker']],
    ['backend/app.py', ['api', 'worker', 'migrator']],
    ['backend/openapi.json', everyone],
    ['services/migrator/Dockerfile', ['migrator']],
    ['package-lock.json', ['web']],
    ['apps/yarn.lock', ['web']],
    ['requirements.txt', ['api', 'worker', 'migrator']],
    ['README.md', []],
    ['docs/how/to.md', []],
    ['notes/a.txt', []],
    ['Makefile', everyone],
    ['package.json', everyone],
    ['.gitignore', everyone],
    ['tools/build.py', everyone],
    ['.github/workflows/main.yml', everyone],
    ['hatchery.yaml', everyone],
    ['backend\n/app.py', everyone],
    ['apps/', ['web']],
    ['vendor/', everyone],
  ])('%j affects %j', (path, expected) => {
    expect(affected(plan(changedTo(path)))).toEqual(expected)
  })

  it('names the file and the dependant as reasons', () => {
    const made = plan(changedTo('backend/app.py', 'backend/b.py'))
    expect(made.components.find(({ name }) => name === 'api')).toEqual({
      name: 'api',
      path: 'backend',
      affected: true,
      files: 2,
      reasons: [
        { kind: 'file', path: 'backend/app.py', because: 'it is in backend' },
        { kind: 'file', path: 'backend/b.py', because: 'it is in backend' },
      ],
    })
    expect(made.components.find(({ name }) => name === 'worker')?.reasons).toEqual([{ kind: 'component', component: 'api', because: 'it depends on api' }])
    expect(made.everything).toEqual([])
  })

  it('that is known to nobody is named as the reason for everything', () => {
    expect(plan(changedTo('Makefile', 'tools/x')).everything).toEqual(['Makefile at the root may concern every component', 'tools/x belongs to no component'])
  })

  it('in a build context affects what is built there', () => {
    const built = config('project: shop\ncomponents:\n  api: { path: backend, image: { context: deploy } }\n  web: { path: web }\n')
    expect(affected(plan(changedTo('deploy/nginx.conf'), { config: built }))).toEqual(['api'])
  })

  it('outside every component counts for everything although one image is built from the root', () => {
    const built = config('project: shop\ncomponents:\n  api: { path: backend, image: { context: . , dockerfile: backend/Dockerfile } }\n  web: { path: web }\n')
    expect(affected(plan(changedTo('shared/a.py'), { config: built }))).toEqual(['api', 'web'])
    expect(affected(plan(changedTo('docs/a.md'), { config: built }))).toEqual(['api'])
  })

  it('belongs to a root component and to the components in it', () => {
    const nested = config('project: shop\ncomponents:\n  all: { path: ., language: node }\n  docs: { path: site }\n  ui: { path: packages/ui, language: node }\n')
    const of = (path: string) => affected(plan(changedTo(path), { config: nested }))
    expect(of('src/a.ts')).toEqual(['all'])
    expect(of('site/a.md')).toEqual(['all', 'docs'])
    expect(of('README.md')).toEqual(['all'])
    expect(of('package-lock.json')).toEqual(['all', 'ui'])
    expect(of('tsconfig.json')).toEqual(['all', 'docs', 'ui'])
  })

  it('of a submodule above a component affects it', () => {
    const changed = { kind: 'paths' as const, base: 'main', mergeBase: 'a', paths: [{ path: 'services', change: 'modified' as const, submodule: true }] }
    expect(affected(plan(changed))).toEqual(['migrator'])
  })

  it('in a workspace affects whatever imports it, over several steps', () => {
    const imports = [
      { from: 'apps/web', to: 'packages/ui', manifest: 'apps/web/package.json' },
      { from: 'packages/ui', to: 'packages/base', manifest: 'packages/ui/package.json' },
      { from: 'worker', to: 'libs/common', manifest: 'worker/pyproject.toml' },
    ]
    const of = (path: string) => affected(plan(changedTo(path), { facts: facts({ imports }) }))
    expect(of('packages/base/a.ts')).toEqual(['web'])
    expect(of('packages/ui/a.ts')).toEqual(['web'])
    expect(of('libs/common/a.py')).toEqual(['worker'])
    expect(of('packages/unused/a.ts')).toEqual(everyone)
  })
})

describe('everything is covered', () => {
  it.each([
    [undefined, 'no base given'],
    [{ kind: 'everything' as const, why: 'the clone is shallow' }, 'the clone is shallow'],
  ])('%j', (changed, why) => {
    const made = plan(changed)
    expect(affected(made)).toEqual(everyone)
    expect(made.everything).toEqual([why])
    expect(made.components[0]?.reasons).toEqual([{ kind: 'everything', because: why }])
  })

  it('when a manifest cannot be read', () => {
    const made = plan(changedTo('worker/a.py'), { facts: facts({ unreadable: ['apps/web/package.json'] }) })
    expect(affected(made)).toEqual(everyone)
    expect(made.everything[0]).toContain('apps/web/package.json cannot be read')
  })
})

describe('globs that match nothing', () => {
  it('are refused by name', () => {
    let refused: unknown
    try {
      plan(changedTo(), { facts: facts({ files: ['notes/a.txt'] }) })
    } catch (error) {
      refused = error
    }
    expect(refused).toMatchObject({ code: 'GLOB_MATCHES_NOTHING', facts: { details: ['components.web.affectedBy: backend/openapi.json'] } })
  })

  it('may match what the change deleted', () => {
    expect(affected(plan(changedTo('backend/openapi.json'), { facts: facts({ files: ['notes/a.txt'] }) }))).toContain('web')
  })
})

describe('a plan', () => {
  const name = fc.constantFrom('a', 'b', 'c.py', 'package.json', 'yarn.lock', 'README.md', 'docs', 'é\n', '.hidden')
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
  const folder = fc.constantFrom('.', 'a', 'b', 'a/b', 'docs', 'b/docs', '.hidden')
  const components = fc.array(fc.record({ path: folder, language: fc.constantFrom('node', 'python', undefined) }), { minLength: 1, maxLength: 4 })
  const application = components.map((list) =>
    config(JSON.stringify({ project: 'x', components: Object.fromEntries(list.map((component, at) => [`c${at}`, { ...component, ...(at > 0 && { dependsOn: [`c${at - 1}`] }) }])) })),
  )

  it('never skips a component whose file changed, nor what depends on it', () => {
    fc.assert(
      fc.property(application, fc.array(path, { minLength: 1, maxLength: 3 }), (made, paths) => {
        const found = affected(plan(changedTo(...paths), { config: made, facts: facts({ files: [] }) }))
        const changed = made.components.map((component) => paths.some((one) => component.path === '.' || one === component.path || one.startsWith(`${component.path}/`)))
        made.components.forEach((component, at) => {
          if (changed.slice(0, at + 1).includes(true)) expect(found).toContain(component.name)
        })
      }),
    )
  })

  it('never affects fewer components when more files change', () => {
    fc.assert(
      fc.property(application, fc.array(path, { minLength: 1, maxLength: 3 }), path, (made, paths, more) => {
        const few = affected(plan(changedTo(...paths), { config: made, facts: facts({ files: [] }) }))
        const many = affected(plan(changedTo(...paths, more), { config: made, facts: facts({ files: [] }) }))
        expect(many).toEqual(expect.arrayContaining(few))
      }),
    )
  })

  it('gives every affected component a reason and no reason to the others', () => {
    for (const { affected: is, reasons } of plan(changedTo('backend/app.py')).components) expect(reasons.length > 0).toBe(is)
    expect(shop.components).toHaveLength(4)
  })
})
