import { allCoverage, coberturaXml, lcovInfo } from './coverage-files.ts'
import { junitXml } from './junit-xml.ts'
import { markdownSummary } from './markdown.ts'
import { reportPage } from './page/page.ts'
import type { RunReport } from './run-report.ts'
import { sarifLog } from './sarif.ts'
import { verdictJson } from './verdict.ts'

/**
 * Write every report of a run: file name to text.
 *
 * Coverage files are there only where something was measured, since an empty one reads as an error to those who load it.
 */
export function writeReports(report: RunReport): Readonly<Record<string, string>> {
  const coverage = allCoverage(report)
  return {
    'verdict.json': verdictJson(report),
    'junit.xml': junitXml(report),
    'results.sarif': sarifLog(report),
    'summary.md': markdownSummary(report),
    'report.html': reportPage(report),
    ...(coverage.files.length > 0 ? { 'lcov.info': lcovInfo(coverage), 'cobertura.xml': coberturaXml(coverage, { atMs: report.startedAtMs }) } : {}),
  }
}
