import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Control } from './control.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * Keep the world in a file, so that the next process goes on with it: read at the start, written a moment after calls and
 * once a second while anything moves. A killed process loses at most that second.
 *
 * @returns what writes it a last time and ends.
 */
export function keepState(control: Control, file: string): () => void {
  if (existsSync(file)) control.restore(JSON.parse(readFileSync(file, 'utf8')) as Snapshot)
  let written = ''
  const save = () => {
    const snapshot = control.snapshot()
    const content = JSON.stringify({ ...snapshot, nowMs: 0 })
    if (content === written) return
    written = content
    writeFileSync(`${file}.new`, JSON.stringify(snapshot), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  let soon: NodeJS.Timeout | undefined
  const stopObserving = control.observe(() => {
    soon ??= setTimeout(() => {
      soon = undefined
      save()
    }, 100)
  })
  const every = setInterval(save, 1000)
  return () => {
    clearTimeout(soon)
    clearInterval(every)
    stopObserving()
    save()
  }
}
