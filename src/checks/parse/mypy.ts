import type { Finding } from '../outcome.ts'
import { locate, type ReportPlace } from './locate.ts'
import { plainLines } from './plain-text.ts'

// Errors about a whole file (two modules of one name) have no line.
const pattern = /^(.+?)(?::(\d+))?(?::(\d+))?(?::\d+:\d+)?: error: (.*?)(?:\s+\[([\w-]+)\])?$/

/** Read the errors that mypy printed; its notes are not findings. */
export function parseMypy(stdout: string, place: ReportPlace): Finding[] {
  return plainLines(stdout).flatMap((line): Finding[] => {
    const match = pattern.exec(line)
    // `mypy: error: …` is about the call, not about a file.
    if (!match?.[1] || match[1] === 'mypy') return []
    return [
      {
        tool: 'mypy',
        rule: match[5] ?? 'error',
        severity: 'error',
        message: match[4] ?? '',
        file: locate(match[1], place),
        ...(match[2] ? { line: Number(match[2]) } : {}),
        ...(match[3] ? { column: Number(match[3]) } : {}),
      },
    ]
  })
}
