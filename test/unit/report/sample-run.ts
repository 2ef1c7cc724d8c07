import type { CheckOutcome, TestCase } from '../../../src/checks/outcome.ts'
import type { RunReport } from '../../../src/report/run-report.ts'

const start = Date.parse('2026-11-25T08:00:00Z')
const evil = `<script>alert("x")</script> & 'quoted' ]]> \u001b[31m | @someone`

const outcome = (facts: Partial<CheckOutcome> & Pick<CheckOutcome, 'id' | 'concern' | 'state' | 'summary'>): CheckOutcome => ({
  path: 'backend', components: ['api', 'worker'], cell: 'python-3.11', findings: [], output: '', reproduce: `dagger call ${facts.concern} --component api`, ...facts,
})
const at = (fromSeconds: number, durationSeconds: number) => ({ startedAtMs: start + fromSeconds * 1000, durationSeconds })

const cases: TestCase[] = [
  ...Array.from({ length: 36 }, (_, number): TestCase => ({ id: `backend/tests/test_lookup.py::test_${number}`, name: `test_${number}`, file: 'backend/tests/test_lookup.py', line: 10 * number + 1, state: 'passed', durationSeconds: 0.1 })),
  { id: 'backend/tests/test_cache.py::TestCache::test_evicts', name: 'test_evicts', file: 'backend/tests/test_cache.py', line: 41, state: 'failed', durationSeconds: 1.2, message: 'AssertionError: assert 3 == 2', detail: 'def test_evicts(self, cache):\n        cache.fill(3)\n>       assert len(cache) == 2\nE       AssertionError: assert 3 == 2\nE        +  where 3 = len(<Cache size=3>)\n\ntests/test_cache.py:41: AssertionError', attempts: [{ state: 'failed', durationSeconds: 1.2, message: 'AssertionError: assert 3 == 2', detail: 'first' }, { state: 'failed', durationSeconds: 1.1, message: 'AssertionError: assert 3 == 2', detail: 'second' }] },
  { id: `backend/tests/test_evil.py::test_evil`, name: `test_evil[${evil}]`, file: 'backend/tests/test_evil.py', line: 5, state: 'error', durationSeconds: 0.1, message: evil, detail: `${evil}\n${'a very long line without a break '.repeat(12)}${'x'.repeat(300)}` },
  { id: 'backend/tests/test_queue.py::test_order', name: 'test_order', file: 'backend/tests/test_queue.py', line: 12, state: 'flaky', durationSeconds: 2, message: 'TimeoutError', detail: 'TimeoutError: queue', attempts: [{ state: 'failed', durationSeconds: 2, message: 'TimeoutError', detail: 'TimeoutError: queue' }, { state: 'passed', durationSeconds: 1 }] },
  { id: 'backend/tests/test_slow.py::test_drain', name: 'test_drain', file: 'backend/tests/test_slow.py', line: 30, state: 'failed', durationSeconds: 5, message: 'did not drain', quarantine: { owner: 'ana', reason: 'races with the broker', expires: '2026-12-31' } },
  { id: 'backend/tests/test_slow.py::test_later', name: 'test_later', file: 'backend/tests/test_slow.py', line: 50, state: 'skipped', durationSeconds: 0, message: 'not yet' },
]

const hits = (total: number, missed: readonly number[]) => new Map(Array.from({ length: total }, (_, line) => [line + 1, missed.includes(line + 1) ? 0 : 3] as const))
const backendCoverage = { files: [{ file: 'backend/app/cache.py', hits: hits(40, [12, 13, 14, 30]) }, { file: 'backend/app/lookup.py', hits: hits(60, []) }] }
const frontendCoverage = { files: [{ file: 'frontend/src/App.tsx', hits: hits(50, [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]) }] }

