import type { Changed } from '../change/changed-paths.ts'
import type { Config } from '../config/model.ts'
import { isWithin, joinPath } from '../config/paths.ts'
import { HatcheryError } from '../shared/errors.ts'

/** Files that describe an API by their name alone. */
const described = /(^|\/)((openapi|swagger)[^/]*\.(json|ya?ml)|[^/]+\.(proto|graphqls?|wsdl))$/i
const pages = /(^|\/)(docs?|documentation)\/|\.(md|mdx|rst|adoc)$/i

/**
 * Ask for a change of the documentation where a change touches an API: a file of a component's `contract`, or one that
 * describes an API by its name.
 *
 * @returns what was found, as a sentence.
 * @throws {HatcheryError} `DOCUMENTATION_MISSING`
 */
export function gateDocumentation(config: Pick<Config, 'components'>, changed: Changed | undefined): string {
  if (changed === undefined) return 'No base was given, so nothing is known to have changed.'
  if (changed.kind === 'everything') return `It is not known what changed: ${changed.why}. A person has to look.`
  const contracts = new Set(config.components.flatMap(({ path, contract }) => (contract?.files ?? []).map((file) => joinPath(path, file) ?? file)))
  const paths = changed.paths.map(({ path }) => path)
  const api = paths.filter((path) => [...contracts].some((file) => isWithin(path, file)) || described.test(path))
  if (api.length === 0) return 'The change touches no description of an API.'
  const docs = paths.filter((path) => pages.test(path))
  if (docs.length > 0) return `The change touches an API (${api.join(', ')}) and its documentation (${docs.slice(0, 5).join(', ')}).`
  throw new HatcheryError('DOCUMENTATION_MISSING', {
    what: `${api.length === 1 ? 'a description of an API' : `${api.length} descriptions of APIs`} changed and no page of the documentation did`,
    details: [...api],
    next: 'say in docs/ or the nearest README what changes for callers',
  })
}
