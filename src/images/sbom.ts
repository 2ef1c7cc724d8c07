import { nodeParts } from './sbom-node.ts'
import { pythonParts } from './sbom-python.ts'

/** One library inside a component. */
export interface SbomPart {
  readonly name: string
  readonly version: string
  /** Package URL, which also identifies the part in its bill of materials. */
  readonly purl: string
  /** `excluded`: only needed to build and test. */
  readonly scope: 'required' | 'optional' | 'excluded'
  /** SPDX identifier or expression, or free text. */
  readonly license?: string
  readonly hash?: { readonly alg: 'SHA-512' | 'SHA-256' | 'SHA-1' | 'SHA-384'; readonly content: string }
  /** Package URLs. */
  readonly dependsOn: readonly string[]
}

/** What is inside a component: which libraries, and which of them it names itself. */
export interface SbomParts {
  readonly parts: readonly SbomPart[]
  /** Package URLs. */
  readonly direct: readonly string[]
}

/** Where the libraries of a component are written down. */
export type SbomSource =
  | { readonly kind: 'node'; readonly lock: string; readonly file: string; /** Folder of the component below the lock file's; '' is that folder. */ readonly workspace: string }
  | { readonly kind: 'python'; readonly inspect: string; readonly file: string; readonly runtimeRequirements: readonly string[] }

/**
 * Write what a component is made of as CycloneDX 1.6 JSON.
 *
 * The same sources give the same text: it carries no time and no random serial number.
 *
 * @param about.version The application's revision, where it is known.
 * @throws {HatcheryError} `REPORT_UNREADABLE` when the lock file or pip's report cannot be read.
 * @see CycloneDX Specification Overview, cyclonedx.org
 */
export function cycloneDx(source: SbomSource, about: { readonly project: string; readonly component: string; readonly version?: string }): string {
  const { parts, direct } = source.kind === 'node' ? nodeParts(source) : pythonParts(source)
  const sorted = [...new Map(parts.map((part) => [part.purl, part])).values()].sort((a, b) => (a.purl < b.purl ? -1 : 1))
  const known = new Set(sorted.map(({ purl }) => purl))
  const ref = `${about.project}/${about.component}`
  const edges = (from: string, to: readonly string[]) => ({ ref: from, dependsOn: [...new Set(to)].filter((purl) => known.has(purl)).sort() })
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: 'hatchery' }] },
      component: { type: 'application', 'bom-ref': ref, name: about.component, group: about.project, ...(about.version ? { version: about.version } : {}) },
    },
    components: sorted.map(component),
    dependencies: [edges(ref, direct), ...sorted.map((part) => edges(part.purl, part.dependsOn))],
  }
  return `${JSON.stringify(bom, undefined, 2)}\n`
}

function component(part: SbomPart): unknown {
  return {
    type: 'library',
    'bom-ref': part.purl,
    name: part.name,
    version: part.version,
    scope: part.scope,
    ...(part.hash ? { hashes: [part.hash] } : {}),
    ...(part.license ? { licenses: [license(part.license)] } : {}),
    purl: part.purl,
  }
}

/** An identifier is not told from free text without SPDX's list; both are names, and an expression is one by its words. */
function license(text: string): unknown {
  return /^[\w.+() -]+ (?:AND|OR|WITH) [\w.+() -]+$/.test(text) ? { expression: text } : { license: { name: text } }
}
