import type { Finding } from '../outcome.ts'
import { locate, type ReportPlace } from './locate.ts'
import { plainLines } from './plain-text.ts'

// `src/a.ts(7,7): error TS2322: …`, with `--pretty` `src/a.ts:7:7 - error TS2322: …`, and errors of the project itself without a file.
const located = /^(.+?)(?:\((\d+),(\d+)\):|:(\d+):(\d+) -) error (TS\d+): (.*)$/
const general = /^error (TS\d+): (.*)$/

/** Read the errors that the TypeScript compiler printed. */
export function parseTsc(stdout: string, place: ReportPlace): Finding[] {
  const findings: Finding[] = []
  for (const line of plainLines(stdout)) {
    const at = located.exec(line)
    const project = at ? undefined : general.exec(line)
    if (at?.[1]) {
      findings.push({
        ...base(at[6], at[7]),
        file: locate(at[1], place),
        line: Number(at[2] ?? at[4]),
        column: Number(at[3] ?? at[5]),
      })
    } else if (project) findings.push(base(project[1], project[2]))
  }
  return findings
}

function base(rule: string | undefined, message: string | undefined): Finding {
  return { tool: 'tsc', rule: rule ?? 'error', severity: 'error', message: message ?? '' }
}
