import type { Artifact } from './artifact.ts'
import { type BuildFacts, provenance } from './provenance.ts'

/** What is published with an image, and what could not be told about it. */
export interface Belongings {
  readonly artifacts: readonly Artifact[]
  /** One sentence each: `no SBOM: component web has no language`. */
  readonly notes: readonly string[]
}

/**
 * Gather what belongs to an image: where it comes from, and what it is made of.
 *
 * @param sbom CycloneDX JSON, or why there is none.
 */
export function belongings(facts: BuildFacts, sbom: { readonly content: string } | { readonly missing: string }): Belongings {
  const { component } = facts.spec
  const origin: Artifact = { artifactType: 'application/vnd.in-toto+json', fileName: `${component}.provenance.json`, content: provenance(facts) }
  if ('missing' in sbom) return { artifacts: [origin], notes: [`no SBOM: ${sbom.missing}`] }
  return { artifacts: [{ artifactType: 'application/vnd.cyclonedx+json', fileName: `${component}.cdx.json`, content: sbom.content }, origin], notes: [] }
}
