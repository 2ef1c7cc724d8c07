import { changedCoverage, type ChangedFileCoverage } from '../checks/gates/coverage.ts'
import { allCoverage } from './coverage-files.ts'
import type { RunReport } from './run-report.ts'

/** Give the changed files of which a line counts for coverage, those with the most uncovered lines first. */
export function changedFiles(report: Pick<RunReport, 'outcomes' | 'changed'>): ChangedFileCoverage[] {
  if (!report.changed) return []
  const missed = ({ covered, total }: ChangedFileCoverage) => total - covered
  return changedCoverage(allCoverage(report), report.changed).sort((a, b) => missed(b) - missed(a) || (a.file < b.file ? -1 : 1))
}

/** Changed files are shown with their text up to this size; a larger one is made, not written. */
export const maxSourceBytes = 256 * 1024

/** Name the files whose text the page shows: changed, and in a coverage report; the rest is told by line numbers alone. */
export function filesToShow(report: Pick<RunReport, 'outcomes' | 'changed'>): string[] {
  return changedFiles(report).slice(0, listedFiles).map(({ file }) => file)
}

export const listedFiles = 40
