import { describe, expect, it } from 'vitest'
import { issuesOf, parse } from './source.ts'

const application = (stages: string, more = ''): string => `project: shop
components:
  api: { path: api, image: {} }
  migrator: { path: migrator, image: {}, migrations: { tool: alembic } }
${more}stages: ${stages}
`

const stageOf = (stages: string, name: string, more?: string) => parse(application(stages, more)).stages.find((stage) => stage.name === name)!

describe('stages', () => {
  it('run migrations as an ECS task where they say so, and local does the same', () => {
    const stages = '{ live: { regions: [us-east-1], migrate: { kind: ecs-task, container: main, timeoutSeconds: 60 } } }'
    expect(stageOf(stages, 'live').migrate).toEqual({ kind: 'ecs-task', component: 'migrator', taskDefinition: 'shop-migrator', container: 'main', timeoutSeconds: 60 })
    expect(stageOf(stages, 'local').migrate).toMatchObject({ kind: 'ecs-task', taskDefinition: 'shop-migrator' })
  })

  it('find the migrator Lambda by pattern or tag instead of its name', () => {
    expect(stageOf('{ live: { migrate: { kind: lambda, pattern: "shop-*" } } }', 'live').migrate).toEqual({ kind: 'lambda', component: 'migrator', pattern: 'shop-*', timeoutSeconds: 900 })
    expect(stageOf('{ live: { migrate: { kind: lambda, tag: { key: role, value: migrator } } } }', 'local').migrate).toMatchObject({ function: 'shop-local-migrator' })
  })

  it('lie in the region of the registry unless they say otherwise', () => {
    expect(stageOf('{ live: {} }', 'live', 'registry: { kind: ecr, region: eu-west-1 }\n').regions).toEqual(['eu-west-1'])
    expect(stageOf('{ live: {} }', 'live').regions).toEqual([])
  })

  it('keep their own names of services, containers and clusters', () => {
    const stage = stageOf('{ live: { cluster: main, deploy: { services: { api: Api-Service }, containers: { api: web }, env: { SHA: "{revision}" } } } }', 'live')
    expect(stage).toMatchObject({ cluster: 'main', deploy: { services: { api: 'Api-Service' }, containers: { api: 'web' }, env: { SHA: '{revision}', HATCHERY_REVISION: '{revision}' } } })
  })

  it('deploy a migrator that also answers requests', () => {
    const config = parse('project: shop\ncomponents:\n  api: { path: api, image: { port: 80 }, migrations: { tool: alembic } }\nstages: { live: { migrate: { kind: ecs-task } } }\n')
    expect(config.stages[0]?.deploy.order).toEqual(['api', 'migrate'])
  })

  it('may give local an order of its own', () => {
    expect(stageOf('{ live: { deploy: { order: [api] } }, local: { deploy: { order: [migrate, api] } } }', 'local').deploy.order).toEqual(['migrate', 'api'])
  })

  it.each([
    ['{ live: { migrate: { kind: lambda, function: a, pattern: b } } }', 'stages.live.migrate: function and pattern both name the function; keep one'],
    ['{ live: { migrate: { kind: lambda, component: api } } }', 'stages.live.migrate.component: component api needs migrations and an image'],
    ['{ live: { migrate: { kind: lambda, component: apy } } }', 'stages.live.migrate.component: no component apy; components are api, migrator; did you mean api?'],
    ['{ live: { migrate: { kind: fargate } } }', 'stages.live.migrate.kind: expected one of lambda, ecs-task; got "fargate"'],
    ['{ live: { migrate: {} } }', 'stages.live.migrate.kind: missing: expected one of lambda, ecs-task'],
    ['{ live: { deploy: { containers: { apy: x } } } }', 'stages.live.deploy.containers.apy: no component apy; components are api, migrator; did you mean api?'],
    ['{ live: { deploy: { services: { api: x, migrator: x } } } }', 'stages.live.deploy.services.migrator: api already goes to the ECS service x'],
    ['{ local: { approval: required } }', 'stages.local.approval: the stage local needs no approval; remove it'],
    ['{ local: { deploy: { services: { api: x } } } }', 'stages.local.deploy.services: the stage local names its services itself; remove it'],
    ['{ live: { regions: [us-east-1, us-east-1] } }', 'stages.live.regions[1]: us-east-1 is listed twice'],
    ['{ live: { regions: [here] } }', 'stages.live.regions[0]: expected an AWS region, such as us-east-1; got "here"'],
    ['{ live: null }', 'stages.live: expected a mapping; got nothing'],
  ])('refuse %s', (stages, message) => {
    expect(issuesOf(application(stages)).map((line) => line.replace(/^hatchery\.yaml:\d+:\d+: /, ''))).toEqual([message])
  })

  it('refuse two migrators without saying which', () => {
    const text = application('{ live: { deploy: { order: [migrate] } } }').replace('api: { path: api, image: {} }', 'api: { path: api, image: {}, migrations: { tool: alembic } }')
    expect(issuesOf(text)[0]).toContain('stages.live.migrate: api and migrator have migrations; say which with component')
  })

  it('refuse a migration that no component can run', () => {
    expect(issuesOf('project: a\ncomponents: { b: { path: b } }\nstages: { live: { migrate: { kind: lambda } } }\n')[0]).toContain('no component has migrations and an image to run')
  })
})

describe('registries', () => {
  it.each([
    ['{ kind: ecr, region: here }', 'registry.region: "here" is not an AWS region'],
    ['{ kind: ecr, prefix: Shop }', 'registry.prefix: "Shop" cannot start a repository name'],
    ['{ kind: oci, address: "ghcr.io/acme" }', 'registry.address: "ghcr.io/acme" is not a registry\'s address'],
    ['{ kind: oci }', 'registry.address: missing: Host, and port where needed'],
    ['ghcr.io/Acme', 'registry: "ghcr.io/Acme" is not a registry'],
    ['[ghcr.io]', 'registry: expected text or a mapping; got a list'],
  ])('refuse %s', (registry, message) => {
    expect(issuesOf(application('{}', `registry: ${registry}\n`)).join()).toContain(message)
  })

  it('take an OCI registry with a prefix', () => {
    expect(parse(application('{}', 'registry: { kind: oci, address: ghcr.io, prefix: acme/shop }\n')).registry).toEqual({ kind: 'oci', address: 'ghcr.io', prefix: 'acme/shop' })
  })
})
