import { describe, expect, it } from 'vitest'
import { renderTimings } from '../../../src/checks/shard/timings.ts'
import { keepTimings, readKeptTimings } from '../../../src/publish/kept-timings.ts'
import { memoryRegistry } from './memory-registry.ts'

const place = { repository: 'shop/web', project: 'shop' }
const recorded = (seconds: Record<string, number>, project = 'shop') => ({ text: renderTimings({ project, branch: '', seconds }), branch: 'main', revision: 'abc' })

describe('kept timings', () => {
  it('are none at first, which is said and no error', async () => {
    expect(await readKeptTimings(memoryRegistry().client, place)).toEqual({ note: 'no timings are recorded: every test file counts the same' })
  })

  it('come back with branch and revision, also as annotations, and are those of the newest run', async () => {
    const registry = memoryRegistry()
    await keepTimings(registry.client, place, recorded({ 'a.py': 2, 'gone.py': 9 }))
    expect(await keepTimings(registry.client, place, { ...recorded({ 'a.py': 4, 'new.py': 1 }), revision: 'def' })).toBe('timings: kept those of 2 test files as shop/web:hatchery-timings')
    expect((await readKeptTimings(registry.client, place)).timings).toEqual({ project: 'shop', branch: 'main', revision: 'def', seconds: { 'a.py': 4, 'new.py': 1 } })
    expect(JSON.parse(registry.manifests.get('shop/web hatchery-timings')?.body ?? '')).toMatchObject({
      artifactType: 'application/vnd.hatchery.test-timings.v1+json',
      annotations: { 'hatchery.project': 'shop', 'hatchery.branch': 'main', 'org.opencontainers.image.revision': 'def' },
    })
  })

  it.each([['none are recorded', recorded({})], ['they are of another project', recorded({ 'a.py': 9 }, 'other')], ['they cannot be read', { ...recorded({}), text: '{' }]])('stay as they were where %s', async (_, text) => {
    const registry = memoryRegistry()
    await keepTimings(registry.client, place, recorded({ 'a.py': 2 }))
    expect(await keepTimings(registry.client, place, text)).toContain('timings: kept as they were, since')
    expect((await readKeptTimings(registry.client, place)).timings?.seconds).toEqual({ 'a.py': 2 })
  })

  it.each([[401, 'REGISTRY_UNAUTHORIZED'], [503, 'REGISTRY_UNREACHABLE']])('are an error by code when the registry answers %i', async (status, code) => {
    await expect(readKeptTimings(memoryRegistry({ instead: () => new Response('', { status }) }).client, place)).rejects.toMatchObject({ code })
  })
})
