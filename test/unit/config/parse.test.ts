import { describe, expect, it } from 'vitest'
import { issuesOf, parse, withMinimum } from './source.ts'

const sketch = `
project: reptidex
components:
  frontend: { path: frontend, language: node, image: { dockerfile: Dockerfile } }
  api:      { path: backend,  language: python, services: [postgres, redis], coverage: { minimum: 85 } }
  worker:   { path: backend,  language: python, image: { target: worker }, dependsOn: [api] }
  migrator: { path: services/migrator, image: { dockerfile: Dockerfile }, migrations: { tool: alembic } }
services:
  postgres: { image: postgres:15, healthcheck: pg_isready, env: { POSTGRES_DB: reptidex_test, POSTGRES_PASSWORD: "p@ss" } }
  redis:    { image: redis:7 }
matrix: { node: [20, 22], python: [3.10, "3.13"] }
gates:
  coverage: { minimum: 80, changedLines: 90 }
  vulnerabilities: { failOn: [critical, high], waivers: [{ id: CVE-1, reason: not reached, owner: ada, expires: 2027-01-31 }] }
platforms: [linux/arm64]
registry: { kind: ecr }
smoke:
  revision: { path: /api/health, json: revision }
  checks: [{ path: /api/health/db, json: { status: healthy }, about: dependency }]
  suite: npm run test:integration
stages:
  staging:
    regions: [us-east-1]
    deploy: { strategy: rolling, order: [worker, api, frontend, migrate] }
  production: { approval: required, window: "Sun 02:00-05:00 UTC", deploy: { strategy: blue-green } }
`

describe('parseConfig', () => {
  const config = parse(sketch)
  const component = (name: string) => config.components.find((one) => one.name === name)!
  const stage = (name: string) => config.stages.find((one) => one.name === name)!

  it('fills in what the short form of a known service leaves out', () => {
    expect(config.services[0]).toMatchObject({
      name: 'postgres',
      image: 'postgres:15',
      port: 5432,
      env: { POSTGRES_USER: 'postgres', POSTGRES_PASSWORD: 'p@ss', POSTGRES_DB: 'reptidex_test' },
      healthcheck: ['sh', '-c', expect.stringContaining('pg_isready -h "$(hostname)"')],
      connection: { DATABASE_URL: 'postgresql://postgres:p%40ss@postgres:5432/reptidex_test' },
    })
    expect(config.services[1]).toMatchObject({ port: 6379, healthcheck: ['redis-cli', 'ping'], connection: { REDIS_URL: 'redis://redis:6379/0' } })
  })

  it('keeps versions as they were written, so that 3.10 is not 3.1', () => {
    expect(config.matrix).toEqual({ node: ['20', '22'], python: ['3.10', '3.13'] })
  })

  it('lets a component keep the floor it does not set itself', () => {
    expect(component('api').coverage).toEqual({ minimumPercent: 85, changedLinesPercent: 90 })
    expect(component('frontend').coverage).toEqual({ minimumPercent: 80, changedLinesPercent: 90 })
  })

  it('builds the Dockerfile in its path for whatever a stage rolls out', () => {
    expect(component('api').image).toEqual({ dockerfile: 'Dockerfile', context: 'backend', args: {}, env: {} })
    expect(component('worker').image).toEqual({ dockerfile: 'Dockerfile', context: 'backend', args: {}, env: {}, target: 'worker' })
  })

  it('names clusters, services, containers and the migrator after the project', () => {
    expect(stage('staging')).toMatchObject({
      cluster: 'reptidex-staging',
      deploy: { services: { api: 'reptidex-api' }, containers: { worker: 'worker' }, env: { HATCHERY_REVISION: '{revision}' } },
      migrate: { kind: 'lambda', component: 'migrator', function: 'reptidex-staging-migrator', timeoutSeconds: 900 },
    })
  })

  it('puts code before migrations where a stage gives no order', () => {
    expect(stage('production').deploy.order).toEqual(['frontend', 'api', 'worker', 'migrate'])
  })

  it('finds the revisions where Alembic projects keep them', () => {
    expect(component('migrator').migrations).toEqual({ tool: 'alembic', command: 'python -m alembic upgrade head', path: 'alembic/versions' })
    const other = parse(sketch, ['services/migrator/alembic/versions'])
    expect(other.components.find(({ name }) => name === 'migrator')?.migrations?.path).toBe('migrations/versions')
    expect(issuesOf(sketch, ['services/migrator/alembic/versions', 'services/migrator/migrations/versions'])).toEqual([
      'hatchery.yaml:7:87: components.migrator.migrations.path: no folder "services/migrator/alembic/versions"; give the folder with the revisions, relative to the component',
    ])
  })

  it('has a stage local that rehearses the order of the first stage', () => {
    expect(stage('local')).toMatchObject({ regions: ['local'], deploy: { strategy: 'rolling', order: ['worker', 'api', 'frontend', 'migrate'] } })
    expect(parse(withMinimum('')).stages.map(({ name }) => name)).toEqual(['local'])
  })

  it('runs a suite in the component whose language it speaks', () => {
    expect(config.smoke.suite).toEqual({ command: 'npm run test:integration', component: 'frontend' })
  })

  it('falls back to the documented defaults', () => {
    const least = parse(withMinimum(''))
    expect(least).toMatchObject({
      matrix: { node: ['24'], python: ['3.13'] },
      platforms: ['linux/arm64'],
      registry: { kind: 'ecr', prefix: 'shop' },
      smoke: { attempts: 30, intervalSeconds: 10, checks: [] },
      gates: { coverage: { minimumPercent: 80, changedLinesPercent: 80 }, vulnerabilities: { failOn: ['critical', 'high'] } },
    })
    expect(least.components[0]).toMatchObject({ testTimeoutSeconds: 600, path: 'backend' })
  })

  it('reads a registry from its address', () => {
    expect(parse(withMinimum('registry: ghcr.io/acme/shop')).registry).toEqual({ kind: 'oci', address: 'ghcr.io', prefix: 'acme/shop' })
    expect(parse(withMinimum('registry: localhost:5000')).registry).toEqual({ kind: 'oci', address: 'localhost:5000', prefix: 'shop' })
    expect(parse(withMinimum('registry: 123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme')).registry).toEqual({
      kind: 'ecr',
      account: '123456789012',
      region: 'eu-central-1',
      prefix: 'acme',
    })
  })

  it('accepts paths with spaces and letters of any script, and writes them one way', () => {
    const [one] = parse('project: shop\ncomponents:\n  api: { path: "./приложение и кот//" }\n').components
    expect(one?.path).toBe('приложение и кот')
  })

  it('keeps numbers in an environment as the text they were', () => {
    const [one] = parse('project: shop\ncomponents:\n  env: { path: a, testTimeoutSeconds: 30, env: { MODE: 0755, ON: true }, image: { env: { PIN: 007 } } }\n').components
    expect(one).toMatchObject({ testTimeoutSeconds: 30, env: { MODE: '0755', ON: 'true' }, image: { env: { PIN: '007' } } })
  })
})

