import { chmodSync, copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { EngineError } from '../engine-error.ts'
import { hashOf } from '../hash.ts'
import { attempt } from '../shell.ts'
import { readState } from '../state.ts'
import type { Step } from '../step.ts'
import { daggerTag } from '../versions.ts'
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
  make: async () => {
    // One of the same version is replaced: it may come from an earlier "up" whose cache was removed.
    if (existsSync(cliPath) && !cliIsOurs() && !(await attempt([cliPath, 'version'])).stdout.includes(daggerTag)) {
      throw new EngineError(`${cliPath} is another Dagger CLI and its engine does not answer`, 'move it away, or let its engine answer, then run "up" again')
    }
    copyFileSync(binary('dagger'), `${cliPath}.new`)
    chmodSync(`${cliPath}.new`, 0o755)
    renameSync(`${cliPath}.new`, cliPath)
    const found = firstOnPath()
    if (found !== cliPath) throw new EngineError(`PATH finds ${found ?? 'no dagger'} before ${cliPath}`, 'put /usr/local/bin on PATH before other folders with a "dagger"')
  },
})
