import { describe, expect, it } from 'vitest'
import { baseScore } from '../../../../src/checks/security/cvss.ts'
import { matchAdvisories } from '../../../../src/checks/security/match.ts'
import { advisoryRule, parseAdvisories } from '../../../../src/checks/security/osv.ts'
import { npmPackages, pythonPackages, type Package } from '../../../../src/checks/security/packages.ts'

const advisory = (about: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  parseAdvisories({ 'osv.json': JSON.stringify({ id: 'GHSA-aaaa-bbbb-cccc', aliases: ['CVE-2026-1'], summary: 'Bad', affected: [{ package: { ecosystem: 'npm', name: 'left' }, ...about }], ...more }) })
const range = (...events: Record<string, string>[]) => ({ ranges: [{ type: 'SEMVER', events }] })
const left = (version?: string): Package => ({ name: 'left', file: 'package-lock.json', ...(version ? { version } : {}) })
const found = (version: string, about: Record<string, unknown>) => matchAdvisories([left(version)], { advisories: advisory(about), ecosystem: 'npm' }).findings.length

describe('a version and an advisory', () => {
  it.each([
    ['1.9.9', 0], ['2.0.0', 1], ['2.3.4', 1], ['2.4.0', 0], ['2.4.0-rc.1', 1], ['3.0.0', 1], ['3.0.1', 1], ['3.0.2', 0],
  ])('%s: %i findings', (version, count) => {
    expect(found(version, range({ introduced: '3.0.0' }, { last_affected: '3.0.1' }, { introduced: '2.0.0' }, { fixed: '2.4.0' }))).toBe(count)
  })

  it('match from the first version on where it says 0, without a fix too', () => {
    expect(found('0.0.1-a', range({ introduced: '0' }))).toBe(1)
  })

  it('match by list', () => {
    expect(found('1.2.3', { versions: ['1.2.3'] })).toBe(1)
    expect(found('1.2.4', { versions: ['1.2.3'] })).toBe(0)
  })

  it('are compared as PEP 440 says, by the normal form of the name', () => {
    const advisories = parseAdvisories({ a: JSON.stringify([{ id: 'PYSEC-1', affected: [{ package: { ecosystem: 'PyPI', name: 'Zope_Interface' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.0' }] }] }] }]) })
    const at = (version: string) => matchAdvisories([{ name: 'zope.interface', version, file: 'r.txt' }], { advisories, ecosystem: 'PyPI' }).findings.length
    expect([at('1.0rc1'), at('1.0.dev3'), at('1.0'), at('1.0.post1'), at('1!0.1')]).toEqual([1, 1, 0, 0, 0])
  })

  it('are skipped, not passed, when they cannot be compared', () => {
    const skipped = (one: Package, about: Record<string, unknown>) => matchAdvisories([one], { advisories: advisory(about), ecosystem: 'npm' })
    expect(skipped(left('latest'), range({ introduced: '0' }, { fixed: '2.0.0' }))).toEqual({ findings: [], skipped: [expect.stringContaining('latest')] })
    expect(skipped(left('1.0.0'), { ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] }).skipped).toHaveLength(1)
    expect(skipped(left(), range({ introduced: '0' })).skipped).toHaveLength(1)
    expect(skipped({ ...left('1.0.0'), foreign: 'git+ssh://git:token@host/x.git' }, {}).skipped).toEqual(['left comes from git+ssh://host/x.git, which no advisory covers'])
  })
})

describe('advisories', () => {
  it('are named by their CVE and say what mends them', () => {
    expect(matchAdvisories([{ ...left('2.0.0'), line: 7 }], { advisories: advisory(range({ introduced: '0' }, { fixed: '2.1.0' }), { database_specific: { severity: 'MODERATE' } }), ecosystem: 'npm' }).findings).toEqual([
      { tool: 'advisories', rule: 'CVE-2026-1', severity: 'medium', file: 'package-lock.json', line: 7, message: 'left 2.0.0: Bad (GHSA-aaaa-bbbb-cccc, CVE-2026-1; fixed in 2.1.0)' },
    ])
    expect(advisoryRule(['PYSEC-1', 'GHSA-x'])).toBe('GHSA-x')
  })

  it('count as high when nothing tells how bad they are', () => {
    expect(matchAdvisories([left('1.0.0')], { advisories: advisory(range({ introduced: '0' })), ecosystem: 'npm' }).findings[0]?.severity).toBe('high')
  })

  it('that are withdrawn say nothing', () => {
    expect(advisory(range({ introduced: '0' }), { withdrawn: '2026-01-01T00:00:00Z' })).toEqual([])
  })

  it('must be there and be readable', () => {
    expect(() => parseAdvisories({ 'a.json': '[]' })).toThrow(/no advisory/)
    expect(() => parseAdvisories({ 'a.json': '{"affected": []}' })).toThrow(/a\.json.*id/s)
    expect(() => parseAdvisories({ 'a.json': 'no' })).toThrow(/not JSON/)
  })
})

// Scores as FIRST's calculator and the NVD give them.
describe('the base score of a CVSS 3 vector', () => {
  it.each([
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
    ['CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 7.8],
    ['CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H', 5.9],
    ['CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N', 0],
  ])('%s is %d', (vector, score) => {
    expect(baseScore(vector)).toBe(score)
  })

  it('is unknown for another version or an incomplete vector', () => {
    expect(baseScore('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N')).toBeUndefined()
    expect(baseScore('CVSS:3.1/AV:N')).toBeUndefined()
  })
})

describe('packages', () => {
  it('of a lock file are named with their line; the project and its workspaces are its own', () => {
    const lock = JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'app' }, web: { name: 'web', version: '1.0.0' }, 'node_modules/web': { link: true, resolved: 'web' }, 'node_modules/@a/b/node_modules/left': { version: '2.0.0', resolved: 'https://r/left.tgz' } } }, undefined, 2)
    expect(npmPackages(lock, 'package-lock.json')).toEqual([{ name: 'left', version: '2.0.0', file: 'package-lock.json', line: lock.split('\n').findIndex((line) => line.includes('@a/b')) + 1 }])
  })

  it('of a lock file of npm 6 are refused', () => {
    expect(() => npmPackages('{"lockfileVersion": 1, "packages": {}}', 'package-lock.json')).toThrow(/lockfileVersion 2 or 3/)
  })

  it('of pip stand where the requirements name them', () => {
    const manifests = { 'requirements.txt': '# x\nFlask==3.1\n', 'requirements-test.txt': '-r requirements.txt\npytest==9\n' }
    const text = JSON.stringify([{ name: 'flask', version: '3.1' }, { name: 'pytest', version: '9' }, { name: 'own', version: '1', editable_project_location: '/work' }, { name: 'click', version: '8' }])
    expect(pythonPackages(text, { path: 'api', file: 'pip-list.json', manifests }).map(({ name, file, line }) => [name, file, line])).toEqual([['flask', 'api/requirements.txt', 2], ['pytest', 'api/requirements-test.txt', 2], ['click', 'api/requirements-test.txt', undefined]])
  })
})
