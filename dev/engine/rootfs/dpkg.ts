import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Stanza {
  readonly name: string
  readonly architecture: string
  readonly text: string
}

const field = (text: string, name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? ''

/** Read the packages of a root file system from dpkg's status file. */
export const readStatus = (root: string): Stanza[] => {
  const path = join(root, 'var/lib/dpkg/status')
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split(/\n\n+/)
    .filter((text) => text.trim() !== '')
    .map((text) => ({ text: text.trim(), name: field(text, 'Package'), architecture: field(text, 'Architecture') }))
}

/** The name that a package's files have in dpkg's info folder on an architecture. */
export const infoName = (stanza: Stanza, architecture: string): string => (field(stanza.text, 'Multi-Arch') === 'same' ? `${stanza.name}:${architecture}` : stanza.name)

/** Where a path really lies on a system with merged /usr. */
export const mergedUsr = (path: string): string => path.replace(/^\/(bin|sbin|lib|lib64|libx32|lib32)(?=\/|$)/, '/usr/$1')

/** The files of a package as its list in dpkg's info folder has them, on merged-/usr paths. */
export const packageFiles = (root: string, stanza: Stanza): string[] => {
  const list = join(root, 'var/lib/dpkg/info', `${infoName(stanza, stanza.architecture)}.list`)
  if (!existsSync(list)) return []
  return readFileSync(list, 'utf8').split('\n').filter((line) => line.startsWith('/') && line !== '/.').map(mergedUsr)
}
