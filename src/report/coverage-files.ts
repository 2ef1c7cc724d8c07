import { posix } from 'node:path'
import type { CoverageReport, FileCoverage } from '../checks/outcome.ts'
import { countLines } from '../checks/gates/coverage.ts'
import { mergeCoverage } from '../checks/parse/merge-coverage.ts'
import type { RunReport } from './run-report.ts'
import { markup, xmlText, type Markup } from './xml-text.ts'

/** Join the coverage of every check of a run, gates aside: they repeat what the tests measured. */
export function allCoverage(report: Pick<RunReport, 'outcomes'>): CoverageReport {
  return mergeCoverage(report.outcomes.flatMap(({ coverage, tool }) => (coverage && tool !== 'coverage' ? [coverage] : [])))
}

/** Write line coverage as an lcov tracefile; paths are relative to hatchery.yaml. */
export function lcovInfo({ files }: CoverageReport): string {
  return files
    .map(({ file, hits }) => {
      const { covered, total } = countLines([{ file, hits }])
      const lines = [...hits].map(([line, count]) => `DA:${line},${count}`)
      // The format has no escape for a line break in a name.
      return ['TN:', `SF:${file.replace(/[\n\r]/g, '?')}`, ...lines, `LF:${total}`, `LH:${covered}`, 'end_of_record', ''].join('\n')
    })
    .join('')
}

/** Write line coverage as Cobertura XML, one package a folder; paths are relative to hatchery.yaml. */
export function coberturaXml(report: CoverageReport, options: { atMs: number }): string {
  const folders = Map.groupBy(report.files, ({ file }) => posix.dirname(file))
  const { covered, total } = countLines(report.files)
  const packages = [...folders].map(([folder, files]) => markup`    <package name="${xmlText(folder)}" line-rate="${rate(files)}" branch-rate="0" complexity="0">
      <classes>
${files.map(classElement)}      </classes>
    </package>\n`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${markup`<coverage line-rate="${rate(report.files)}" lines-covered="${covered}" lines-valid="${total}" branch-rate="0" branches-covered="0" branches-valid="0" complexity="0" version="1" timestamp="${options.atMs}">
  <sources><source>.</source></sources>
  <packages>
${packages}  </packages>
</coverage>`.toString()}\n`
}

function classElement(file: FileCoverage): Markup {
  const lines = [...file.hits].map(([line, count]) => markup`          <line number="${line}" hits="${count}"/>\n`)
  return markup`        <class name="${xmlText(posix.basename(file.file))}" filename="${xmlText(file.file)}" line-rate="${rate([file])}" branch-rate="0" complexity="0">
          <methods/>
          <lines>
${lines}          </lines>
        </class>\n`
}

function rate(files: readonly FileCoverage[]): string {
  const { covered, total } = countLines(files)
  return total === 0 ? '1' : (covered / total).toFixed(4)
}
