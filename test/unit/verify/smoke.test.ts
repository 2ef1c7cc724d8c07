import { describe, expect, test } from 'vitest'
import type { Smoke, SmokeCheck } from '../../../src/config/model.ts'
import { sameRevision } from '../../../src/verify/revision.ts'
import { runSmoke, saySmoke, smokeFailure } from '../../../src/verify/smoke.ts'
import { DrivenClock } from '../../fakes/driven-clock.ts'

const sha = '0123456789abcdef0123456789abcdef01234567'
const check = (over: Partial<SmokeCheck> = {}): SmokeCheck => ({ name: 'health', path: '/api/health', method: 'GET', headers: {}, status: 200, json: {}, header: {}, about: 'application', ...over })
const smoke = (over: Partial<Smoke> = {}): Smoke => ({ attempts: 30, intervalSeconds: 10, revision: { path: '/api/health', json: 'revision' }, checks: [check()], ...over })

type Answer = (path: string, attempt: number) => { status: number; body?: unknown; headers?: Record<string, string> } | 'refused'
function run(answer: Answer, over: Partial<Smoke> = {}, options: { runSuite?: () => Promise<{ passed: boolean; tail: string[] }> } = {}) {
  const clock = new DrivenClock()
  const asked: string[] = []
  const lines: string[] = []
  const fetchUrl = ((url: URL) => {
    asked.push(url.pathname)
    const given = answer(url.pathname, asked.filter((path) => path === url.pathname).length)
    if (given === 'refused') return Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }))
    return Promise.resolve(new Response(JSON.stringify(given.body ?? { revision: sha }), { status: given.status, headers: given.headers ?? {} }))
  }) as unknown as typeof fetch
  const report = runSmoke(smoke(over), { baseUrl: 'http://app.test/base', revision: sha }, { fetch: fetchUrl, clock, onProgress: (text) => lines.push(text), ...options })
  return report.then((found) => ({ report: found, asked, lines, tookMs: clock.now() - Date.UTC(2026, 0, 5, 9) }))
}

describe('a smoke test', () => {
  test('proves the revision and passes', async () => {
    const { report, asked } = await run(() => ({ status: 200 }))
    expect([report.passed, saySmoke(report)]).toEqual([true, '1 of 1 checks passed; revision proven'])
    expect(asked[0]).toBe('/base/api/health')
  })

  test('says "revision not proven" where no endpoint tells it', async () => {
    const { report } = await run(() => ({ status: 200 }), { revision: undefined } as unknown as Partial<Smoke>)
    expect(saySmoke(report)).toContain('revision not proven')
  })

  test('waits for an application that is still starting', async () => {
    const { report, tookMs } = await run((_path, attempt) => (attempt < 9 ? 'refused' : { status: 200 }))
    expect([report.passed, tookMs]).toEqual([true, 40_000])
  })

  test('gives up after its attempts and says that the application is down', async () => {
    const { report, tookMs } = await run(() => 'refused')
    expect([report.attempts, report.down, tookMs]).toEqual([30, 'application', 290_000])
    expect(smokeFailure(report)?.message).toContain('the application is down')
    expect(smokeFailure(report)?.facts.details?.[0]).toContain('ECONNREFUSED')
  })

  test('ends after three when the right revision answers wrongly each time', async () => {
    const { report } = await run(() => ({ status: 404, body: { revision: sha } }))
    expect(report.attempts).toBe(3)
  })

  test('says that a dependency is down when only checks about one fail', async () => {
    const { report } = await run((path) => (path.endsWith('ready') ? { status: 503 } : { status: 200 }), { attempts: 2, checks: [check(), check({ name: 'db', path: '/ready', about: 'dependency' })] })
    expect(report.down).toBe('dependency')
    expect(smokeFailure(report)?.message).toContain('the application answers, a dependency is down')
  })

  test('fails when another revision answers, however healthy', async () => {
    const { report } = await run(() => ({ status: 200, body: { revision: 'feedfeedfeed' } }), { attempts: 2 })
    expect([report.passed, report.down]).toEqual([false, 'revision'])
    expect(smokeFailure(report)?.message).toContain('another revision answers: feedfeedfeed')
  })

  test('holds JSON paths, headers and the auth guard', async () => {
    const guard = check({ name: 'guard', path: '/private', status: 401 })
    const rich = check({ json: { 'db.0.state': 'up' }, header: { 'x-frame-options': 'DENY' } })
    const body = { revision: sha, db: [{ state: 'up' }] }
    const ok = await run((path) => (path.endsWith('private') ? { status: 401 } : { status: 200, body, headers: { 'x-frame-options': 'DENY' } }), { checks: [rich, guard] })
    expect(ok.report.passed).toBe(true)
    const open = await run(() => ({ status: 200, body }), { checks: [rich, guard] })
    expect(open.report.checks.flatMap((one) => one.problems)).toEqual(['GET /api/health: header x-frame-options is not there, expected DENY', expect.stringContaining('GET /private: status 200, expected 401')])
  })

  test('fails with the suite', async () => {
    const { report } = await run(() => ({ status: 200 }), { suite: { command: 'npm run it', component: 'frontend' } }, { runSuite: () => Promise.resolve({ passed: false, tail: ['1 failed'] }) })
    expect(smokeFailure(report)?.facts.details).toEqual(['suite: 1 failed'])
  })
})

test.each([
  [sha, sha, true],
  [sha.slice(0, 7), sha, true],
  [sha.slice(0, 6), sha, false],
  ['', sha, false],
])('%s and %s are the same revision: %s', (one, other, same) => expect(sameRevision(one, other)).toBe(same))
