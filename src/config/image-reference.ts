/** Parts of an OCI image reference; `registry` has a port where one is given. */
export interface ImageReference {
  readonly registry?: string
  /** Without registry, tag and digest: `library/postgres`. */
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
}

const host = /^(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*)(?::\d{1,5})?$/
const repositoryPart = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const tagForm = /^\w[\w.-]{0,127}$/
const digestForm = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/

/**
 * Read an OCI image reference; nothing when the text is not one.
 *
 * @see https://github.com/distribution/reference for the grammar
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const [rest = '', digest, ...more] = text.split('@')
  if (more.length > 0 || (digest !== undefined && !digestForm.test(digest))) return undefined
  const slash = rest.lastIndexOf('/')
  const colon = rest.indexOf(':', slash + 1)
  const tag = colon < 0 ? undefined : rest.slice(colon + 1)
  if (tag !== undefined && !tagForm.test(tag)) return undefined
  const named = colon < 0 ? rest : rest.slice(0, colon)
  const parts = named.split('/')
  const first = parts[0] ?? ''
  const registry = parts.length > 1 && isRegistry(first) ? first : undefined
  const repository = registry ? parts.slice(1) : parts
  if (!repository.every((part) => repositoryPart.test(part)) || named.length > 255) return undefined
  return {
    ...(registry && { registry }),
    repository: repository.join('/'),
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  }
}

/** Tell whether a text is a registry's host, with a port where one is needed. */
export function isRegistryAddress(text: string): boolean {
  return host.test(text)
}

/** Tell whether a text can stand before the component in a repository name. */
export function isRepositoryPrefix(text: string): boolean {
  return text.split('/').every((part) => repositoryPart.test(part))
}

function isRegistry(part: string): boolean {
  return host.test(part) && (part === 'localhost' || /[.:]/.test(part) || part !== part.toLowerCase())
}
