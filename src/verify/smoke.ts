import type { Smoke } from '../config/model.ts'
import { HatcheryError } from '../shared/errors.ts'
import { runCheck, type CheckPorts, type CheckResult } from './check.ts'
import { proveRevision, type RevisionProof } from './revision.ts'

/** What a smoke test found. */
export interface SmokeReport {
  readonly baseUrl: string
  readonly passed: boolean
  readonly revision: RevisionProof
  readonly checks: readonly CheckResult[]
  readonly suite?: { readonly passed: boolean; readonly tail: readonly string[] }
  readonly attempts: number
  /** What is wrong, where something is. */
  readonly down?: 'application' | 'dependency' | 'revision' | 'suite'
}

export interface SmokeOptions extends CheckPorts {
  readonly onProgress: (text: string) => void
  /** Runs the suite command in a container of its component with BASE_URL set. */
  readonly runSuite?: (suite: { readonly command: string; readonly component: string; readonly baseUrl: string }) => Promise<{ readonly passed: boolean; readonly tail: readonly string[] }>
}

/** An answer that stays the same this often is the answer. */
const finalAfter = 3

/**
 * Try the running application until everything holds or nothing more can change.
 *
 * Ends after `smoke.attempts` looks `smoke.intervalSeconds` apart; after three when the application answers
 * each time, with the right revision, and wrongly.
 */
export async function runSmoke(smoke: Smoke, target: { readonly baseUrl: string; readonly revision: string }, options: SmokeOptions): Promise<SmokeReport> {
  const around = { ...options, ...target }
  let finals = 0
  for (let attempt = 1; ; attempt++) {
    const revision = await proveRevision(smoke, around)
    const checks: CheckResult[] = []
    for (const check of smoke.checks) checks.push(await runCheck(check, around))
    const failing = checks.filter((check) => !check.passed)
    const right = smoke.revision ? revision.kind === 'proven' : true
    finals = right && failing.length > 0 && failing.every((check) => check.final) ? finals + 1 : 0
    const report = { baseUrl: target.baseUrl, revision, checks, attempts: attempt }
    if (right && failing.length === 0) return withSuite(smoke, report, options)
    options.onProgress(`attempt ${attempt} of ${smoke.attempts}: ${right ? (failing[0]?.problems[0] ?? '') : sayRevision(revision)}`)
    if (attempt >= smoke.attempts || finals >= finalAfter) return { ...report, passed: false, down: whatIsDown(failing, right) }
    await options.clock.sleep(smoke.intervalSeconds * 1000)
  }
}

async function withSuite(smoke: Smoke, report: Omit<SmokeReport, 'passed'>, options: SmokeOptions): Promise<SmokeReport> {
  if (!smoke.suite) return { ...report, passed: true }
  if (!options.runSuite) throw new HatcheryError('NOT_AVAILABLE', { what: 'the smoke suite needs a container to run in, and this call has none', where: 'smoke.suite', next: 'Run it through the Dagger function `smoke` or `release`.' })
  options.onProgress(`suite: ${smoke.suite.command}`)
  const suite = await options.runSuite({ ...smoke.suite, baseUrl: report.baseUrl })
  return { ...report, suite, passed: suite.passed, ...(suite.passed ? {} : { down: 'suite' as const }) }
}

/** The application is down when one of its own checks fails; a dependency when only checks about dependencies do. */
function whatIsDown(failing: readonly CheckResult[], right: boolean): 'application' | 'dependency' | 'revision' {
  if (failing.some((check) => check.about === 'application')) return 'application'
  return failing.length > 0 ? 'dependency' : right ? 'application' : 'revision'
}

/** Say what is known of the revision; never more. */
export function sayRevision(revision: RevisionProof): string {
  if (revision.kind === 'proven') return 'revision proven'
  return revision.kind === 'other' ? `another revision answers: ${revision.found}` : `revision not proven: ${revision.why}`
}

/** Say a smoke test in one line. */
export function saySmoke(report: SmokeReport): string {
  const passed = report.checks.filter((check) => check.passed).length
  return `${passed} of ${report.checks.length} checks passed; ${sayRevision(report.revision)}${report.suite ? `; suite ${report.suite.passed ? 'passed' : 'failed'}` : ''}`
}

const downs = { application: 'the application is down', dependency: 'the application answers, a dependency is down', revision: 'the released revision does not answer', suite: 'the suite failed' } as const

/** The failure that a smoke test is; undefined when it passed. */
export function smokeFailure(report: SmokeReport): HatcheryError | undefined {
  if (report.passed) return undefined
  return new HatcheryError('SMOKE_FAILED', {
    what: `${downs[report.down ?? 'application']}: ${saySmoke(report)} after ${report.attempts} attempt(s)`,
    where: report.baseUrl,
    next: report.down === 'dependency' ? 'Look at the dependency first: the application itself answers.' : 'Read the failing checks above and the logs of the service (`logs`).',
    details: [...report.checks.flatMap((check) => check.problems.map((problem) => `${check.name} (${check.about}): ${problem}`)), ...(report.suite && !report.suite.passed ? report.suite.tail.map((line) => `suite: ${line}`) : [])],
  })
}
