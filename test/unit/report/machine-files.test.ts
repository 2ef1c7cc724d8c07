import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import Ajv from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { parseCobertura } from '../../../src/checks/parse/cobertura.ts'
import { parseJunit } from '../../../src/checks/parse/junit.ts'
import { parseLcov } from '../../../src/checks/parse/lcov.ts'
import { parseSarif } from '../../../src/checks/parse/sarif.ts'
import { writeReports } from '../../../src/report/write-reports.ts'
import { passingRun, sampleRelease, sampleRun } from './sample-run.ts'

const files = writeReports(sampleRun)
const file = (name: string) => files[name] ?? ''
const here = { path: '.' }

describe('results.sarif', () => {
  const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif').replace(/lib\/.*$/, 'lib/schemas/sarif-2.1.0-rtm.5.json')
  const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false })
  addFormats.default(ajv)
  const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object)

  it.each([['a run with findings', sampleRun], ['a green run', passingRun], ['a release', sampleRelease]])('is valid by the SARIF 2.1.0 schema for %s', (_, run) => {
    validate(JSON.parse(writeReports(run)['results.sarif'] ?? ''))
    expect(validate.errors).toBeNull()
  })
  it('is judged by a schema that refuses what is not SARIF', () => {
    expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false)
  })
  it('holds every finding, and what is accepted as suppressed or known', () => {
    const read = parseSarif(file('results.sarif'), here)
    expect(read.find(({ rule }) => rule === 'CVE-2026-1234')).toMatchObject({ severity: 'critical', file: 'backend/requirements.txt', line: 3 })
    expect(read.find(({ rule }) => rule === 'react-hooks/exhaustive-deps')?.file).toBe('frontend/src/components/a name with spaces/Ärger.tsx')
    expect(read.find(({ rule }) => rule === 'CVE-2025-1')).toBeUndefined()
    expect(file('results.sarif')).toContain('"justification": "waived by ana until 2027-01-31: not reachable"')
    expect(file('results.sarif')).toContain('"baselineState": "unchanged"')
  })
})

describe('junit.xml', () => {
  it('comes back with every test as it ended, flaky ones marked', () => {
    const { cases } = parseJunit(file('junit.xml'), here)
    const of = (name: string) => cases.find((one) => one.name === name)
    expect(of('test_evicts')).toMatchObject({ state: 'failed', file: 'backend/tests/test_cache.py', message: 'AssertionError: assert 3 == 2' })
    expect(of('test_order')).toMatchObject({ state: 'flaky' })
    expect(of('test_drain')).toMatchObject({ state: 'skipped', message: expect.stringContaining('failed in quarantine until 2026-12-31 (ana: races with the broker)') as string })
    expect(cases.filter(({ state }) => state === 'passed')).toHaveLength(36)
  })
  it('keeps every try, as Surefire writes them', () => {
    expect(file('junit.xml')).toContain('<flakyFailure message="TimeoutError"><stackTrace>TimeoutError: queue</stackTrace></flakyFailure>')
    expect(file('junit.xml')).toContain('<rerunFailure message="AssertionError: assert 3 == 2"><stackTrace>first</stackTrace></rerunFailure>')
  })
  it('has a test in error for a run that was stopped', () => {
    expect(parseJunit(writeReports({ ...sampleRun, outcomes: sampleRun.outcomes.filter(({ code }) => code === 'CHECK_TIME_LIMIT').map((one) => ({ ...one, state: 'error' as const })) })['junit.xml'] ?? '', here).cases).toMatchObject([{ state: 'error', message: 'test run stopped after 60 s, its time limit' }])
  })
  it('holds markup and control characters of a test without breaking', () => {
    const evil = parseJunit(file('junit.xml'), here).cases.find(({ name }) => name.startsWith('test_evil'))
    expect(evil).toMatchObject({ state: 'error', file: 'backend/tests/test_evil.py' })
    expect(evil?.message).toContain(`<script>alert("x")</script> & 'quoted' ]]>`)
  })
})

describe('lcov.info and cobertura.xml', () => {
  it('say the same, with paths relative to hatchery.yaml', () => {
    const lcov = parseLcov(file('lcov.info'), here)
    expect(lcov.files.map((one) => one.file)).toEqual(['backend/app/cache.py', 'backend/app/lookup.py', 'frontend/src/App.tsx'])
    expect(parseCobertura(file('cobertura.xml'), here)).toEqual(lcov)
  })
  it('count a line once, although a gate repeats what the tests measured', () => {
    expect(parseLcov(file('lcov.info'), here).files[0]?.hits.get(1)).toBe(3)
  })
  it('are left out where nothing was measured', () => {
    expect(Object.keys(writeReports(sampleRelease))).not.toContain('lcov.info')
  })
})

describe('verdict.json', () => {
  const verdict = (run: typeof sampleRun) => JSON.parse(writeReports(run)['verdict.json'] ?? '') as Record<string, unknown>
  it('says what kind of failure it was and counts', () => {
    expect(verdict(sampleRun)).toMatchObject({
      version: 1, state: 'failed', kind: 'findings', revision: sampleRun.revision,
      counts: { checks: { total: 11, passed: 4, failed: 5, error: 1, skipped: 1 }, tests: { total: 41, failed: 2, flaky: 1, quarantined: 1, skipped: 1 }, findings: 5 },
    })
  })
  it('calls a run infrastructure when nothing failed for sure', () => {
    const undecided = sampleRun.outcomes.filter(({ state }) => state !== 'failed')
    expect(verdict({ ...sampleRun, outcomes: undecided })).toMatchObject({ state: 'error', kind: 'infrastructure' })
  })
  it('calls a release that came back one, and a green run green', () => {
    expect(verdict(sampleRelease)).toMatchObject({ state: 'failed', kind: 'release' })
    expect(verdict(passingRun)).toMatchObject({ state: 'passed', kind: null })
  })
  it('has for each red check the failing tests, the findings and the line that shows it again', () => {
    const checks = verdict(sampleRun)['checks'] as Record<string, unknown>[]
    expect(checks.find(({ id }) => id === 'test.backend.pytest.python-3.11')).toMatchObject({ kind: 'findings', failingTests: [{ file: 'backend/tests/test_cache.py', line: 41 }, { file: 'backend/tests/test_evil.py' }], reproduce: 'dagger call test --component api', coveragePercent: 96 })
    expect(checks.find(({ id }) => id === 'lint.backend.black')).toMatchObject({ kind: 'infrastructure', code: 'TOOL_FAILED' })
  })
})
