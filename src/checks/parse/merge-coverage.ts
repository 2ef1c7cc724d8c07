import type { CoverageReport } from '../outcome.ts'

/** Join coverage of several runs: a line that any of them ran is covered; files come in alphabetical order. */
export function mergeCoverage(reports: readonly CoverageReport[]): CoverageReport {
  const files = new Map<string, Map<number, number>>()
  for (const { file, hits } of reports.flatMap((report) => report.files)) {
    const joined = files.get(file) ?? new Map<number, number>()
    for (const [line, count] of hits) joined.set(line, (joined.get(line) ?? 0) + count)
    files.set(file, joined)
  }
  return { files: [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, hits]) => ({ file, hits: new Map([...hits].sort(([a], [b]) => a - b)) })) }
}
