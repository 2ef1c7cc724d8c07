import { existsSync, readFileSync } from 'node:fs'
import { attempt, run } from '../shell.ts'

const registered = '/proc/sys/fs/binfmt_misc/qemu-aarch64'

const works = (): boolean => existsSync(registered) && readFileSync(registered, 'utf8').startsWith('enabled')

/** Let the kernel run arm64 programs through QEMU. The kernel forgets it at a restart, so this is looked at each time. */
export const ensureEmulation = async (): Promise<void> => {
  if (works()) return
  const next = 'the kernel must have binfmt_misc: try "modprobe binfmt_misc"'
  if (!existsSync('/proc/sys/fs/binfmt_misc/register')) {
    await attempt(['modprobe', 'binfmt_misc'])
    await run(['mount', '-t', 'binfmt_misc', 'binfmt_misc', '/proc/sys/fs/binfmt_misc'], { next })
  }
  await run(['update-binfmts', '--enable', 'qemu-aarch64'], { next })
  console.log('  arm64 emulation: on')
}