const outcomes: CheckOutcome[] = [
  outcome({ id: 'lint.frontend.eslint', concern: 'lint', tool: 'eslint', path: 'frontend', components: ['frontend'], cell: 'node-24', state: 'failed', summary: '3 findings', ...at(22, 9), findings: [
    { tool: 'eslint', rule: 'no-unused-vars', severity: 'error', message: "'unused' is assigned a value but never used.", file: 'frontend/src/App.tsx', line: 7, column: 9 },
    { tool: 'eslint', rule: 'react-hooks/exhaustive-deps', severity: 'warning', message: evil, file: 'frontend/src/components/a name with spaces/Ärger.tsx', line: 120, column: 3 },
    { tool: 'eslint', rule: 'parse-error', severity: 'error', message: 'Parsing error', file: 'frontend/src/evil\nname.ts', line: 1 },
  ] }),
  outcome({ id: 'lint.backend.ruff', concern: 'lint', tool: 'ruff', state: 'passed', summary: 'no findings', ...at(30, 2) }),
  outcome({ id: 'lint.backend.black', concern: 'lint', tool: 'black', state: 'error', code: 'TOOL_FAILED', summary: 'black ended with exit code 123 and named no finding', output: 'Traceback (most recent call last):\n  File "black/__init__.py", line 1, in <module>\nMemoryError', ...at(32, 3.5) }),
  outcome({ id: 'typecheck.backend.mypy', concern: 'typecheck', tool: 'mypy', state: 'passed', summary: 'no findings', startedAtMs: start - 86_400_000, durationSeconds: 30 }),
  outcome({ id: 'test.backend.pytest.python-3.11', concern: 'test', tool: 'pytest', shard: '1/2', state: 'failed', summary: '2 of 41 tests failed, 1 skipped, 1 flaky, 1 failed in quarantine', ...at(36, 61), tests: { cases }, coverage: backendCoverage }),
  outcome({ id: 'test.frontend.vitest.node-24', concern: 'test', tool: 'vitest', path: 'frontend', components: ['frontend'], cell: 'node-24', state: 'passed', summary: '118 tests passed', ...at(31, 24), coverage: frontendCoverage }),
  outcome({ id: 'test.migrator.pytest.python-3.11', concern: 'test', tool: 'pytest', path: 'services/migrator', components: ['migrator'], state: 'failed', code: 'CHECK_TIME_LIMIT', summary: 'test run stopped after 60 s, its time limit', output: 'tests/test_upgrade.py::test_from_empty PASSED\ntests/test_upgrade.py::test_lock ', ...at(36, 60) }),
  outcome({ id: 'coverage.frontend', concern: 'test', tool: 'coverage', path: 'frontend', components: ['frontend'], cell: 'node-24', state: 'failed', code: 'COVERAGE_BELOW_MINIMUM', summary: '78.0 % of lines covered (39 of 50), below the minimum of 80 %; 33.3 % of changed lines covered (2 of 6), below the minimum of 80 %', coverage: frontendCoverage, findings: [{ tool: 'coverage', rule: 'uncovered-change', severity: 'error', file: 'frontend/src/App.tsx', line: 7, message: 'changed lines 7-10 not covered by any test' }] }),
  outcome({ id: 'coverage.api', concern: 'test', tool: 'coverage', components: ['api'], state: 'passed', summary: '96.0 % of lines covered (96 of 100), the minimum is 80 %; 75.0 % of changed lines covered (3 of 4), the minimum is 50 %', coverage: backendCoverage }),
  outcome({ id: 'security.backend', concern: 'security', tool: 'pip-audit', state: 'failed', summary: '1 finding, 2 accepted', ...at(22, 12), findings: [{ tool: 'pip-audit', rule: 'CVE-2026-1234', severity: 'critical', message: 'gunicorn 20.0.4: request smuggling', file: 'backend/requirements.txt', line: 3 }], accepted: [
    { why: 'waived by ana until 2027-01-31: not reachable', finding: { tool: 'pip-audit', rule: 'CVE-2025-1', severity: 'high', message: 'redis 4.0.0: race', file: 'backend/requirements.txt', line: 5 } },
    { why: 'in the baseline', finding: { tool: 'bandit', rule: 'B101', severity: 'low', message: 'assert used', file: 'backend/app/cache.py', line: 8 } },
  ] }),
  outcome({ id: 'contract.frontend', concern: 'contract', path: 'frontend', components: ['frontend'], cell: 'node-24', state: 'skipped', summary: 'not affected: no file of frontend or backend/openapi.json changed' }),
]

