import { run } from '../shell.ts'

export interface RootOptions {
  /** Folders of the machine to see inside, path inside the root to path outside. */
  readonly folders?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly next?: string
}

const mounts = (root: string, folders: Readonly<Record<string, string>>): string[] => [
  'set -eu',
  ...Object.entries(folders).map(([inside, outside]) => `mkdir -p '${root}${inside}' && mount --bind '${outside}' '${root}${inside}'`),
  `mount -t proc proc '${root}/proc'`,
  `mount -t tmpfs tmpfs '${root}/dev'`,
  `for node in null zero random urandom tty; do touch '${root}'/dev/$node; mount --bind /dev/$node '${root}'/dev/$node; done`,
]

const plainEnv = {
  DEBIAN_FRONTEND: 'noninteractive',
  LC_ALL: 'C.UTF-8',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
}

/**
 * Run a shell script on the machine beside a root file system that has /proc and /dev,
 * in mount and process namespaces of its own: the mounts end with it, so a crash leaves none behind.
 */
export const besideRoot = async (root: string, script: string, options: RootOptions = {}): Promise<void> => {
  const whole = [...mounts(root, options.folders ?? {}), script].join('\n')
  await run(['unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', whole], {
    env: { ...plainEnv, ...options.env },
    ...(options.next === undefined ? {} : { next: options.next }),
  })
}

/** Run a shell script inside a root file system, under QEMU where its programs are for another processor. */
export const inRoot = (root: string, script: string, options: RootOptions = {}): Promise<void> =>
  besideRoot(root, `exec chroot '${root}' /bin/sh -euc "$SCRIPT"`, { ...options, env: { ...options.env, SCRIPT: script } })
