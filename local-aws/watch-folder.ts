import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'

export interface FolderReports {
  readonly onLog: (line: string) => void
  readonly onExit: (exitCode: number) => void
  readonly onHealth: (status: 'HEALTHY' | 'UNHEALTHY') => void
}

/**
 * Report what the supervisor writes into its folder: lines of output, health when it changes, and the exit code once, after the
 * last line.
 *
 * It looks four times a second; `look` does so at once.
 */
export function watchFolder(folder: string, reports: FolderReports): { readonly look: () => void; readonly end: () => void } {
  const decoder = new StringDecoder('utf8')
  let offset = 0
  let rest = ''
  let health = ''
  const readLog = () => {
    const file = join(folder, 'log')
    if (!existsSync(file)) return
    const size = statSync(file).size
    if (size <= offset) return
    const bytes = Buffer.alloc(size - offset)
    const handle = openSync(file, 'r')
    offset += readSync(handle, bytes, 0, bytes.length, offset)
    closeSync(handle)
    const lines = (rest + decoder.write(bytes)).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(reports.onLog)
  }
  const look = () => {
    const exited = existsSync(join(folder, 'exit'))
    readLog()
    const status = existsSync(join(folder, 'health')) ? readFileSync(join(folder, 'health'), 'utf8').trim() : ''
    if (status !== health && (status === 'HEALTHY' || status === 'UNHEALTHY')) {
      health = status
      reports.onHealth(status)
    }
    if (!exited) return
    clearInterval(timer)
    if (rest !== '') reports.onLog(rest)
    reports.onExit(Number(readFileSync(join(folder, 'exit'), 'utf8')))
  }
  const timer = setInterval(look, 250)
  return { look, end: () => clearInterval(timer) }
}
