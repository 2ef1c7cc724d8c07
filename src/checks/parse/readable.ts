import { HatcheryError } from '../../shared/errors.ts'

/** Largest report that is read. A report of that size is a runaway tool, and reading it would take the engine's memory. */
export const maxReportBytes = 32 * 1024 * 1024

/** Make the error that says which report cannot be read and what is wrong with it. */
export function unreadable(file: string, what: string, cause?: unknown): HatcheryError {
  return new HatcheryError('REPORT_UNREADABLE', {
    where: file,
    what,
    next: `Run the tool that writes ${file} by hand and read what it prints; a report that cannot be read never counts as a pass`,
    ...(cause === undefined ? {} : { cause }),
  })
}

/**
 * Refuse a report that is empty or too large before anything reads it.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function assertReadable(text: string, file: string): void {
  if (text.trim() === '') throw unreadable(file, 'the report is empty')
  assertReportSize(text.length, file)
}

/**
 * Refuse a report by its size alone, so that a caller need not fetch its contents.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function assertReportSize(sizeBytes: number, file: string): void {
  if (sizeBytes <= maxReportBytes) return
  const megabytes = (bytes: number) => Math.round(bytes / (1024 * 1024))
  throw unreadable(file, `the report has ${megabytes(sizeBytes)} MB, more than the ${megabytes(maxReportBytes)} MB that are read`)
}
