import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** List every file below a folder, sorted, as paths relative to it. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

/** Hash texts and files (their bytes and mode) into one key; a folder stands for all files in it. */
export const hashOf = (texts: readonly string[], paths: readonly string[] = []): string => {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`text ${text.length} ${text}`)
  const add = (path: string, name: string): void => {
    const stat = lstatSync(path)
    const bytes = stat.isSymbolicLink() ? Buffer.from(readlinkSync(path)) : readFileSync(path)
    hash.update(`file ${name} ${stat.mode & 0o111} ${bytes.length} `).update(bytes)
  }
  for (const path of paths) {
    if (lstatSync(path).isDirectory()) for (const file of filesBelow(path)) add(join(path, file), file)
    else add(path, path.slice(path.lastIndexOf('/') + 1))
  }
  return hash.digest('hex')
}
