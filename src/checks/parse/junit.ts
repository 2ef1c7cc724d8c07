import type { TestCase, TestReport } from '../outcome.ts'
import { unreadable } from './readable.ts'
import { caseFile, caseLine, type WrittenCase } from './junit-place.ts'
import type { ReportPlace } from './locate.ts'
import { plain, tail } from './plain-text.ts'
import { attribute, elements, parseXml, textOf, type XmlElement } from './xml.ts'

/**
 * Read the test cases of a JUnit XML report, as vitest and pytest write it (`-o junit_family=xunit1` for file and line).
 *
 * A case that `<flakyFailure>` marks as passed on a later try is `flaky`. A report without any case is readable.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function parseJunit(text: string, place: ReportPlace): TestReport {
  const file = place.file ?? 'junit.xml'
  const { name, element } = parseXml(text, { file, roots: ['testsuites', 'testsuite'] })
  const suites = name === 'testsuite' ? [element] : elements(element, 'testsuite')
  const seen = new Map<string, number>()
  const cases = suites.flatMap(allCases).map((one) => readCase(one, { place, file, seen }))
  return { cases }
}

/** Suites may hold suites. */
function allCases(suite: XmlElement): XmlElement[] {
  return [...elements(suite, 'testcase'), ...elements(suite, 'testsuite').flatMap(allCases)]
}

function readCase(element: XmlElement, about: { place: ReportPlace; file: string; seen: Map<string, number> }): TestCase {
  const name = attribute(element, 'name')
  if (name === undefined) throw unreadable(about.file, 'a testcase has no name')
  const seconds = Number(attribute(element, 'time') ?? 0)
  if (!Number.isFinite(seconds) || seconds < 0) throw unreadable(about.file, `the testcase ${name} has the time "${attribute(element, 'time')}"`)
  const problem = problemOf(element)
  const written: WrittenCase = { name, classname: attribute(element, 'classname') ?? '', detail: problem?.detail ?? '' }
  const [filename, lineText] = [attribute(element, 'file'), attribute(element, 'line')]
  if (filename) written.file = filename
  if (lineText) written.line = Number(lineText)
  const file = caseFile(written, about.place)
  const line = caseLine(written, { place: about.place, file })
  return {
    id: unique(caseId(written, file), about.seen),
    name,
    ...(file ? { file } : {}),
    ...(line ? { line } : {}),
    state: problem?.state ?? 'passed',
    durationSeconds: seconds,
    ...(problem?.message ? { message: problem.message } : {}),
    ...(problem?.detail ? { detail: problem.detail } : {}),
  }
}

/** pytest's own node id; for others file and title. The classes of pytest are what follows the module in `classname`. */
function caseId(written: WrittenCase, file: string | undefined): string {
  if (!file) return [written.classname, written.name].filter(Boolean).join('::')
  if (!file.endsWith('.py')) return written.name === written.classname ? file : `${file} > ${written.name}`
  const module = (written.file ?? '').replace(/\.py$/, '').replaceAll('/', '.')
  const classes = written.file ? written.classname.slice(module.length).split('.').filter(Boolean) : written.classname.split('.').filter((part) => /^[A-Z]/.test(part))
  return [file, ...classes, written.name].join('::')
}

/** Two tests may carry one title; the order in the file tells them apart. */
function unique(id: string, seen: Map<string, number>): string {
  const count = (seen.get(id) ?? 0) + 1
  seen.set(id, count)
  return count === 1 ? id : `${id} #${count}`
}

interface Problem {
  readonly state: TestCase['state']
  readonly message?: string
  readonly detail?: string
}

function problemOf(element: XmlElement): Problem | undefined {
  const kinds: readonly (readonly [string, TestCase['state']])[] = [['error', 'error'], ['failure', 'failed'], ['skipped', 'skipped'], ['flakyFailure', 'flaky'], ['flakyError', 'flaky']]
  for (const [tag, state] of kinds) {
    const found = elements(element, tag)
    const first = found[0]
    if (!first) continue
    const text = found.map(textOf).map(plain).join('\n').trim()
    const message = plain(attribute(first, 'message') ?? '').trim() || text.split('\n')[0]
    return { state, ...(message ? { message } : {}), ...(text && state !== 'skipped' ? { detail: tail(text) } : {}) }
  }
  return undefined
}
