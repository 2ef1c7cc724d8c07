import { HatcheryError } from '../shared/errors.ts'
import type { GitHubDoor } from './model.ts'

interface DaggerJson {
  readonly name?: string
  readonly toolchains?: readonly { readonly name?: string; readonly source?: string; readonly pin?: string }[]
}

/**
 * Find out how jobs reach Hatchery from the dagger.json that adopted it.
 *
 * @param daggerJson Text of the nearest dagger.json; `{}` where there is none.
 * @param folder Folder of that dagger.json in its repository, `.` at the root.
 * @throws {HatcheryError} `NOT_ADOPTED`
 */
export function findDoor(daggerJson: string, folder: string): GitHubDoor {
  const { name, toolchains } = (JSON.parse(daggerJson) ?? {}) as DaggerJson
  const toolchain = toolchains?.find((one) => one.name === 'hatchery')
  if (!toolchain) {
    if (name === 'hatchery') return { uses: folder === '.' ? './' : `./${folder}`, toolchain: '' }
    throw notAdopted('no dagger.json names Hatchery as a toolchain', 'add { "name": "hatchery", "source": "…" } to "toolchains" of dagger.json')
  }
  const { source = '', pin } = toolchain
  const remote = /^(?:https:\/\/)?github\.com\/([^/@]+\/[^/@]+?)(?:\.git)?(\/[^@]+)?(?:@(.+))?$/.exec(source)
  if (!remote) return { uses: localAction(source, folder), toolchain: 'hatchery' }
  const [, repository, path = '', version] = remote
  if (!pin || !/^[0-9a-f]{40}$/.test(pin)) throw notAdopted('the toolchain hatchery in dagger.json has no pin, so the action cannot be pinned', 'run `dagger toolchain update hatchery`, which writes the commit as "pin"')
  return { uses: `${repository}${path}@${pin}`, ...(version === undefined ? {} : { version }), toolchain: 'hatchery' }
}

/** GitHub takes an action of the same repository by its path from the root. */
function localAction(source: string, folder: string): string {
  if (/^[a-z]+:\/\/|^[^./]+\.[^/]+\//.test(source)) throw notAdopted(`GitHub takes actions from GitHub only, and Hatchery comes from ${source}`, 'use a copy on github.com or in this repository')
  const parts = folder === '.' ? [] : folder.split('/')
  for (const part of source.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) throw notAdopted(`${source} leaves the repository`, 'use a copy on github.com or in this repository')
  }
  return `./${parts.join('/')}`
}

function notAdopted(what: string, next: string): HatcheryError {
  return new HatcheryError('NOT_ADOPTED', { where: 'dagger.json', what, next })
}
