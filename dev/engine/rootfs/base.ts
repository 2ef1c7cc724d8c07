import { existsSync, rmSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Arch } from '../oci/types.ts'
import { cacheFolder } from '../paths.ts'
import { run } from '../shell.ts'
import { machineSources, publicSources } from './apt-sources.ts'
import type { Suite } from './apt-sources.ts'
import { transpose } from './transpose.ts'

/** What Debian's slim images leave out; dpkg keeps to it later too. */
export const leftOut = ['/usr/share/doc/*', '/usr/share/info/*', '/usr/share/linda/*', '/usr/share/lintian/overrides/*', '/usr/share/locale/*', '/usr/share/man/*']
export const keptAll = ['/usr/share/doc/*/copyright', '/usr/share/locale/locale.alias']

export const basePath = (suite: Suite, arch: Arch): string => join(cacheFolder('rootfs'), `${suite}-${arch}`)

const makeNative = async (suite: Suite): Promise<void> => {
  const target = `${basePath(suite, 'amd64')}.new`
  rmSync(target, { recursive: true, force: true })
  const options = [...leftOut.map((path) => `--dpkgopt=path-exclude=${path}`), ...keptAll.map((path) => `--dpkgopt=path-include=${path}`)]
  await run(['mmdebstrap', '--mode=root', '--format=directory', '--variant=minbase', '--aptopt=Acquire::Languages "none"', '--aptopt=Acquire::Retries "3"', '--dpkgopt=force-unsafe-io', ...options, suite, target, '-'], {
    input: await machineSources(suite),
    next: 'does "apt-get update" work on this machine? Debian packages must be reachable',
  })
  for (const leftover of ['etc/apt/sources.list', 'etc/apt/sources.list.d', 'etc/resolv.conf', 'etc/hostname', 'etc/apt/apt.conf.d/99mmdebstrap', 'var/log/bootstrap.log', 'var/log/dpkg.log', 'var/log/alternatives.log', 'var/log/apt'])
    rmSync(join(target, leftover), { recursive: true, force: true })
  await run(['mkdir', '-p', join(target, 'etc/apt/sources.list.d')])
  writeFileSync(join(target, 'etc/apt/sources.list.d/debian.sources'), publicSources(suite))
  // As Debian's own images do: no package lists in other languages, no cache of packages.
  writeFileSync(join(target, 'etc/apt/apt.conf.d/docker-no-languages'), 'Acquire::Languages "none";\n')
  writeFileSync(
    join(target, 'etc/apt/apt.conf.d/docker-clean'),
    'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };\nDir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\n',
  )
  // No fsync after each unpacked file: a container that crashes is thrown away whole.
  writeFileSync(join(target, 'etc/dpkg/dpkg.cfg.d/docker-apt-speedup'), 'force-unsafe-io\n')
  writeFileSync(join(target, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  rmSync(basePath(suite, 'amd64'), { recursive: true, force: true })
  renameSync(target, basePath(suite, 'amd64'))
}

/** Make the root file systems of a suite: amd64 by installing, arm64 by exchanging the packages' files. */
export const makeBase = async (suite: Suite): Promise<void> => {
  await makeNative(suite)
  const target = `${basePath(suite, 'arm64')}.new`
  rmSync(target, { recursive: true, force: true })
  await transpose({ suite, name: 'base', changes: basePath(suite, 'amd64'), native: basePath(suite, 'amd64'), target })
  rmSync(basePath(suite, 'arm64'), { recursive: true, force: true })
  renameSync(target, basePath(suite, 'arm64'))
}

export const baseIsThere = (suite: Suite): boolean => existsSync(basePath(suite, 'amd64')) && existsSync(basePath(suite, 'arm64'))
