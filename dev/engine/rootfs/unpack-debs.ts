import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cacheFolder } from '../paths.ts'
import { run } from '../shell.ts'
import { infoName } from './dpkg.ts'
import type { Stanza } from './dpkg.ts'

// One shell for all packages: a process start for each would cost more than the unpacking.
const script = `
root=$1; out=$2; shift 2
for deb in "$@"; do
  name=$out/$(basename "$deb")
  dpkg-deb --fsys-tarfile "$deb" | tar -C "$root" --keep-directory-symlink -xvpf - > "$name.files"
  dpkg-deb --control "$deb" "$name.control"
done
cd "$root"
for folder in usr/share/info usr/share/linda usr/share/lintian/overrides usr/share/man; do
  [ ! -d $folder ] || find $folder -mindepth 1 -delete
done
[ ! -d usr/share/doc ] || find usr/share/doc -mindepth 1 ! -type d ! -name copyright -delete
[ ! -d usr/share/locale ] || find usr/share/locale -mindepth 1 ! -type d ! -name locale.alias -delete
`

/** Write what dpkg keeps about an installed package and return its stanza for the status file. */
const register = (root: string, deb: string, options: { out: string; before: Stanza }): Stanza => {
  const control = join(options.out, `${basename(deb)}.control`)
  const fields = readFileSync(join(control, 'control'), 'utf8').trim()
  const renewed: Stanza = { name: options.before.name, architecture: 'arm64', text: fields }
  const prefix = join(root, 'var/lib/dpkg/info', infoName(renewed, 'arm64'))
  for (const file of readdirSync(control)) if (file !== 'control') cpSync(join(control, file), `${prefix}.${file}`)
  const files = readFileSync(join(options.out, `${basename(deb)}.files`), 'utf8').trim().split('\n')
  writeFileSync(`${prefix}.list`, `${files.map((line) => line.replace(/^\./, '').replace(/\/$/, '') || '/.').join('\n')}\n`)
  const conffiles = /^Conffiles:\n(?: .*\n?)+/m.exec(options.before.text)?.[0].trimEnd()
  const [first, ...rest] = fields.split('\n')
  return { ...renewed, text: [first, 'Status: install ok installed', ...rest, ...(conffiles === undefined ? [] : [conffiles])].join('\n') }
}

/**
 * Unpack arm64 packages into a root file system and register each as installed, as its amd64 sister is.
 *
 * @param packages The downloaded file and the stanza of the amd64 package that it takes the place of.
 */
export const unpackDebs = async (root: string, packages: readonly { deb: string; before: Stanza }[]): Promise<Stanza[]> => {
  if (packages.length === 0) return []
  const out = cacheFolder('debs', 'unpacking')
  rmSync(out, { recursive: true })
  cacheFolder('debs', 'unpacking')
  await run(['sh', '-euc', script, 'unpack', root, out, ...packages.map(({ deb }) => deb)])
  return packages.map(({ deb, before }) => register(root, deb, { out, before }))
}
