import { chmodSync, copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { EngineError } from '../engine-error.ts'
import { hashOf } from '../hash.ts'
import { readState } from '../state.ts'
import type { Step } from '../step.ts'
import { binary } from './binaries.ts'

export const cliPath = '/usr/local/bin/dagger'

const digest = (path: string): string | undefined => (existsSync(path) ? hashOf([readFileSync(path).toString('base64')]) : undefined)

/** The `dagger` that a shell would find. */
export const firstOnPath = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'dagger'))
    .find((path) => existsSync(path))

/** Whether the CLI on PATH is one that an earlier `up` put there. */
export const cliIsOurs = (): boolean => firstOnPath() === cliPath && readState()?.kind === 'built' && digest(cliPath) === readState()?.cliDigest

export const cliDigest = (): string => digest(binary('dagger')) ?? ''

/** Put the built CLI on PATH. It finds the engine by the container's name, no environment variable is needed. */
export const cliStep = (binariesKey: string): Step => ({
  name: 'dagger on PATH',
  key: binariesKey,
  present: () => digest(cliPath) === cliDigest(),
  make: () => {
    if (existsSync(cliPath) && !cliIsOurs() && digest(cliPath) !== cliDigest() && readState() === undefined) {
      return Promise.reject(new EngineError(`${cliPath} is another Dagger CLI and its engine does not answer`, 'move it away, or let its engine answer, then run "up" again'))
    }
    copyFileSync(binary('dagger'), `${cliPath}.new`)
    chmodSync(`${cliPath}.new`, 0o755)
    renameSync(`${cliPath}.new`, cliPath)
    const found = firstOnPath()
    if (found !== cliPath) return Promise.reject(new EngineError(`PATH finds ${found ?? 'no dagger'} before ${cliPath}`, `put /usr/local/bin on PATH before other folders with a "dagger"`))
    return Promise.resolve()
  },
})
