import { HatcheryError } from '../shared/errors.ts'
import type { Destination } from './destination.ts'
import type { RegistryClient } from './registry-client.ts'

/**
 * Find the images that one revision names; the registry is the truth, so nothing but the SHA is handed on.
 *
 * @returns component to `registry/repository@sha256:…`.
 * @throws {HatcheryError} `REVISION_NOT_PUBLISHED` with every component that lacks it.
 */
export async function findSet(client: RegistryClient, wanted: { destination: Destination; components: readonly string[]; revision: string }): Promise<Readonly<Record<string, string>>> {
  const { destination, components, revision } = wanted
  const found = await Promise.all(
    components.map(async (component) => {
      const repository = destination.repository(component)
      const stored = await client.manifest(repository, revision)
      return { component, ...(stored ? { reference: `${destination.host}/${repository}@${stored.digest}` } : {}) }
    }),
  )
  const missing = found.filter(({ reference }) => reference === undefined)
  if (missing.length > 0) {
    throw new HatcheryError('REVISION_NOT_PUBLISHED', {
      where: `revision ${revision}`,
      what: `${destination.host} does not have it of: ${missing.map(({ component }) => component).join(', ')}`,
      next: 'run `publish` for this revision, or name one that was published',
    })
  }
  return Object.fromEntries(found.map(({ component, reference }) => [component, reference ?? '']))
}
