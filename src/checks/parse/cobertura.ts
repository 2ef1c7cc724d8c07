import { posix } from 'node:path'
import type { CoverageReport, FileCoverage } from '../outcome.ts'
import { locate, type ReportPlace } from './locate.ts'
import { mergeCoverage } from './merge-coverage.ts'
import { unreadable } from './readable.ts'
import { attribute, elements, parseXml, textOf, type XmlElement } from './xml.ts'

/**
 * Read line coverage from a Cobertura report.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function parseCobertura(text: string, place: ReportPlace): CoverageReport {
  const file = place.file ?? 'cobertura.xml'
  const { element: root } = parseXml(text, { file, roots: ['coverage'] })
  const sources = elements(root, 'sources').flatMap((list) => elements(list, 'source')).map((source) => textOf(source).trim())
  const classes = elements(root, 'packages')
    .flatMap((list) => elements(list, 'package'))
    .flatMap((one) => elements(one, 'classes'))
    .flatMap((list) => elements(list, 'class'))
  if (classes.length === 0) throw unreadable(file, 'the report has no class: no file was measured')
  return mergeCoverage([{ files: classes.map((one) => readClass(one, { place, sources, file })) }])
}

function readClass(element: XmlElement, about: { place: ReportPlace; sources: readonly string[]; file: string }): FileCoverage {
  const written = attribute(element, 'filename')
  if (!written) throw unreadable(about.file, `the class ${attribute(element, 'name') ?? 'without a name'} has no filename`)
  const hits = new Map<number, number>()
  for (const line of elements(element, 'lines').flatMap((list) => elements(list, 'line'))) {
    const [at, count] = [Number(attribute(line, 'number')), Number(attribute(line, 'hits'))]
    if (!Number.isInteger(at) || !Number.isFinite(count)) throw unreadable(about.file, `${written} has a line without number or hits`)
    hits.set(at, (hits.get(at) ?? 0) + count)
  }
  return { file: resolve(written, about), hits }
}

/** A file name stands below one of the source folders; the report does not say which. */
function resolve(written: string, about: { place: ReportPlace; sources: readonly string[] }): string {
  if (posix.isAbsolute(written)) return locate(written, about.place)
  const candidates = about.sources.filter((source) => source !== '').map((source) => locate(posix.join(source, written), about.place))
  const { known } = about.place
  return candidates.find((candidate) => known?.has(candidate)) ?? candidates[0] ?? locate(written, about.place)
}
