import { locate, type ReportPlace } from '../parse/locate.ts'

/** A revision and its file, relative to hatchery.yaml. */
export interface Revision {
  readonly id: string
  readonly file: string
}

/** Read the revisions, newest first, from what `alembic history --verbose` printed. */
export function parseHistory(text: string, place: ReportPlace): readonly Revision[] {
  const found: Revision[] = []
  let id: string | undefined
  for (const line of text.split('\n')) {
    const revision = /^Rev: (\S+)/.exec(line)?.[1]
    const path = /^Path: (.+)$/.exec(line)?.[1]
    if (revision) id = revision
    else if (path && id) {
      found.push({ id, file: locate(path.trim(), place) })
      id = undefined
    }
  }
  return found
}

/** Read the revisions that `alembic heads` or `alembic current` printed, one a line: `0003 (head)`. */
export function parseRevisionLines(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /^([\w.-]+)(?: \(.*\))*\s*$/.exec(line)?.[1] ?? [])
}
