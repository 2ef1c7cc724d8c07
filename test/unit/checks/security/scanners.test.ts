import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { assembleSecrets, assembleSecurity, assembleSemgrep } from '../../../../src/checks/security/assemble.ts'
import { adviseLock, decideScanner } from '../../../../src/checks/security/decide.ts'
import { parseAdvisories } from '../../../../src/checks/security/osv.ts'
import { secretsStep } from '../../../../src/checks/security/steps.ts'
import { component, step } from '../step.ts'

const lock = { file: 'web/package-lock.json', text: JSON.stringify({ lockfileVersion: 3, packages: { '': {}, 'node_modules/left': { version: '1.0.0', resolved: 'https://r/left.tgz' } } }, undefined, 2) }
const scan = (tool: string, files: Record<string, string>, run: { exitCode?: number; stderr?: string } = {}) => decideScanner(step({ concern: 'security', path: 'web', tool, ...run }, files), { manifests: { 'requirements.txt': 'flask==3.1.3\n' }, lock })

describe('npm audit', () => {
  const audit = (report: unknown, exitCode = 1) => scan('npm-audit', { 'npm-audit.json': JSON.stringify(report) }, { exitCode })

  it('that is refused by the registry is undecided, neither pass nor finding', () => {
    // What npm 11 prints for an answer 405.
    const refused = { message: '405 Method Not Allowed - POST https://host/-/npm/v1/security/advisories/bulk', method: 'POST', statusCode: 405, error: { summary: '', detail: '' } }
    for (const exitCode of [0, 1]) expect(audit(refused, exitCode)).toMatchObject({ state: 'error', code: 'SCANNER_UNREACHABLE', findings: [], summary: expect.stringMatching(/405 Method Not Allowed.*gates\.vulnerabilities\.advisories/s) as string })
    expect(audit({}, 0)).toMatchObject({ state: 'error', code: 'SCANNER_UNREACHABLE' })
  })

  it('names each advisory at the package that has it', () => {
    const via = { source: 1, name: 'left', title: 'Bad', url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc', severity: 'moderate', range: '<2.0.0' }
    const report = { auditReportVersion: 2, vulnerabilities: { left: { name: 'left', via: [via], fixAvailable: true }, upper: { name: 'upper', via: ['left'] } } }
    expect(audit(report)).toMatchObject({ state: 'failed', findings: [{ rule: 'GHSA-aaaa-bbbb-cccc', severity: 'medium', file: 'web/package-lock.json', line: 5, message: expect.stringContaining('left 1.0.0: Bad, versions <2.0.0') as string }] })
    expect(audit({ auditReportVersion: 2, vulnerabilities: {} }, 0)).toMatchObject({ state: 'passed' })
  })

  it('without a report is unreadable', () => {
    expect(scan('npm-audit', {})).toMatchObject({ state: 'error', code: 'REPORT_UNREADABLE' })
  })
})

describe('pip-audit', () => {
  const audit = (dependencies: unknown[], run: { exitCode?: number } = {}) => scan('pip-audit', { 'pip-list.json': JSON.stringify([{ name: 'flask', version: '3.1.3' }, { name: 'own', version: '1', editable_project_location: '/work' }]), 'pip-audit.json': JSON.stringify({ dependencies, fixes: [] }) }, run)

  it('that skipped a package is undecided, whatever it calls that', () => {
    const skipped = { name: 'flask', skip_reason: 'Dependency not found on PyPI and could not be audited: flask (3.1.3)' }
    expect(audit([skipped])).toMatchObject({ state: 'error', code: 'SCANNER_SKIPPED_PACKAGES', summary: expect.stringMatching(/flask.*gates\.vulnerabilities\.advisories/) as string })
  })

  it('may skip what is installed from the sources themselves', () => {
    expect(audit([{ name: 'own', skip_reason: 'distribution marked as editable' }, { name: 'flask', version: '3.1.3', vulns: [] }])).toMatchObject({ state: 'passed' })
  })

  it('names what it found at the requirement', () => {
    expect(audit([{ name: 'flask', version: '3.1.3', vulns: [{ id: 'PYSEC-1', aliases: ['CVE-2026-2'], fix_versions: ['3.2'], description: 'Bad' }] }], { exitCode: 1 })).toMatchObject({ state: 'failed', findings: [{ rule: 'CVE-2026-2', severity: 'high', file: 'web/requirements.txt', line: 1 }] })
  })

  it('that breaks off without a report did not reach its feed', () => {
    expect(scan('pip-audit', { 'pip-list.json': '[]' }, { exitCode: 1, stderr: 'requests.exceptions.ConnectionError: no route' })).toMatchObject({ state: 'error', code: 'SCANNER_UNREACHABLE', summary: expect.stringContaining('no route') as string })
  })
})

describe('static analysis and secrets', () => {
  it('take what bandit found, and are undecided about a file that it could not parse', () => {
    const result = { filename: './app.py', line_number: 4, issue_severity: 'HIGH', issue_text: 'shell=True', test_id: 'B602', test_name: 'subprocess' }
    expect(scan('bandit', { 'bandit.json': JSON.stringify({ errors: [], results: [result] }) }, { exitCode: 1 })).toMatchObject({ state: 'failed', findings: [{ rule: 'B602', severity: 'high', file: 'web/app.py', line: 4 }] })
    expect(scan('bandit', { 'bandit.json': JSON.stringify({ errors: [{ filename: './bad.py', reason: 'syntax error' }], results: [] }) })).toMatchObject({ state: 'error', code: 'SCANNER_SKIPPED_PACKAGES', summary: expect.stringContaining('web/bad.py') as string })
  })

  it('never repeat a password that bandit found', () => {
    const result = { filename: './app.py', line_number: 4, issue_severity: 'LOW', issue_text: "Possible hardcoded password: 'hunter2: x'", test_id: 'B105', test_name: 'hardcoded_password_string' }
    expect(JSON.stringify(scan('bandit', { 'bandit.json': JSON.stringify({ errors: [], results: [result] }) }, { exitCode: 1 }).findings)).not.toContain('hunter2')
  })

  it('take the security rules of ESLint only', () => {
    const message = (ruleId: string) => ({ ruleId, severity: 2, message: 'x', line: 1, column: 1 })
    const text = JSON.stringify([{ filePath: '/work/web/a.js', messages: [message('security/detect-eval-with-expression'), message('no-unused-vars')] }])
    expect(scan('eslint-security', { 'eslint.json': text }, { exitCode: 1 })).toMatchObject({ state: 'failed', findings: [{ rule: 'security/detect-eval-with-expression' }] })
    expect(scan('eslint-security', { 'eslint.json': '[]' })).toMatchObject({ state: 'passed' })
  })

  it('name where a secret stands and never what it is', () => {
    const text = JSON.stringify([{ file: '/work/web/.env', line: 2, rule: '@secretlint/secretlint-rule-github', kind: 'GITHUB_TOKEN' }])
    expect(scan('secrets', { 'secrets.json': text })).toMatchObject({ state: 'failed', findings: [{ rule: 'GITHUB_TOKEN', severity: 'critical', file: 'web/.env', line: 2 }] })
    expect(scan('secrets', {})).toMatchObject({ state: 'error' })
  })

  it('take what semgrep found by the rules of the project, and are undecided about a rule or file that it could not read', () => {
    const result = { check_id: 'no-shell', path: 'a.py', start: { line: 5, col: 5 }, extra: { message: 'no shell', severity: 'ERROR' } }
    const scanned = (report: object) => scan('semgrep', { 'semgrep.json': JSON.stringify({ errors: [], results: [], paths: { scanned: ['a.py'] }, ...report }) })
    expect(scanned({ results: [result] })).toMatchObject({ state: 'failed', findings: [{ rule: 'no-shell', severity: 'high', file: 'web/a.py', line: 5 }] })
    // What semgrep 1.185.0 writes, with exit code 0 for the file and 2 for the rule.
    expect(scanned({ errors: [{ code: 2, level: 'warn', type: 'Timeout', rule_id: 'no-shell', message: 'Timeout when running no-shell on big.py:\n ', path: 'big.py' }], paths: { scanned: ['big.py'], skipped: [{ path: 'big.py', reason: 'analysis_failed_parser_or_internal_error' }] } })).toMatchObject({ state: 'error', code: 'SCANNER_SKIPPED_PACKAGES', summary: '1 could not be looked at: web/big.py: Timeout when running no-shell on big.py:' })
    expect(scanned({ errors: [{ code: 2, level: 'error', type: 'Rule parse error', rule_id: 'bad', message: 'Rule parse error in rule bad:\n Invalid pattern' }] })).toMatchObject({ state: 'error', code: 'SCANNER_SKIPPED_PACKAGES', summary: expect.stringContaining('rule bad: Rule parse error') as string })
    expect(scanned({ paths: { scanned: ['a.py'], skipped: [{ path: 'tests/a.py', reason: 'semgrepignore_patterns_match' }] } })).toMatchObject({ state: 'passed', summary: 'no findings in 1 file' })
    expect(scan('semgrep', {}, { exitCode: 2 })).toMatchObject({ state: 'error', code: 'REPORT_UNREADABLE' })
    expect(scan('semgrep', { 'semgrep.json': '{"results": [' })).toMatchObject({ state: 'error', code: 'REPORT_UNREADABLE', summary: expect.stringContaining('semgrep.json') as string })
    expect(scan('semgrep', { 'semgrep.json': `{"results": "${'x'.repeat(50 * 1024 * 1024)}"}` })).toMatchObject({ state: 'error', code: 'REPORT_UNREADABLE', summary: 'semgrep.json: the report has 50 MB, more than the 32 MB that are read' })
  })

  it('run semgrep only where rules are kept beside hatchery.yaml', () => {
    const of = (...entries: string[]) => assembleSemgrep({ entries, components: ['a'], config: { matrix: { node: ['24'], python: ['3.11', '3.13'] } } })
    expect(of('hatchery.yaml', 'semgrep.yml')).toEqual([])
    expect(of('.semgrep.yml', '.semgrep/')[0]?.steps[0]?.command).toContain('--config .semgrep.yml --config .semgrep ')
  })

  it('hand the shell a line that it can read', () => {
    expect(execFileSync('sh', ['-n'], { input: secretsStep.command, encoding: 'utf8' })).toBe('')
  })
})

describe('advisories from a file', () => {
  const advisories = parseAdvisories({ a: JSON.stringify({ id: 'OSV-1', affected: [{ package: { ecosystem: 'npm', name: 'left' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] }] }) })
  const base = { id: 'security.web.advisories', path: 'web', components: ['web'], cell: '', reproduce: 'dagger call security' }

  it('are matched with the lock file without a container', () => {
    expect(adviseLock(base, { manifests: {}, lock, advisories })).toMatchObject({ state: 'failed', tool: 'advisories', findings: [{ rule: 'OSV-1', file: 'web/package-lock.json', line: 5 }] })
  })

  it('need no feed: nothing of npm runs, and of Python only what names the packages', () => {
    const config = { matrix: { node: ['24'], python: ['3.11', '3.13'] } }
    const facts = (entries: string[]) => ({ path: 'web', installRoot: 'web', entries, manifests: {} })
    const of = (language: 'node' | 'python', offline: boolean) =>
      assembleSecurity({ folder: { path: 'web', language, components: [component({ language })] }, facts: facts(['package.json', 'package-lock.json', 'requirements.txt']), config, offline }).map(({ steps, asksFeed }) => `${steps[0]?.tool} ${asksFeed}`)
    expect(of('node', true)).toEqual([])
    expect(of('node', false)).toEqual(['npm-audit true'])
    expect(of('python', true)).toEqual(['advisories false', 'bandit false'])
    expect(of('python', false)).toEqual(['pip-audit true', 'bandit false'])
    expect(assembleSecrets('.', ['a']).steps.map(({ tool }) => tool)).toEqual(['secrets'])
  })
})
