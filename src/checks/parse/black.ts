import type { Finding } from '../outcome.ts'
import { locate, type ReportPlace } from './locate.ts'
import { plainLines } from './plain-text.ts'

/** Read what `black --check` wrote to standard error: files to reformat and files it cannot parse. */
export function parseBlack(stderr: string, place: ReportPlace): Finding[] {
  return plainLines(stderr).flatMap((line): Finding[] => {
    const reformat = /^would reformat (.+)$/.exec(line)
    if (reformat?.[1]) return [finding(place, { file: reformat[1], rule: 'format', message: 'the file is not formatted as black formats it' })]
    // Black 26 writes `cannot parse: FILE:LINE:COLUMN`, older ones `cannot format FILE: Cannot parse …: LINE:COLUMN: …`.
    const broken = /^error: cannot parse: (.+):(\d+):(\d+)$/.exec(line) ?? /^error: cannot format (.+?): Cannot parse[^:]*: (\d+):(\d+)/.exec(line)
    if (broken?.[1]) return [finding(place, { file: broken[1], rule: 'parse-error', message: 'black cannot parse the file', line: Number(broken[2]), column: Number(broken[3]) })]
    const other = /^error: cannot format (.+?): (.+)$/.exec(line)
    return other?.[1] ? [finding(place, { file: other[1], rule: 'format-error', message: other[2] ?? 'black cannot format the file' })] : []
  })
}

function finding(place: ReportPlace, found: { file: string; rule: string; message: string; line?: number; column?: number }): Finding {
  return { tool: 'black', severity: 'error', ...found, file: locate(found.file, place) }
}
