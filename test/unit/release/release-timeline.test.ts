import { describe, expect, it } from 'vitest'
import { keptEvidence } from '../../../src/release/kept-evidence.ts'
import type { ReleaseRecord, StepRecord } from '../../../src/release/records.ts'
import { releaseTimeline } from '../../../src/release/release-timeline.ts'
import { writeReports } from '../../../src/report/write-reports.ts'
import { HatcheryError } from '../../../src/shared/errors.ts'

const record: ReleaseRecord = { id: '20260105T090000Z-0123456-x7f2', kind: 'release', stage: 'local', revision: '0123456', images: {}, order: ['api', 'migrate'], regions: ['local'], state: 'succeeded', startedAtMs: 0, finishedAtMs: 60_000, holder: 'a shell', approvedBy: 'ana', remains: [], smoke: 'revision proven' }
const step = (name: string, at: number): StepRecord => ({ releaseId: record.id, region: 'local', at, name, state: 'done', beganAtMs: at * 20_000, endedAtMs: at * 20_000 + 15_000, updatedAtMs: at * 20_000 + 15_000, text: 'succeeded: 1 of 1 running' })

describe('releaseTimeline', () => {
  const release = releaseTimeline(record, [step('api', 0), step('migrate', 1)])

  it('names each step once, on the page and its bars', () => {
    const page = writeReports({ project: 'shop', call: 'release local', startedAtMs: 0, finishedAtMs: 60_000, events: [], outcomes: [], release })['report.html'] ?? ''
    expect([...page.matchAll(/<strong>([^<]+)<\/strong><span class="quiet/g)].map(([, name]) => name)).toEqual(['deploy api local', 'migrate local'])
    expect([...page.matchAll(/<span class="label"[^>]*>([^<]+)</g)].map(([, name]) => name)).toEqual(['deploy api local', 'migrate local'])
    expect(page).not.toContain('lcov.info')
  })

  it('says who released, who approved it, and that the stand-in is no AWS', () => {
    expect(release).toMatchObject({ by: 'a shell, approved by ana', target: 'local stand-in', summary: 'smoke test: revision proven' })
  })

  it('shows the evidence that the journal kept of a failure, and no more than it can hold', () => {
    const failure = new HatcheryError('DEPLOYMENT_ROLLED_BACK', { what: 'rolled back', next: 'read', details: Array.from({ length: 100 }, (_, line) => `log: ${line} ${'x'.repeat(1000)}`) })
    const [first] = releaseTimeline(record, [{ ...step('api', 0), state: 'failed', ...keptEvidence(failure) }]).steps
    expect(first?.evidence).toHaveLength(60)
    expect(first?.evidence?.at(-1)).toMatch(/^log: 99 x+$/)
    expect(first?.evidence?.at(-1)).toHaveLength(400)
    expect(keptEvidence(undefined)).toEqual({})
  })

  it('says why it failed and what remains before anything else', () => {
    expect(releaseTimeline({ ...record, state: 'refused', why: 'the window is closed', remains: ['nothing'], smoke: undefined }, [])).toMatchObject({ state: 'failed', summary: 'the window is closed; remains: nothing' })
  })
})
