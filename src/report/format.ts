import type { CheckOutcome } from '../checks/outcome.ts'
import type { RunState } from './verdict.ts'

/** Write a duration: `0.4 s`, `12 s`, `3 min 05 s`, `1 h 02 min`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const two = (number: number) => String(number).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`
}

/** Write a size: `840 kB`, `61.2 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
}

/** Write a time: `2026-11-25 08:12:03 UTC`. */
export const instant = (atMs: number): string => new Date(atMs).toISOString().replace('T', ' ').replace(/\.\d+Z$/, ' UTC')

/** Cut, never round up: 79.96 % is not 80 %. */
export const percent = (value: number): string => `${(Math.floor(value * 10 + 1e-9) / 10).toFixed(1)} %`

export const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** The word for a state; colour never stands alone. */
export const stateWord: Readonly<Record<CheckOutcome['state'] | 'running' | 'rolled-back', string>> = {
  passed: 'passed', failed: 'failed', error: 'undecided', skipped: 'skipped', running: 'running', 'rolled-back': 'rolled back',
}

export const stateMark: Readonly<Record<CheckOutcome['state'] | 'running' | 'rolled-back', string>> = {
  passed: '✓', failed: '✗', error: '!', skipped: '–', running: '…', 'rolled-back': '↩',
}

/** The verdict in a few words. */
export const verdictWords: Readonly<Record<RunState, string>> = { passed: 'Passed', failed: 'Failed', error: 'Undecided' }

/** Short form of a Git SHA or digest. */
export const short = (hash: string): string => hash.replace(/^sha256:/, '').slice(0, 12)
