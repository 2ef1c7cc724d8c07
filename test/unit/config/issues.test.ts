import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { issuesOf, withMinimum } from './source.ts'

const only = (text: string, missing: readonly string[] = []) => {
  const issues = issuesOf(text, missing)
  expect(issues).toHaveLength(1)
  return issues[0]
}

describe('issues of hatchery.yaml', () => {
  it('names an unknown key, what is known and what was likely meant', () => {
    expect(only('project: shop\ncomponents:\n  api:\n    path: backend\n    covrage: 80\n')).toBe(
      'hatchery.yaml:5:5: components.api.covrage: unknown key; expected one of path, language, image, services, dependsOn, affectedBy, coverage, migrations, contract, commands, env, testTimeoutSeconds; did you mean coverage?',
    )
  })

  it('tells everything at once, schema and rules alike, in the order of the file', () => {
    const issues = issuesOf(`projct: shop
components:
  api: { path: gone, language: ruby, dependsOn: [worker], services: [redsi] }
  worker: { path: backend, dependsOn: [api] }
services: { redis: "redis::7" }
platforms: [linux/arm65]
stages:
  live: { window: sometimes, deploy: { order: [apy] } }
`, ['gone'])
    expect(issues.map((line) => line.split(': ').slice(1, 2).join())).toEqual([
      'project',
      'projct',
      'components.api.path',
      'components.api.language',
      'components.api.services[0]',
      'components.worker.dependsOn[0]',
      'services.redis',
      'platforms[0]',
      'stages.live.window',
      'stages.live.deploy.order[0]',
    ])
  })

  it.each([
    ['a wrong type', 'platforms: linux/arm64', 'hatchery.yaml:4:12: platforms: expected a list; got "linux/arm64"'],
    ['a coverage above 100', 'gates: { coverage: 101 }', 'hatchery.yaml:4:20: gates.coverage: expected a percentage from 0 to 100; got 101'],
    ['a waiver without expiry', 'gates: { vulnerabilities: { waivers: [{ id: a, reason: b, owner: c }] } }', 'hatchery.yaml:4:39: gates.vulnerabilities.waivers[0].expires: missing: Expiry date, YYYY-MM-DD; from that day on it no longer holds'],
    ['a date that no calendar has', 'gates: { quarantine: [{ test: a, reason: b, owner: c, expires: 2027-02-30 }] }', 'hatchery.yaml:4:64: gates.quarantine[0].expires: expected a date as YYYY-MM-DD, such as 2027-01-31; got "2027-02-30"'],
    ['an unknown registry kind', 'registry: { kind: ecs }', 'hatchery.yaml:4:19: registry.kind: expected one of ecr, oci; got "ecs"; did you mean ecr?'],
    ['a registry with a scheme', 'registry: https://ghcr.io', 'hatchery.yaml:4:11: registry: "https://ghcr.io" is not a registry; expected an address such as ghcr.io/acme or localhost:5000, without https:// and without a tag'],
    ['an account that YAML may have read as a number', 'registry: { kind: ecr, account: 12345 }', 'hatchery.yaml:4:33: registry.account: "12345" is not an AWS account; expected 12 digits in quotes'],
    ['an image name that does not parse', 'services: { db: { image: "Postgres:15" } }', 'hatchery.yaml:4:26: services.db.image: "Postgres:15" is not an image name; expected one such as postgres:15 or ghcr.io/acme/search:2.1'],
    ['an unknown image without port', 'services: { db: mysql:8 }', 'hatchery.yaml:4:17: services.db: give port and healthcheck for mysql:8; they are known only for postgres and redis'],
    ['a Python version that is none', 'matrix: { python: [2.7] }', 'hatchery.yaml:4:20: matrix.python[0]: "2.7" is not a version of python; expected one such as "3.13"'],
    ['a window in no zone', 'stages: { live: { window: "Sun 02:00-05:00" } }', 'hatchery.yaml:4:27: stages.live.window: "Sun 02:00-05:00" is not a window; expected days, times and zone, such as Sun 02:00-05:00 UTC or Mon-Fri 09:00-17:00 Europe/Berlin'],
    ['a cluster for local', 'stages: { local: { cluster: x } }', 'hatchery.yaml:4:20: stages.local.cluster: the stage local needs no cluster; remove it'],
    ['a migration that nothing can run', 'stages: { live: { deploy: { order: [api, migrate] } } }', 'hatchery.yaml:4:42: stages.live.deploy.order[1]: migrate needs a component with migrations and an image'],
    ['an unknown stage for GitHub', 'github: { mainStage: stagin }\nstages: { staging: {} }', 'hatchery.yaml:4:22: github.mainStage: no stage stagin; stages are staging, local; did you mean staging?'],
    ['a platform listed twice', 'platforms: [linux/arm64, linux/arm64]', 'hatchery.yaml:4:26: platforms[1]: linux/arm64 is listed twice'],
    ['an address that is no URL', 'stages: { live: { baseUrl: example.com } }', 'hatchery.yaml:4:28: stages.live.baseUrl: expected an address that starts with http:// or https://; got "example.com"'],
    ['a path without its slash', 'smoke: { checks: [{ path: health }] }', 'hatchery.yaml:4:27: smoke.checks[0].path: expected a path that starts with /, such as /api/health; got "health"'],
    ['one ECS service for two components', 'stages: { live: { deploy: { services: { api: x, apy: x } } } }', undefined],
  ])('refuses %s', (_, line, expected) => {
    const issues = issuesOf(withMinimum(line))
    if (expected) expect(issues).toEqual([expected])
    else expect(issues.length).toBeGreaterThan(1)
  })

  it('prints a cycle once', () => {
    expect(only('project: shop\ncomponents:\n  a: { path: a, dependsOn: [b] }\n  b: { path: b, dependsOn: [c] }\n  c: { path: c, dependsOn: [a] }\n')).toBe(
      'hatchery.yaml:5:29: components.c.dependsOn[0]: cycle: a -> b -> c -> a',
    )
  })

  it('names the folder and the Dockerfile that are not there', () => {
    const text = 'project: shop\ncomponents:\n  api: { path: backend, image: {} }\n'
    expect(only(text, ['backend'])).toBe('hatchery.yaml:3:16: components.api.path: no folder "backend" beside hatchery.yaml')
    expect(only(text, ['backend/Dockerfile'])).toBe('hatchery.yaml:3:32: components.api.image.dockerfile: no file "backend/Dockerfile"; dockerfile is relative to the build context')
  })

  it('refuses two services that give the same variable', () => {
    expect(only('project: shop\ncomponents:\n  api: { path: a, services: [one, two] }\nservices: { one: redis:7, two: redis:7 }\n')).toContain(
      'components.api.services[1]: REDIS_URL comes from one and from two; write connection on one of them',
    )
  })

  it.each(['../x', '/etc', 'a\\b', 'a/../../b'])('refuses a path that leaves the application: %s', (path) => {
    expect(only(`project: shop\ncomponents:\n  api: { path: '${path}' }\n`)).toContain('components.api.path: expected a path inside the folder of hatchery.yaml')
  })

  it.each(['API', 'api_1', '-api', 'api--x', 'migrate'])('refuses the component name %s', (name) => {
    expect(only(`project: shop\ncomponents:\n  ${name}: { path: a }\n`)).toContain(`hatchery.yaml:3:3: components.${name}: `)
  })

  it('gives CONFIG_INVALID or a configuration for any text, never another error', () => {
    const key = fc.constantFrom('project', 'components', 'services', 'stages', 'gates', 'smoke', 'registry', 'matrix', 'a', 'path', 'image', 'deploy', 'order', 'kind')
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, leaf, fc.dictionary(key, tie('value')), fc.array(tie('value'), { maxLength: 3 })),
    }))
    fc.assert(
      fc.property(value, (any) => {
        expect(issuesOf(JSON.stringify({ nope: 1, ...(any as object) })).length).toBeGreaterThan(0)
      }),
    )
  })
})
