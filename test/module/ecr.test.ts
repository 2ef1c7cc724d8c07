import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { containerOf, seedFunction, seedServices, startApplication, startAwsWorld, type AwsWorld } from './aws-world.ts'
import { call } from './call.ts'
import { emptyRepository, type Repository } from './repository.ts'

const region = 'eu-west-1'

/** From a commit to a finished release, with nothing but credentials for AWS: here the stand-in's. */
describe('a registry in ECR', () => {
  let world: AwsWorld
  let application: Repository
  let running: Awaited<ReturnType<typeof startApplication>>
  let sha: string
  const on = (...args: string[]) => call([...args], { cwd: application.folder, env: world.env })
  const withBoth = (...args: string[]) => on(...world.grant, ...world.registry, ...args)

  beforeAll(async () => {
    world = await startAwsWorld()
    running = await startApplication(() => ({ revision: containerOf(world.aws, { region, service: 'api' }).revision }))
    await seedServices(world.aws, { region, project: 'small', cluster: 'main', components: ['api', 'web'] })
    await seedFunction(world.aws, { region, name: 'migrator', architecture: 'arm64' })
    application = emptyRepository()
    for (const name of ['api', 'web']) application.write(`${name}/Dockerfile`, 'FROM debian:bookworm-slim\nRUN head -c 1000 /dev/urandom >/payload\n')
    application.write('web/alembic/versions/first.py', '')
    application.write('hatchery.yaml', [
      'project: small',
      'components:',
      '  api: { path: api, image: {} }',
      '  web: { path: web, language: python, image: {}, migrations: { tool: alembic } }',
      'platforms: [linux/amd64]',
      'registry: { kind: ecr }',
      'smoke: { revision: { path: /, json: revision }, intervalSeconds: 1 }',
      'stages:',
      `  production: { regions: [${region}], cluster: main, baseUrl: "${running.url}", deploy: { order: [api, web], services: { api: api, web: web } } }`,
      `  migrated: { regions: [${region}], cluster: main, deploy: { order: [api, migrate], services: { api: api } }, migrate: { kind: lambda, function: migrator } }`,
      '',
    ].join('\n'))
    sha = application.commit('first')
  })
  afterAll(async () => {
    await world[Symbol.asyncDispose]()
    await running[Symbol.asyncDispose]()
    application[Symbol.dispose]()
  })

  it('takes what with-aws gives a login for, and the login is nowhere in the output', async () => {
    const published = await withBoth('publish', '--component', 'api', 'contents')
    expect(published.exitCode, published.all).toBe(0)
    expect(published.stdout).toContain('"component": "api"')
    expect(world.given.size).toBeGreaterThan(0)
    for (const login of world.given) {
      for (const secret of [login.slice('AWS:'.length), Buffer.from(login).toString('base64')]) expect(published.all).not.toContain(secret)
    }
  })

  it('says REGISTRY_UNAUTHORIZED where the registry takes another login', async () => {
    world.proxy.logins = new Set(['AWS:another'])
    const refused = await withBoth('publish', '--revision', 'refused')
    world.proxy.logins = world.given
    expect(refused.exitCode).not.toBe(0)
    expect(refused.all).toContain('[REGISTRY_UNAUTHORIZED]')
    for (const login of world.given) expect(refused.all).not.toContain(login.slice('AWS:'.length))
  })

  it('asks for credentials where none were given', async () => {
    const refused = await on('publish')
    expect(refused.all).toContain('[CREDENTIALS_MISSING] registry: is ECR')
    expect(refused.all).toContain('with-aws')
  })

  it('refuses to release a revision that was named and never published', async () => {
    const missing = await withBoth('release', '--stage', 'production', '--revision', 'never')
    expect(missing.all).toContain('[REVISION_NOT_PUBLISHED]')
  })

  it('releases the commit at hand, of which it publishes first what is missing', async () => {
    const released = await withBoth('release', '--stage', 'production')
    expect(released.exitCode, released.all.slice(-6000)).toBe(0)
    expect(released.all).toMatch(new RegExp(`revision ${sha}: .* does not have it of: web; publishing it first`))
    expect(released.all).toContain('publish api: is there already')
    expect(released.stdout).toContain('revision proven')
    for (const service of ['api', 'web']) expect(containerOf(world.aws, { region, service })).toMatchObject({ revision: sha, image: expect.stringMatching(new RegExp(`/small/${service}@sha256:`)) as string })
    for (const login of world.given) expect(released.all).not.toContain(login.slice('AWS:'.length))
  })

  it('says that nothing fits the architecture of the migrator function, which hatchery.yaml does not tell', async () => {
    const refused = await withBoth('diff', '--stage', 'migrated')
    expect(refused.all).toContain('[PUBLISH_INCOMPLETE] component web: function migrator is arm64 and needs linux/arm64; the revision is published for linux/amd64')
  })
})
