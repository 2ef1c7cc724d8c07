import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../paths.ts'
import { attempt, run } from '../shell.ts'

export interface Overlay {
  /** The whole root file system: what lies below and what was changed. */
  readonly root: string
  /** Only what was changed. */
  readonly changes: string
}

/** Let `work` change a root file system through an overlay; what lies below stays as it is. The mount ends with `work`. */
export const onOverlay = async <T>(lower: string, name: string, work: (overlay: Overlay) => Promise<T>): Promise<T> => {
  const home = join(cacheFolder('overlays'), name)
  const root = join(home, 'root')
  if (existsSync(root)) await attempt(['umount', root])
  rmSync(home, { recursive: true, force: true })
  const changes = join(home, 'changes')
  const scratch = join(home, 'scratch')
  for (const folder of [root, changes, scratch]) mkdirSync(folder, { recursive: true })
  await run(['mount', '-t', 'overlay', 'overlay', '-o', `lowerdir=${lower},upperdir=${changes},workdir=${scratch}`, root])
  try {
    return await work({ root, changes })
  } finally {
    await run(['umount', root])
    rmSync(home, { recursive: true, force: true })
  }
}

/** Turn what overlayfs writes for a deleted file into what an image layer has for it. */
export const toLayerForm = async (changes: string): Promise<void> => {
  await run(['sh', '-euc', `find "$0" -type c -printf '%h\\t%f\\n' | while IFS="$(printf '\\t')" read -r folder name; do rm "$folder/$name"; : > "$folder/.wh.$name"; done`, changes])
}