/** A run with one of everything: for the tests of every writer, and for looking at the page. */
export const sampleRun: RunReport = {
  project: 'reptidex', call: 'checks', revision: '4f1c2b7a9d0e4c51b7f3a2d8c6e5b4a39281706f', base: 'origin/main',
  startedAtMs: start, finishedAtMs: start + 99_400, engineVersion: 'v0.21.8', hatcheryVersion: '0.1.0', runner: 'GitHub Actions run 42', url: 'https://github.com/example/reptidex/actions/runs/42',
  notes: ['timings recorded on main at 9d0e4c51b7f3, not on topic'],
  events: [
    { atMs: start, step: 'plan', state: 'started' }, { atMs: start + 1800, step: 'plan', state: 'passed' },
    { atMs: start + 1800, step: 'install.backend', state: 'started' }, { atMs: start + 22_000, step: 'install.backend', state: 'passed' },
    { atMs: start + 1800, step: 'install.frontend', state: 'started' }, { atMs: start + 21_000, step: 'install.frontend', state: 'passed' },
    { atMs: start + 22_000, step: 'services.postgres', state: 'started' }, { atMs: start + 35_800, step: 'services.postgres', state: 'passed', text: 'ready after 13 s' },
    { atMs: start + 97_000, step: 'report', state: 'started' }, { atMs: start + 99_000, step: 'report', state: 'passed' },
  ],
  outcomes,
  plan: [{ name: 'frontend', run: true, why: 'frontend/src/App.tsx changed' }, { name: 'api', run: true, why: 'backend/app/cache.py changed' }, { name: 'docs', run: false, why: 'no file of docs changed' }],
  changed: new Map([['frontend/src/App.tsx', [{ start: 5, end: 10 }]], ['backend/app/cache.py', [{ start: 10, end: 12 }, { start: 28, end: 28 }]]]),
  sources: new Map([
    ['frontend/src/App.tsx', Array.from({ length: 50 }, (_, line) => (line === 6 ? `  const unused = "${evil}"` : `  render(<Line number={${line + 1}} />)`)).join('\n')],
    ['backend/app/cache.py', Array.from({ length: 40 }, (_, line) => `    value_${line + 1} = compute(${line + 1})`).join('\n')],
  ]),
  receipt: { project: 'reptidex', revision: '4f1c2b7a9d0e4c51b7f3a2d8c6e5b4a39281706f', images: ['frontend', 'api', 'worker'].map((component, number) => ({
    component, reference: `registry.example/reptidex/${component}@sha256:${String(number).repeat(64)}`, digest: `sha256:${String(number + 1).repeat(64)}`, tags: ['4f1c2b7a9d0e', 'main'], origin: { kind: 'built' },
    platforms: [{ platform: 'linux/arm64', digest: `sha256:${'a'.repeat(64)}`, sizeBytes: 61_234_567 * (number + 1), layers: 9 }, { platform: 'linux/amd64', digest: `sha256:${'b'.repeat(64)}`, sizeBytes: 64_000_000 * (number + 1), layers: 9 }], artifacts: [], notes: [],
  })) },
}

/** A release that its circuit breaker rolled back. */
export const sampleRelease: RunReport = {
  ...sampleRun, call: 'release staging', outcomes: [], plan: [], events: [], notes: [],
  release: { id: '01JD3', stage: 'staging', target: 'local stand-in', state: 'rolled-back', summary: 'rolled back by the circuit breaker: api exited with code 1 twice', previousRevision: '9d0e4c51b7f3a2d8', steps: [
    { name: 'preflight', state: 'passed', startedAtMs: start, finishedAtMs: start + 4000 },
    { name: 'deploy', component: 'worker', region: 'us-east-1', state: 'rolled-back', startedAtMs: start + 4000, finishedAtMs: start + 60_000, text: 'came back with api' },
    { name: 'deploy', component: 'api', region: 'us-east-1', state: 'failed', startedAtMs: start + 60_000, finishedAtMs: start + 90_000, text: 'essential container exited', evidence: ['task 4be1 stopped: Essential container in task exited', 'exit code 1', 'KeyError: DATABASE_URL'] },
    { name: 'migrate', state: 'skipped', text: 'not reached' },
  ] },
  failure: { code: 'CHECKS_FAILED', kind: 'findings', message: 'x' },
}

/** A run in which all is well. */
export const passingRun: RunReport = {
  ...sampleRun, notes: [], changed: new Map(), plan: [],
  outcomes: outcomes.filter(({ state }) => state === 'passed' || state === 'skipped'),
}
