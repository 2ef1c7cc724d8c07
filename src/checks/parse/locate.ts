import { posix } from 'node:path'

/** Folder inside a check's container that stands for the folder of hatchery.yaml. */
export const containerRoot = '/work'

/** Where a report comes from. */
export interface ReportPlace {
  /** Folder of the check relative to hatchery.yaml; tools run in it. */
  readonly path: string
  /** Name of the report for error messages: `reports/junit.xml`. */
  readonly file?: string
  /** Defaults to {@link containerRoot}. */
  readonly root?: string
  /** Files known to exist, relative to hatchery.yaml; decides between the source folders of a Cobertura report. */
  readonly known?: ReadonlySet<string>
}

/**
 * Turn a path as a tool wrote it into one relative to hatchery.yaml.
 *
 * A path outside that folder (an interpreter's library) stays as it is.
 */
export function locate(written: string, place: ReportPlace): string {
  const file = written.replace(/^file:\/\//, '').replaceAll('\\', '/')
  const root = place.root ?? containerRoot
  if (posix.isAbsolute(file)) {
    const clean = posix.normalize(file)
    return clean.startsWith(`${root}/`) ? clean.slice(root.length + 1) : clean
  }
  const joined = posix.normalize(posix.join(place.path, file))
  return joined.startsWith('../') ? posix.normalize(file) : joined
}
