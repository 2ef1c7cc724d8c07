import { mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { call, dagger, root } from './call.ts'
import { copyExample } from './repository.ts'

describe('checks of examples/reptidex', () => {
  it('are green through the toolchain door, from a folder below', async () => {
    const checked = await dagger(['check'], { cwd: join(root, 'examples/reptidex/backend'), seconds: 850 })
    expect(checked.exitCode, checked.all).toBe(0)
    for (const name of ['lint', 'typecheck', 'test', 'security']) expect(checked.all).toContain(`hatchery:${name}`)
  })

  it('are red with every planted fault by name, file and line, and reports tell the same', async () => {
    using repository = copyExample('reptidex')
    repository.edit('frontend/src/app.tsx', (text) => `${text}\nconst unused = 1\n`)
    repository.edit('frontend/src/api/client.ts', (text) => `${text}\nexport const wrong: number = 'text'\n`)
    repository.edit('services/migrator/migrator/settings.py', (text) => `${text}\nwrong: int = "text"\n`)
    repository.write('backend/tests/test_planted.py', 'def test_planted() -> None:\n    assert 1 + 1 == 3\n')
    repository.commit('plant faults')

    const checked = await call(['checks'], { cwd: repository.folder, seconds: 850 })
    expect(checked.exitCode).not.toBe(0)
    expect(checked.all).toContain('[CHECKS_FAILED]')
    expect(checked.all).toMatch(/FAILED lint\.frontend\.eslint/)
    expect(checked.all).toMatch(/frontend\/src\/app\.tsx:\d+/)
    expect(checked.all).toMatch(/FAILED typecheck\.frontend\.tsc/)
    expect(checked.all).toMatch(/frontend\/src\/api\/client\.ts:\d+/)
    expect(checked.all).toMatch(/FAILED typecheck\.services-migrator\.mypy/)
    expect(checked.all).toMatch(/services\/migrator\/migrator\/settings\.py:\d+/)
    expect(checked.all).toMatch(/FAILED test\.backend\.pytest\.python-3\.11/)
    expect(checked.all).toMatch(/backend\/tests\/test_planted\.py:\d+/)
    expect(checked.all).toMatch(/Reproduce: dagger -m .* call \w+ --component \w+/)
    expect(checked.all).not.toMatch(/^\s+at .*pipeline\.mjs/m)

    const folder = mkdtempSync(join(tmpdir(), 'hatchery-reports-'))
    const reports = await call(['reports', 'export', '--path', folder], { cwd: repository.folder })
    expect(reports.exitCode, reports.all).toBe(0)
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['verdict.json', 'junit.xml', 'lcov.info', 'cobertura.xml', 'report.html']))
    expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toContain('test_planted')
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('test_planted')
  })

  it('are red when coverage is below its floor', async () => {
    using repository = copyExample('reptidex')
    repository.edit('backend/app/__init__.py', (text) => `${text}\n\ndef never(value: int) -> int:\n${Array.from({ length: 400 }, (_, at) => `    value += ${at}`).join('\n')}\n    return value\n`)
    repository.commit('leave lines untested')
    const tested = await call(['test', '--component', 'api'], { cwd: repository.folder })
    expect(tested.exitCode).not.toBe(0)
    expect(tested.all).toMatch(/FAILED coverage\.api: \[COVERAGE_BELOW_MINIMUM\] \d+\.\d % of lines covered \(\d+ of \d+\), below the minimum of 80 %/)
  })
})
