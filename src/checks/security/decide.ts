import { parseEslint } from '../parse/eslint.ts'
import type { CheckOutcome, Finding } from '../outcome.ts'
import { counted, settle, type Settled, type StepRun } from '../parse/settle.ts'
import { unreadable } from '../parse/readable.ts'
import type { ToolRun } from '../parse/tool-run.ts'
import { parseBandit } from './bandit.ts'
import { type Audited, matchAdvisories } from './match.ts'
import { parseNpmAudit, unreachable, wayOut } from './npm-audit.ts'
import type { Advisory } from './osv.ts'
import { npmPackages, pythonName, pythonPackages } from './packages.ts'
import { parsePipAudit } from './pip-audit.ts'
import { parseSecrets } from './secrets.ts'
import { parseSemgrep } from './semgrep.ts'

/** What readers of scanners need beside what the scanners left. */
export interface SecurityContext {
  readonly manifests: Readonly<Record<string, string>>
  /** The lock file of a Node folder: path relative to hatchery.yaml, and text. */
  readonly lock?: { readonly file: string; readonly text: string }
  /** Advisories from a file, where hatchery.yaml names one. */
  readonly advisories?: readonly Advisory[]
}

/**
 * Decide how one scanner ended.
 *
 * A feed that did not answer and a package or file that was skipped are an `error`, never a pass and never a finding.
 */
export function decideScanner(step: StepRun, context: SecurityContext): CheckOutcome {
  const { run } = step
  return settle(run, () => {
    switch (run.tool) {
      case 'npm-audit': {
        const findings = parseNpmAudit(left(step, 'npm-audit.json'), context.lock ?? { file: 'package-lock.json', text: '' })
        return audited({ findings, skipped: foreignPackages(context) }, 'npm audit knows nothing against the packages')
      }
      case 'pip-audit':
        return pipAudit(step, context)
      case 'advisories': {
        const packages = pythonPackages(left(step, 'pip-list.json'), { path: run.path, file: 'pip-list.json', manifests: context.manifests })
        return advised(matchAdvisories(packages, { advisories: context.advisories ?? [], ecosystem: 'PyPI' }), packages.length, context)
      }
      case 'bandit':
        return audited(parseBandit(left(step, 'bandit.json'), run), 'no findings')
      case 'eslint-security':
        return audited({ findings: securityRules(parseEslint(left(step, 'eslint.json'), run)), skipped: [] }, 'no findings')
      case 'semgrep': {
        const read = parseSemgrep(left(step, 'semgrep.json'), run)
        return audited(read, `no findings in ${counted(read.scanned, 'file')}`)
      }
      case 'secrets':
        return audited({ findings: parseSecrets(left(step, 'secrets.json'), run), skipped: [] }, 'no secrets')
      default:
        throw new TypeError(`${run.tool} is no scanner`)
    }
  })
}

/** Match a Node folder's lock file with advisories from a file; no container is needed. */
export function adviseLock(base: Pick<CheckOutcome, 'id' | 'path' | 'components' | 'cell' | 'reproduce'>, context: SecurityContext): CheckOutcome {
  const run: ToolRun = { ...base, concern: 'security', tool: 'advisories', exitCode: 0, stdout: '', stderr: '', files: {} }
  return settle(run, () => {
    const packages = npmPackages(context.lock?.text ?? '', context.lock?.file ?? 'package-lock.json')
    return advised(matchAdvisories(packages, { advisories: context.advisories ?? [], ecosystem: 'npm' }), packages.length, context)
  })
}

function advised(result: Audited, packages: number, context: SecurityContext): Settled {
  const number = context.advisories?.length ?? 0
  return audited(result, `${counted(packages, 'package')}, none in the ${number} ${number === 1 ? 'advisory' : 'advisories'} of the file`)
}

function pipAudit(step: StepRun, context: SecurityContext): Settled {
  const { run, text } = step
  if (text('pip-audit.json') === undefined && run.exitCode !== 0) {
    const last = run.stderr.trim().split('\n').at(-1) ?? ''
    throw unreachable(run.path, `pip-audit ended with exit code ${run.exitCode} and no report: ${last.slice(0, 200)}`)
  }
  const installed = pythonPackages(left(step, 'pip-list.json'), { path: run.path, file: 'pip-list.json', manifests: context.manifests })
  const report = left(step, 'pip-audit.json')
  const named = new Set(installed.map(({ name }) => pythonName(name)))
  const all = parsePipAudit(report, { path: run.path, manifests: context.manifests, own: new Set() })
  // What pip list leaves out is installed from the sources themselves: no feed knows it.
  const own = new Set(all.skipped.map((line) => pythonName(line.split(':')[0] ?? '')).filter((name) => !named.has(name)))
  const result = parsePipAudit(report, { path: run.path, manifests: context.manifests, own })
  return audited(result, `pip-audit knows nothing against ${counted(installed.length, 'package')}`, `pip-audit skips packages when it does not reach its feed, and then ${wayOut}`)
}

function audited(result: Audited, clean: string, hint?: string): Settled {
  const { findings, skipped } = result
  if (skipped.length > 0) {
    const some = skipped.slice(0, 5).join('; ')
    return { state: 'error', code: 'SCANNER_SKIPPED_PACKAGES', findings, summary: `${skipped.length} could not be looked at: ${some}${skipped.length > 5 ? '; …' : ''}${hint ? `; ${hint}` : ''}` }
  }
  return findings.length > 0 ? { state: 'failed', findings, summary: counted(findings.length, 'finding') } : { state: 'passed', summary: clean }
}

function foreignPackages(context: SecurityContext): readonly string[] {
  if (!context.lock) return []
  return npmPackages(context.lock.text, context.lock.file).flatMap(({ name, foreign }) => (foreign ? [`${name} does not come from the registry`] : []))
}

const securityRules = (findings: readonly Finding[]) => findings.filter(({ rule }) => /^(?:security|security-node)\//.test(rule) || rule === 'parse-error')

function left(step: StepRun, name: string): string {
  const text = step.text(name)
  if (text === undefined) throw unreadable(`${step.run.id} ${name}`, `${step.run.tool} ended with exit code ${step.run.exitCode} and wrote no report`)
  return text
}
