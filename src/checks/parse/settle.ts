import { HatcheryError, isHatcheryError } from '../../shared/errors.ts'
import type { CheckOutcome } from '../outcome.ts'
import { decideOutcome } from './decide.ts'
import type { ToolRun } from './tool-run.ts'

/** What was read from what a tool left; it replaces what exit code and output alone say. */
export type Settled = Pick<CheckOutcome, 'state' | 'summary'> & Partial<Pick<CheckOutcome, 'findings' | 'accepted' | 'code'>>

/** A step as it ended, with the text of any file that it left under /out. */
export interface StepRun {
  readonly run: ToolRun
  readonly text: (name: string) => string | undefined
}

/**
 * Decide how a step ended by what it left, read by a reader of its own.
 *
 * A step that something else ended (time limit, signal, a command that is not there) is decided without its reader, and
 * what the reader cannot read is an `error` with its code.
 */
export function settle(run: ToolRun, read: () => Settled): CheckOutcome {
  const base = decideOutcome(run)
  if (run.exitCode === 124 || run.exitCode >= 126) return base
  const { id, concern, path, components, cell, tool, output, reproduce, startedAtMs, durationSeconds } = base
  return {
    id, concern, path, components, cell, output, reproduce,
    ...(tool === undefined ? {} : { tool }),
    ...(startedAtMs === undefined ? {} : { startedAtMs }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    findings: [],
    ...attempt(read),
  }
}

function attempt(read: () => Settled): Settled {
  try {
    return read()
  } catch (error) {
    if (!isHatcheryError(error)) throw error
    return { state: 'error', code: error.code, summary: error.message }
  }
}

/** Make the error of a tool that ended without saying anything that can be read. */
export function toolFailed(run: ToolRun, what: string): HatcheryError {
  return new HatcheryError('TOOL_FAILED', { where: run.id, what, next: 'read what the tool printed' })
}

/** `1 finding`, `2 findings`. */
export const counted = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

/** Quote a text as one word of a shell line. */
export const shellWord = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
