import type { CoverageReport } from '../outcome.ts'
import { locate, type ReportPlace } from './locate.ts'
import { assertReadable, unreadable } from './readable.ts'
import { mergeCoverage } from './merge-coverage.ts'

const ignored = /^(TN|FN|FNL|FNA|FNDA|FNF|FNH|BRDA|BRF|BRH|LF|LH|VER|MCDC|MCF|MCH):/

/**
 * Read line coverage from an lcov tracefile.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE` with the line that does not belong, also when the file ends inside a record.
 */
export function parseLcov(text: string, place: ReportPlace): CoverageReport {
  const file = place.file ?? 'lcov.info'
  assertReadable(text, file)
  const records: { file: string; hits: Map<number, number> }[] = []
  let current: { file: string; hits: Map<number, number> } | undefined
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const wrong = (what: string) => unreadable(`${file}:${at + 1}`, what)
    if (line.startsWith('SF:')) {
      if (current) throw wrong(`a new record starts before the one of ${current.file} has ended`)
      current = { file: locate(line.slice(3), place), hits: new Map() }
    } else if (line === 'end_of_record') {
      if (!current) throw wrong('end_of_record without a record')
      records.push(current)
      current = undefined
    } else if (line.startsWith('DA:')) {
      const match = /^DA:(\d+),(\d+)(,.*)?$/.exec(line)
      if (!match) throw wrong(`expected DA:<line>,<hits>, found "${line.slice(0, 80)}"`)
      if (!current) throw wrong('DA outside a record')
      current.hits.set(Number(match[1]), Number(match[2]))
    } else if (line.trim() !== '' && !line.startsWith('#') && !ignored.test(line)) throw wrong(`not a line of lcov: "${line.slice(0, 80)}"`)
  }
  if (current) throw unreadable(file, `the report ends inside the record of ${current.file}: it was cut off`)
  if (records.length === 0) throw unreadable(file, 'the report has no record of any file')
  return mergeCoverage([{ files: records }])
}
