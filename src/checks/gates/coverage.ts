import { mergeCoverage } from '../parse/merge-coverage.ts'
import type { AcceptedFinding, CheckOutcome, CoverageReport, FileCoverage, Finding } from '../outcome.ts'
import type { CoverageGate } from '../../config/model.ts'
import type { LineRange } from '../../change/changed-lines.ts'
import { describeRanges, inRanges, toRanges, type ChangedLines } from './line-range.ts'

/** What the gate needs of a component. */
export interface CoveredComponent {
  readonly name: string
  readonly path: string
  readonly coverage: CoverageGate
}

/** Lines that count and lines that ran. */
export interface LineCount {
  readonly covered: number
  readonly total: number
}

/** Changed lines of one file that no test ran, and those that count at all. */
export interface ChangedFileCoverage extends LineCount {
  readonly file: string
  readonly uncovered: readonly LineRange[]
}

/** Count lines over the files of a report. */
export function countLines(files: readonly FileCoverage[]): LineCount {
  let [covered, total] = [0, 0]
  for (const { hits } of files) {
    total += hits.size
    for (const count of hits.values()) if (count > 0) covered += 1
  }
  return { covered, total }
}

/** Percent of lines that ran; a report without lines is fully covered. */
export function percentOf({ covered, total }: LineCount): number {
  return total === 0 ? 100 : (100 * covered) / total
}

/** Join coverage with the changed lines of the run; only lines that the report counts are looked at. */
export function changedCoverage(report: CoverageReport, changed: ChangedLines): ChangedFileCoverage[] {
  return report.files.flatMap(({ file, hits }) => {
    const ranges = changed.get(file)
    if (!ranges) return []
    const lines = [...hits].filter(([line]) => inRanges(line, ranges))
    const missed = lines.filter(([, count]) => count === 0).map(([line]) => line)
    return lines.length === 0 ? [] : [{ file, covered: lines.length - missed.length, total: lines.length, uncovered: toRanges(missed) }]
  })
}

/**
 * Hold one component's coverage against its floor and the floor of changed lines.
 *
 * Coverage of every test run of the component counts together: shards and matrix cells add up.
 *
 * @param options.outcomes Test outcomes of this component.
 * @param options.changed Without it, changed lines are not looked at.
 * @param options.reproduce The line that measures all of it again; that of one test run would measure a part.
 */
export function gateCoverage(options: { component: CoveredComponent; outcomes: readonly CheckOutcome[]; changed?: ChangedLines; reproduce: string }): CheckOutcome {
  const { component, outcomes, changed } = options
  const measured = outcomes.flatMap(({ coverage }) => (coverage ? [coverage] : []))
  const base = {
    id: `coverage.${component.name}`,
    concern: 'test' as const,
    path: component.path,
    components: [component.name],
    cell: [...new Set(outcomes.map(({ cell }) => cell))].join(', '),
    tool: 'coverage',
    output: '',
    reproduce: options.reproduce,
  }
  const { minimumPercent, changedLinesPercent } = component.coverage
  if (minimumPercent === 0 && changedLinesPercent === 0) return { ...base, state: 'skipped', summary: 'no minimum is set', findings: [] }
  if (measured.length === 0) return { ...base, findings: [], ...unmeasured(outcomes) }
  const report = mergeCoverage(measured)
  const floor = judge({ ...countLines(report.files), minimum: minimumPercent, what: 'lines' })
  const files = changed ? changedCoverage(report, changed) : []
  const delta = changed ? judge({ ...sum(files), minimum: changedLinesPercent, what: 'changed lines' }) : undefined
  const failed = [floor, delta].filter((part) => part && !part.enough)
  return {
    ...base,
    state: failed.length > 0 ? 'failed' : 'passed',
    ...(failed.length > 0 ? { code: 'COVERAGE_BELOW_MINIMUM' as const } : {}),
    summary: [floor, delta].flatMap((part) => (part ? [part.text] : [])).join('; '),
    findings: delta && !delta.enough ? files.flatMap(uncoveredFindings) : [],
    accepted: unmeasuredChanges({ component, report, changed }),
    coverage: report,
  }
}

function unmeasured(outcomes: readonly CheckOutcome[]): Pick<CheckOutcome, 'state' | 'summary' | 'code'> {
  if (outcomes.every(({ state }) => state === 'skipped')) return { state: 'skipped', summary: 'its tests were not run' }
  if (outcomes.some(({ state }) => state !== 'passed' && state !== 'skipped')) return { state: 'skipped', summary: 'its tests failed and left no coverage' }
  return { state: 'error', code: 'REPORT_UNREADABLE', summary: 'the tests wrote no coverage report: add pytest-cov or @vitest/coverage-v8, or set both coverage.minimum and coverage.changedLines to 0' }
}

const source = /\.(py|[cm]?[jt]sx?|vue|svelte)$/
const notMeasured = /(^|\/)(tests?|__tests__|migrations|e2e)\/|(^|\/)(test_[^/]*|conftest)\.py$|_test\.py$|\.(test|spec|config|d)\.[cm]?[jt]sx?$/

/** Changed source files that no report mentions: a tool that measures only what tests import would let them pass unseen. */
function unmeasuredChanges(about: { component: CoveredComponent; report: CoverageReport; changed: ChangedLines | undefined }): AcceptedFinding[] {
  const measured = new Set(about.report.files.map(({ file }) => file))
  const { path } = about.component
  const inside = (file: string) => path === '.' || file.startsWith(`${path}/`)
  return [...(about.changed?.keys() ?? [])]
    .filter((file) => inside(file) && source.test(file) && !notMeasured.test(file) && !measured.has(file))
    .map((file) => ({ why: 'not measured', finding: { tool: 'coverage', rule: 'not-measured', severity: 'warning', message: 'the changed file is in no coverage report: no test loads it, or the coverage settings leave it out', file } }))
}

function judge(part: LineCount & { minimum: number; what: string }): { enough: boolean; text: string } {
  if (part.total === 0) return { enough: true, text: `no ${part.what} to cover` }
  const enough = percentOf(part) >= part.minimum
  // Cut, not rounded: 79.96 % must not read as the 80.0 % that it is not.
  const percent = (Math.floor(percentOf(part) * 10) / 10).toFixed(1)
  return { enough, text: `${percent} % of ${part.what} covered (${part.covered} of ${part.total}), ${enough ? '' : 'below '}the minimum ${enough ? 'is' : 'of'} ${part.minimum} %` }
}

const sum = (files: readonly LineCount[]): LineCount => ({ covered: files.reduce((all, { covered }) => all + covered, 0), total: files.reduce((all, { total }) => all + total, 0) })

function uncoveredFindings({ file, uncovered }: ChangedFileCoverage): Finding[] {
  return uncovered.map((range) => ({
    tool: 'coverage', rule: 'uncovered-change', severity: 'error', file, line: range.start,
    message: `changed ${range.start === range.end ? 'line' : 'lines'} ${describeRanges([range])} not covered by any test`,
  }))
}
