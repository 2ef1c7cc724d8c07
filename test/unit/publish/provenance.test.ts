import { describe, expect, it } from 'vitest'
import { belongings } from '../../../src/publish/belongings.ts'
import { type BuildFacts, provenance } from '../../../src/publish/provenance.ts'

const facts: BuildFacts = {
  spec: { component: 'api', context: 'backend', dockerfile: 'Dockerfile', target: 'api', args: { NPM_TOKEN: 'hidden', LEVEL: '3' }, platforms: ['linux/arm64'] },
  image: { name: 'registry.test/shop/api', digest: 'sha256:abc' },
  source: { remote: 'https://github.com/acme/shop', commit: 'c0ffee', isChanged: false },
  bases: ['python:3.13-slim', 'ghcr.io/acme/base@sha256:0123456789012345678901234567890123456789012345678901234567890123'],
  builder: 'https://github.com/acme/shop/.github/workflows/hatchery-main.yml@refs/heads/main',
}
const write = (changes: Partial<BuildFacts> = {}) => JSON.parse(provenance({ ...facts, ...changes })) as { predicate: { buildDefinition: { resolvedDependencies: unknown[] }; runDetails: { builder: { id: string } } } }

describe('provenance', () => {
  it('is an in-toto statement about the digest, with what went in and who built', () => {
    expect(write()).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'registry.test/shop/api', digest: { sha256: 'abc' } }],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {
        buildDefinition: {
          buildType: 'urn:hatchery:build:image:v1',
          externalParameters: { component: 'api', context: 'backend', dockerfile: 'Dockerfile', target: 'api', platforms: ['linux/arm64'], args: { LEVEL: '3', NPM_TOKEN: '(not told)' } },
          resolvedDependencies: [
            { name: 'source', uri: 'git+https://github.com/acme/shop', digest: { gitCommit: 'c0ffee' } },
            { name: 'python:3.13-slim', uri: 'pkg:docker/python@3.13-slim' },
            { name: facts.bases[1], uri: 'pkg:docker/acme/base@sha256%3A0123456789012345678901234567890123456789012345678901234567890123?repository_url=ghcr.io', digest: { sha256: '0123456789012345678901234567890123456789012345678901234567890123' } },
          ],
        },
        runDetails: { builder: { id: facts.builder } },
      },
    })
  })

  it('tells no secret, and the same text again', () => {
    expect(provenance(facts)).not.toContain('hidden')
    expect(provenance({ ...facts, spec: { ...facts.spec, args: { LEVEL: '3', NPM_TOKEN: 'hidden' } } })).toBe(provenance(facts))
  })

  it('names no commit for files that differ from it', () => {
    const [source] = write({ source: { ...facts.source, isChanged: true } }).predicate.buildDefinition.resolvedDependencies
    expect(source).toEqual({ name: 'source', uri: 'git+https://github.com/acme/shop', annotations: { uncommitted: true } })
    expect(write({ source: { isChanged: false }, bases: [] }).predicate.buildDefinition.resolvedDependencies).toEqual([])
  })

  it.each([[undefined, 'urn:hatchery:builder:developers-machine'], ['ana at work', 'urn:hatchery:builder:ana%20at%20work']])('has a URI for the builder %s', (builder, id) => {
    const { spec, image, source, bases } = facts
    expect((JSON.parse(provenance({ spec, image, source, bases, ...(builder === undefined ? {} : { builder }) })) as ReturnType<typeof write>).predicate.runDetails.builder.id).toBe(id)
  })
})

describe('belongings', () => {
  it('are bill of materials and provenance, or the reason why there is no bill', () => {
    expect(belongings(facts, { content: '{}' }).artifacts.map(({ artifactType, fileName }) => [artifactType, fileName])).toEqual([
      ['application/vnd.cyclonedx+json', 'api.cdx.json'],
      ['application/vnd.in-toto+json', 'api.provenance.json'],
    ])
    const without = belongings(facts, { missing: 'component api: has no language' })
    expect(without.artifacts.map(({ fileName }) => fileName)).toEqual(['api.provenance.json'])
    expect(without.notes).toEqual(['no SBOM: component api: has no language'])
  })
})