describe('parseConfig on text that is not YAML', () => {
  it('reports syntax errors with their place', () => {
    expect(issuesOf('project: [a\ncomponents: {}\n')[0]).toMatch(/^hatchery\.yaml:2:\d+: /)
  })

  it('reports a duplicate key beside other issues', () => {
    const issues = issuesOf('project: shop\nproject: shop\ncomponents:\n  api: { pth: x }\n')
    expect(issues).toContain('hatchery.yaml:2:1: this key is already there above')
    expect(issues.some((line) => line.includes('components.api.pth: unknown key'))).toBe(true)
  })

  it.each([
    ['', 'expected a mapping; got nothing'],
    ['- a\n', 'expected a mapping; got a list'],
    ['hello\n', 'expected a mapping; got "hello"'],
  ])('refuses %j', (text, message) => {
    expect(issuesOf(text)).toEqual([`hatchery.yaml:1:1: ${message}`])
  })

  it('refuses an alias without an anchor', () => {
    expect(issuesOf('project: *name\ncomponents: {}\n')).toEqual(['hatchery.yaml:1:10: no anchor &name before this alias'])
  })

  it('refuses aliases that multiply without end', () => {
    const bomb = Array.from({ length: 12 }, (_, at) => `x${at}: &x${at} [${at === 0 ? 'a' : Array(9).fill(`*x${at - 1}`).join(', ')}]`).join('\n')
    expect(issuesOf(bomb)[0]).toContain('alias')
  })

  it('lets an anchor stand for what it names', () => {
    const config = parse('project: shop\ncomponents:\n  a: { path: a, env: &shared { TZ: UTC } }\n  b: { path: b, env: *shared }\n')
    expect(config.components[1]?.env).toEqual({ TZ: 'UTC' })
  })
})
