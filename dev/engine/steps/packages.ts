import { hashOf } from '../hash.ts'
import type { Step } from '../step.ts'
import { attempt, run } from '../shell.ts'

/** Every program that the steps run and a plain Debian may lack. */
export const packages = [
  'docker.io',
  'iptables',
  'mmdebstrap',
  'debian-archive-keyring',
  'qemu-user-static',
  'binfmt-support',
  'arch-test',
  'ca-certificates',
  'git',
  'tar',
  'util-linux',
  'mount',
  'kmod',
] as const

const installed = async (name: string): Promise<boolean> => {
  const outcome = await attempt(['dpkg-query', '--show', '--showformat', '${db:Status-Status}', name])
  return outcome.code === 0 && outcome.stdout === 'installed'
}

export const missingPackages = async (): Promise<string[]> => {
  const found = await Promise.all(packages.map(async (name) => ({ name, there: await installed(name) })))
  return found.filter(({ there }) => !there).map(({ name }) => name)
}

export const packagesStep = (): Step => ({
  name: 'Debian packages',
  key: hashOf(packages),
  present: async () => (await missingPackages()).length === 0,
  make: async () => {
    const missing = await missingPackages()
    if (missing.length === 0) return
    const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, next: 'does "apt-get update" work on this machine? Debian packages must be reachable' }
    await run(['apt-get', '-qq', 'update'], options)
    await run(['apt-get', '-qq', '-y', 'install', '--no-install-recommends', ...missing], options)
  },
})
