import { isHatcheryError, type HatcheryError } from './errors.ts'

/**
 * Render a failure as the one message that a person reads.
 *
 * `[CODE] where: what`, then details, `Next: …` and, where there is one, `Reproduce: …` as the last line.
 */
export function renderError(error: unknown): string {
  if (!isHatcheryError(error)) return error instanceof Error ? error.message : String(error)
  const { facts } = error
  const lines = [`[${error.code}] ${error.message}`, ...(facts.details ?? []).map((line) => `  ${line}`)]
  const cause = causeOf(error)
  if (cause) lines.push(`Caused by: ${cause}`)
  lines.push(`Next: ${facts.next}`)
  // The CLI writes a trace's id behind the last line: it must not be a part of the command that is copied.
  if (facts.reproduce) lines.push(`Reproduce: ${facts.reproduce}`, '')
  return lines.join('\n')
}

function causeOf(error: HatcheryError): string | undefined {
  const { cause } = error.facts
  if (cause === undefined) return undefined
  return isHatcheryError(cause) ? `[${cause.code}] ${cause.message}` : cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : JSON.stringify(cause)
}
