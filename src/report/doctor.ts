import { errorCodes, type ErrorCode, type FailureKind } from '../shared/error-codes.ts'
import { codeExplanations } from './doctor-codes.ts'
import { groundFailures } from './doctor-ground.ts'
import { applicationFailures, type KnownFailure } from './doctor-patterns.ts'

/** What a failure's text tells. */
export interface Diagnosis {
  readonly kind: FailureKind
  /** The code that ended the run first, then the others, as the text has them. */
  readonly codes: readonly ErrorCode[]
  readonly known: readonly KnownFailure[]
}

/** Most telling causes are few; a text that fits more says little. */
const shownCauses = 4
const shownCodes = 6

/** Find the codes and known failures in the text of a failure: a log, an error, a verdict.json. */
export function diagnose(failure: string): Diagnosis {
  const text = failure.replaceAll(/\x1b\[[0-9;]*m/g, '')
  const codes = codesIn(text)
  const known = knownIn(text).slice(0, shownCauses)
  const [first] = codes
  return { kind: first ? errorCodes[first] : (known[0]?.kind ?? 'infrastructure'), codes, known }
}

/**
 * Find known failures: in the error that the CLI ends with, else in the whole text.
 *
 * A log also holds what went well in the end, such as a port that was not open yet.
 */
function knownIn(text: string): readonly KnownFailure[] {
  const fitting = (part: string) => [...applicationFailures, ...groundFailures].filter((one) => one.text.test(part))
  const atTheEnd = fitting(lastError(text) ?? '')
  return atTheEnd.length > 0 ? atTheEnd : fitting(text)
}

const lastError = (text: string): string | undefined => {
  const at = [...text.matchAll(/^Error: /gm)].at(-1)?.index
  return at === undefined ? undefined : text.slice(at)
}

/** Explain a failure: what it means, the usual cause, what to do. A text that nothing is known about is said to be so. */
export function explainFailure(failure: string): string {
  const { kind, codes, known } = diagnose(failure)
  if (codes.length === 0 && known.length === 0) {
    return [
      'Nothing in this text is known to Hatchery: it has no error code and fits no failure that docs/doctor.md lists.',
      'That may be because it is only a part. Give the whole output, or read its last lines from the bottom up; `--progress=plain` shows every step.',
    ].join('\n')
  }
  const causes = known.map(({ title, cause, fix }) => section(title, { cause, fix }))
  return [`This is a failure of kind ${kind}.`, ...causes, ...codes.slice(0, shownCodes).map(explainCode)].join('\n\n')
}

function explainCode(code: ErrorCode): string {
  const explanation = codeExplanations[code]
  if (!explanation) return `${code}\n  docs/errors.md does not explain this code.`
  return section(code, explanation)
}

function section(title: string, { means, cause, fix }: { means?: string; cause?: string; fix?: string }): string {
  return [title, means, cause && `Usual cause: ${cause}`, fix && `What to do: ${fix}`].filter(Boolean).join('\n  ')
}

/** The error that the CLI ends with comes first: `Error: [CODE] …`; in verdict.json the code of what ended the run. */
function codesIn(text: string): ErrorCode[] {
  const isCode = (code: string | undefined): code is ErrorCode => code !== undefined && code in errorCodes
  const last = [...text.matchAll(/^Error: (?:[^\n[]*: )?\[([A-Z_]+)\]/gm)].at(-1)?.[1]
  const all = [...text.matchAll(/\[([A-Z][A-Z_]{3,})\]|"code": ?"([A-Z_]+)"/g)].map(([, bracketed, quoted]) => bracketed ?? quoted)
  return [...new Set([last, ...all])].filter(isCode)
}
