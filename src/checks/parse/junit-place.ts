import { locate, type ReportPlace } from './locate.ts'

/** What a testcase element says about where it stands. */
export interface WrittenCase {
  readonly name: string
  readonly classname: string
  /** Stack of its failure. */
  readonly detail: string
  file?: string
  /** Counted from 0, as pytest's xunit1 does. */
  line?: number
}

/** Find the file of a test: its own attribute, vitest's class name, or the module that pytest's class name starts with. */
export function caseFile(written: WrittenCase, place: ReportPlace): string | undefined {
  if (written.file) return locate(written.file, place)
  const { classname } = written
  if (/\.[cm]?[jt]sx?$/.test(classname) || classname.includes('/')) return locate(classname, place)
  const module = classname.split('.').filter((part) => !/^[A-Z]/.test(part))
  return classname !== '' && /^[\w.]+$/.test(classname) && module.length > 0 ? locate(`${module.join('/')}.py`, place) : undefined
}

/** Find the line where a test failed, inside its own file; a test that passed gives the line it starts at, where known. */
export function caseLine(written: WrittenCase, about: { place: ReportPlace; file: string | undefined }): number | undefined {
  const failed = about.file === undefined ? undefined : stackLine(written.detail, { place: about.place, file: about.file })
  return failed ?? (written.line === undefined || Number.isNaN(written.line) ? undefined : written.line + 1)
}

// vitest: ` ❯ name src/a.test.ts:7:30`; node: `at f (file:///x/a.test.ts:7:30)`; pytest: `tests/test_a.py:6: AssertionError`;
// Python: `File "/x/broken.py", line 1`.
const frames = [/^\s*(?:❯|at)\s(.+):(\d+):\d+\)?\s*$/, /^(\S.*?):(\d+): \S*/, /^\s*(?:E\s+)?File "([^"]+)", line (\d+)/]

function stackLine(detail: string, about: { place: ReportPlace; file: string }): number | undefined {
  const python = about.file.endsWith('.py')
  let line: number | undefined
  for (const text of detail.split('\n')) {
    const match = frames.map((frame) => frame.exec(text)).find(Boolean)
    if (!match?.[1] || !standsFor(match[1], about)) continue
    line = Number(match[2])
    if (!python) return line // JavaScript stacks start where it failed, Python ones end there
  }
  return line
}

/** A frame may start with a function's name and a file's name may have spaces, so every tail of it is tried. */
function standsFor(frame: string, about: { place: ReportPlace; file: string }): boolean {
  const starts = [0, ...[...frame.matchAll(/[\s(]/g)].map((gap) => gap.index + 1)]
  return starts.some((start) => locate(frame.slice(start), about.place) === about.file)
}
