import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../shell.ts'

/** Copy a module to a repository of its own, so that nothing around it counts. */
export const moduleCopy = async (name: 'empty' | 'full'): Promise<{ folder: string; remove: () => void }> => {
  const folder = mkdtempSync(join(tmpdir(), `engine-${name}-`))
  cpSync(join(import.meta.dirname, '..', 'test-module', name), folder, { recursive: true })
  await run(['git', 'init', '--quiet', folder])
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
