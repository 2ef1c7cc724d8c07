import { existsSync } from 'node:fs'
import { arch, totalmem } from 'node:os'
import { EngineError } from '../engine-error.ts'

const elsewhere = 'install Docker and the Dagger CLI (https://docs.dagger.io/install) and see that "dagger core version" answers; then "up" uses that engine'

interface Machine {
  readonly uid: number | undefined
  readonly debian: boolean
  readonly arch: string
  readonly memoryBytes: number
}

const thisMachine = (): Machine => ({ uid: process.getuid?.(), debian: existsSync('/etc/debian_version'), arch: arch(), memoryBytes: totalmem() })

/** Refuse machines that an engine cannot be built on, before anything is changed there. */
export const assertBuildable = (machine: Machine = thisMachine()): void => {
  if (!machine.debian) throw new EngineError('no engine answers, no image registry answers, and this is not Debian: an engine can only be built on Debian', elsewhere)
  if (machine.uid !== 0) throw new EngineError('no engine answers, no image registry answers, and an engine can only be built as root', `run it as root, or ${elsewhere}`)
  if (machine.arch !== 'x64') throw new EngineError(`no engine answers, no image registry answers, and an engine can only be built on x86-64, not ${machine.arch}`, elsewhere)
  if (machine.memoryBytes < 3 * 1024 ** 3) throw new EngineError('building an engine takes at least 4 GB of memory', elsewhere)
}
