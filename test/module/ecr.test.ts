import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StartedTestContainer } from 'testcontainers'
import { startLocalAws, type LocalAws } from '../../local-aws/index.ts'
import { call } from './call.ts'
import { registryProxy, type RegistryProxy } from './registry-proxy.ts'
import { startRegistry } from './registry.ts'
import { emptyRepository, type Repository } from './repository.ts'

/** This machine as the engine's containers see it; a service of the caller's is only reached as localhost. */
const ownAddress = () => Object.values(networkInterfaces()).flat().find((one) => one?.family === 'IPv4' && !one.internal)!.address

/** A real registry that takes, as ECR does, only the tokens that the stand-in gave out. */
describe('a registry in ECR', () => {
  let registry: StartedTestContainer
  let proxy: RegistryProxy
  let aws: LocalAws
  let application: Repository
  const given = new Set<string>()
  const grant = () => ['with-aws', '--access-key-id', 'env:KEY', '--secret-access-key', 'env:KEY_SECRET', '--endpoint', `http://${ownAddress()}:${aws.port}`]
  const on = (...args: string[]) => call([...args], { cwd: application.folder, env: { KEY: 'AKIAIOSFODNN7EXAMPLE', KEY_SECRET: 'planted-secret-key-1' } })
  const publish = (...more: string[]) => on(...grant(), 'with-registry', '--service', `tcp://localhost:${proxy.port}`, 'publish', ...more, 'contents')

  beforeAll(async () => {
    registry = await startRegistry()
    proxy = await registryProxy({ host: registry.getHost(), port: registry.getMappedPort(5000) })
    aws = await startLocalAws({ host: '0.0.0.0', clock: { kind: 'real' } })
    aws.control.observe(({ call: { operation }, output }) => {
      if (operation !== 'GetAuthorizationToken') return
      const { authorizationData } = output as { authorizationData: readonly { authorizationToken: string }[] }
      for (const { authorizationToken } of authorizationData) given.add(Buffer.from(authorizationToken, 'base64').toString('utf8'))
    })
    proxy.logins = given
    application = emptyRepository()
    application.write('Dockerfile', 'FROM debian:bookworm-slim\nRUN head -c 1000 /dev/urandom >/payload\n')
    application.write('hatchery.yaml', 'project: small\ncomponents:\n  one: { path: ., image: {} }\nplatforms: [linux/amd64]\nregistry: { kind: ecr }\nstages:\n  production: { regions: [eu-west-1] }\n')
    application.commit('first')
  })
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]()
    await registry.stop()
    await aws.stop()
    application[Symbol.dispose]()
  })

  it('takes what with-aws gives a login for, and the login is nowhere in the output', async () => {
    const published = await publish()
    expect(published.exitCode, published.all).toBe(0)
    expect(published.stdout).toContain('"component": "one"')
    expect(given.size).toBeGreaterThan(0)
    for (const login of given) {
      for (const secret of [login.slice('AWS:'.length), Buffer.from(login).toString('base64')]) expect(published.all).not.toContain(secret)
    }
  })

  it('says REGISTRY_UNAUTHORIZED where the registry takes another login', async () => {
    proxy.logins = new Set(['AWS:another'])
    const refused = await publish('--revision', 'refused')
    proxy.logins = given
    expect(refused.exitCode).not.toBe(0)
    expect(refused.all).toContain('[REGISTRY_UNAUTHORIZED]')
    for (const login of given) expect(refused.all).not.toContain(login.slice('AWS:'.length))
  })

  it('is looked into with the same login when a stage is compared', async () => {
    const missing = await on(...grant(), 'with-registry', '--service', `tcp://localhost:${proxy.port}`, 'diff', '--stage', 'production', '--revision', 'never')
    expect(missing.all).toContain('[REVISION_NOT_PUBLISHED]')
  })

  it('asks for credentials where none were given', async () => {
    const refused = await on('publish')
    expect(refused.all).toContain('[CREDENTIALS_MISSING] registry: is ECR')
    expect(refused.all).toContain('with-aws')
  })
})
