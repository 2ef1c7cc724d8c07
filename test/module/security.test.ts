import { afterAll, describe, expect, it } from 'vitest'
import { call } from './call.ts'
import { emptyRepository } from './repository.ts'

/** A small application, so that only what these tests are about takes time. */
const repository = emptyRepository()
afterAll(() => repository[Symbol.dispose]())
repository.write('hatchery.yaml', `project: shop
components:
  api: { path: api, language: python, coverage: { minimum: 0 } }
gates: { vulnerabilities: { advisories: security/advisories.json } }
matrix: { python: "3.11" }
`)
const advisory = { id: 'PYSEC-2026-90004', aliases: ['CVE-2026-90004'], summary: 'reads what it should not', affected: [{ package: { ecosystem: 'PyPI', name: 'six' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] }] }
repository.write('security/advisories.json', JSON.stringify(advisory))
repository.write('api/requirements.txt', 'six==1.17.0\n')
repository.write('api/old.py', 'import subprocess\n\n\ndef run(line: str) -> None:\n    subprocess.run(line, shell=True)\n')
const base = repository.commit('has an old finding')

describe('security against a base', () => {
  it('passes with the findings that the base has, wherever they have moved', async () => {
    repository.edit('api/old.py', (text) => `"""Old."""\n\n${text}`)
    const green = await call(['--base', base, 'security'], { cwd: repository.folder })
    expect(green.exitCode, green.all).toBe(0)
    expect(green.all).toMatch(/passed +security\.api\.bandit +no new findings, \d+ accepted/)
    expect(green.all).toMatch(/passed +security\.api\.advisories +no new findings, 1 accepted/)
  })

  it('fails on a new finding by name, file and line, and says again how to see it', async () => {
    repository.write('api/new.py', 'import os\n\n\ndef run(line: str) -> None:\n    import subprocess\n\n    subprocess.call(line + os.sep, shell=True)\n')
    const red = await call(['--base', base, 'security'], { cwd: repository.folder })
    expect(red.exitCode).not.toBe(0)
    expect(red.all).toContain('[CHECKS_FAILED]')
    expect(red.all).toMatch(/api\/new\.py:7\b.* B602 \(bandit\)/)
    expect(red.all).not.toMatch(/api\/old\.py:\d+.* B602 \(bandit\)/)
    expect(red.all).toContain(`--base ${base} security --component api`)
  })

  it('fails on all of them without a base', async () => {
    const red = await call(['security'], { cwd: repository.folder })
    expect(red.exitCode).not.toBe(0)
    for (const file of ['old', 'new']) expect(red.all).toMatch(new RegExp(`api/${file}\\.py:7\\b.* B602 \\(bandit\\)`))
    expect(red.all).toMatch(/api\/requirements\.txt:1 high CVE-2026-90004/)
  })
})

describe('an image scan', () => {
  it('whose scanner cannot be pulled is undecided, by component and scanner, and no fault of the engine', async () => {
    using shop = emptyRepository()
    shop.write('hatchery.yaml', 'project: shop\ncomponents: { web: { path: web, image: {} } }\ngates: { vulnerabilities: { imageScan: { scanner: trivy, image: "registry.invalid/aquasec/trivy:0.69.3" } } }\n')
    shop.write('web/Dockerfile', 'FROM debian:12-slim\n')
    shop.commit('has an image')
    const red = await call(['security'], { cwd: shop.folder })
    expect(red.exitCode).not.toBe(0)
    expect(red.all).toContain('[CHECKS_UNDECIDED]')
    expect(red.all).toMatch(/UNDECIDED security\.web\.trivy: \[SCANNER_UNREACHABLE\] image of web: trivy .*registry\.invalid\/aquasec\/trivy:0\.69\.3/)
    expect(red.all).toContain('security --component web')
  })
})
