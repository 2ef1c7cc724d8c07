import picomatch from 'picomatch'
import type { Config } from '../config/model.ts'
import { HatcheryError } from '../shared/errors.ts'
import { isWithin } from '../config/paths.ts'

/** A glob that tells whether a changed path is meant. */
export interface Glob {
  readonly text: string
  readonly matches: (path: string) => boolean
  /** Tell whether it may mean something below a folder whose files are not known. */
  readonly mayReachInto: (folder: string) => boolean
}

/** Read a glob relative to hatchery.yaml; `*` also stands for names that begin with a dot. */
export function readGlob(text: string): Glob {
  const pattern = text.replace(/^\.\//, '').replace(/\/$/, '/**')
  const matches = picomatch(pattern, { dot: true })
  const { base } = picomatch.scan(pattern)
  const start = base.replace(/\/+$/, '') || '.'
  return { text, matches, mayReachInto: (folder) => isWithin(folder, start) || isWithin(start, folder) }
}

/**
 * Refuse globs that match no file: they could never do what they were written for.
 *
 * @param files Every file, and every changed one also when it is gone.
 * @throws {HatcheryError} `GLOB_MATCHES_NOTHING`
 */
export function assertGlobsMatch({ components, ignore }: Pick<Config, 'components' | 'ignore'>, files: readonly string[]): void {
  const written = [
    ...components.flatMap((component) => component.affectedBy.map((text) => ({ text, at: `components.${component.name}.affectedBy` }))),
    ...ignore.map((text) => ({ text, at: 'ignore' })),
  ]
  const dead = written.filter(({ text }) => {
    const glob = readGlob(text)
    return !files.some((file) => glob.matches(file))
  })
  if (dead.length === 0) return
  throw new HatcheryError('GLOB_MATCHES_NOTHING', {
    where: 'hatchery.yaml',
    what: dead.length === 1 ? 'a glob matches no file' : `${dead.length} globs match no file`,
    details: dead.map(({ text, at }) => `${at}: ${text}`),
    next: 'correct or remove them; globs are relative to hatchery.yaml',
  })
}
