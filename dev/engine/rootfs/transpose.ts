import { existsSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from '../engine-error.ts'
import { cacheFolder } from '../paths.ts'
import { run } from '../shell.ts'
import { download } from './apt.ts'
import type { Suite } from './apt-sources.ts'
import { inRoot } from './chroot.ts'
import { infoName, packageFiles, readStatus } from './dpkg.ts'
import type { Stanza } from './dpkg.ts'
import { unpackDebs } from './unpack-debs.ts'

export interface Transposition {
  readonly suite: Suite
  /** Names the folder of the downloaded packages. */
  readonly name: string
  /** What was changed on amd64: the whole system for a base, an overlay's changes otherwise. */
  readonly changes: string
  /** The whole amd64 system after the change. */
  readonly native: string
  /** The arm64 system that the change is brought to; made if it is not there. */
  readonly target: string
}

const generatedPerArch = ['/etc/ld.so.cache', '/var/cache/ldconfig/aux-cache', '/var/lib/dpkg/status', '/var/lib/dpkg/status-old', '/var/lib/dpkg/arch', '/lib64', '/usr/lib64']

/** Paths that belong to amd64 packages or to one processor only. A folder may hold common files too, so only other things are named. */
const notCommon = (work: Transposition, packages: readonly Stanza[]): string[] => {
  const isFile = (path: string): boolean => {
    const stat = lstatSync(join(work.changes, path), { throwIfNoEntry: false })
    return stat !== undefined && !stat.isDirectory()
  }
  const infoFiles = readdirSync(join(work.native, 'var/lib/dpkg/info'))
  const info = packages.flatMap((stanza) => {
    const prefix = `${infoName(stanza, 'amd64')}.`
    return infoFiles.filter((file) => file.startsWith(prefix) && !file.slice(prefix.length).includes('.')).map((file) => `/var/lib/dpkg/info/${file}`)
  })
  return [...packages.flatMap((stanza) => packageFiles(work.native, stanza)).filter(isFile), ...info, ...generatedPerArch]
}

/** Copy files of packages for every architecture and what the packages' scripts made. */
const copyCommonFiles = async (work: Transposition, packages: readonly Stanza[]): Promise<void> => {
  const list = join(cacheFolder('debs'), `${work.suite}-${work.name}.exclude`)
  // overlayfs marks a deleted file by a character device; a deletion is nothing to copy.
  const deleted = (await run(['find', work.changes, '-type', 'c', '-printf', '/%P\\n'])).split('\n').filter((line) => line !== '')
  writeFileSync(list, [...notCommon(work, packages), ...deleted].map((path) => `.${path}\n`).join(''))
  await run(['sh', '-euc', 'tar -C "$0" --anchored --no-wildcards --exclude-from="$1" --one-file-system -cf - . | tar -C "$2" --keep-directory-symlink -xpf -', work.changes, list, work.target])
}

/** Find the downloaded file of each package, the newest where there are several. */
const findDebs = (folder: string, packages: readonly Stanza[]): { deb: string; before: Stanza }[] => {
  const files = readdirSync(folder).sort((a, b) => lstatSync(join(folder, a)).mtimeMs - lstatSync(join(folder, b)).mtimeMs)
  return packages.map((before) => {
    const file = files.findLast((name) => name.startsWith(`${before.name}_`))
    if (file === undefined) throw new EngineError(`no arm64 package ${before.name} was downloaded`, `remove ${folder} and run "up" again`)
    return { deb: join(folder, file), before }
  })
}

/**
 * Bring to arm64 what was installed on amd64, without running arm64 programs: the same packages, their files
 * exchanged for those of the arm64 packages, and all that their scripts made copied over. It takes seconds where
 * an emulated installation takes minutes. Only ldconfig runs under QEMU at the end.
 */
export const transpose = async (work: Transposition): Promise<void> => {
  mkdirSync(work.target, { recursive: true })
  const before = readStatus(work.target)
  const known = new Set(before.map((stanza) => stanza.name))
  const all = readStatus(work.native)
  const fresh = all.filter((stanza) => stanza.architecture !== 'all' && !known.has(stanza.name))
  await copyCommonFiles(work, fresh)
  const names = fresh.map((stanza) => stanza.name)
  const renewed = names.length === 0 ? [] : await unpackDebs(work.target, findDebs(await download(work.suite, 'arm64', names, work.name), fresh))
  const common = all.filter((stanza) => stanza.architecture === 'all')
  const byName = new Map([...before, ...common, ...renewed].map((stanza) => [stanza.name, stanza]))
  const status = all.map((stanza) => byName.get(stanza.name)?.text ?? stanza.text)
  writeFileSync(join(work.target, 'var/lib/dpkg/status'), `${status.join('\n\n')}\n\n`)
  if (existsSync(join(work.target, 'sbin/ldconfig'))) await inRoot(work.target, 'ldconfig')
}
