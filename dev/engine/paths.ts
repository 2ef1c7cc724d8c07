import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

export const engineDir = import.meta.dirname
export const cacheDir = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hatchery', 'engine')

/** Return a folder under the cache, made if it is not there. */
export const cacheFolder = (...parts: string[]): string => {
  const folder = join(cacheDir, ...parts)
  mkdirSync(folder, { recursive: true })
  return folder
}
