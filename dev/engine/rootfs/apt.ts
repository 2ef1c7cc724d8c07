import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Arch } from '../oci/types.ts'
import { cacheFolder } from '../paths.ts'
import { run } from '../shell.ts'
import { machineSources } from './apt-sources.ts'
import type { Suite } from './apt-sources.ts'
import { besideRoot } from './chroot.ts'

const unreachable = 'does "apt-get update" work on this machine? Debian packages must be reachable'

/** Write a configuration with which the machine's apt works on a suite and architecture, with lists and packages in our cache. */
const aptConfig = async (suite: Suite, arch: Arch, root?: string): Promise<string> => {
  const home = cacheFolder('apt', `${suite}-${arch}`)
  writeFileSync(join(home, 'sources.list'), await machineSources(suite))
  const lines = [
    `APT::Architecture "${arch}";`,
    `APT::Architectures { "${arch}"; };`,
    'APT::Install-Recommends "false";',
    'APT::Sandbox::User "root";',
    'Acquire::Languages "none";',
    'Acquire::Retries "3";',
    `Dir::Etc::SourceList "${home}/sources.list";`,
    'Dir::Etc::SourceParts "-";',
    'Dir::Etc::Parts "-";',
    `Dir::State::Lists "${cacheFolder('apt', `${suite}-${arch}`, 'lists')}";`,
    ...(root === undefined
      ? ['Dir::State::Status "/dev/null";', `Dir::Cache "${cacheFolder('apt', `${suite}-${arch}`, 'cache')}";`]
      : [`Dir "${root}";`, `Dir::State::Status "${root}/var/lib/dpkg/status";`, `DPkg::Chroot-Directory "${root}";`]),
    '',
  ]
  const path = join(home, root === undefined ? 'download.conf' : 'install.conf')
  writeFileSync(path, lines.join('\n'))
  return path
}

const updated = new Set<string>()

/** Bring the package lists of a suite and architecture up to date, once a run. */
const update = async (suite: Suite, arch: Arch): Promise<void> => {
  if (updated.has(`${suite} ${arch}`)) return
  await run(['apt-get', '-qq', 'update'], { env: { APT_CONFIG: await aptConfig(suite, arch) }, next: unreachable })
  updated.add(`${suite} ${arch}`)
}

/** Download packages without what they depend on and return the folder that they lie in. */
export const download = async (suite: Suite, arch: Arch, packages: readonly string[], into: string): Promise<string> => {
  const folder = cacheFolder('debs', `${suite}-${arch}-${into}`)
  await update(suite, arch)
  await run(['apt-get', '-qq', 'download', ...packages], { cwd: folder, env: { APT_CONFIG: await aptConfig(suite, arch) }, next: unreachable })
  return folder
}

/** Install packages and what they depend on into an amd64 root file system; the machine's apt drives, dpkg runs inside. */
export const install = async (suite: Suite, root: string, packages: readonly string[]): Promise<void> => {
  await update(suite, 'amd64')
  const script = [
    `apt-get -qq -y install ${packages.join(' ')}`,
    `rm -f '${root}'/var/cache/apt/*.bin '${root}'/var/log/apt/* '${root}'/var/log/dpkg.log '${root}'/var/log/alternatives.log`,
  ].join('\n')
  await besideRoot(root, script, {
    folders: { '/var/cache/apt/archives': cacheFolder('apt', `${suite}-amd64`, 'archives') },
    env: { APT_CONFIG: await aptConfig(suite, 'amd64', root) },
    next: unreachable,
  })
}
