import { parseImageReference } from '../config/image-reference.ts'
import type { BuildSpec } from '../images/build-spec.ts'

/** What a build is made from and by, as far as it is known. */
export interface BuildFacts {
  readonly spec: BuildSpec
  /** `registry.example.com/shop/api`, and the digest of what was published. */
  readonly image: { readonly name: string; readonly digest: string }
  readonly source: {
    /** Web address of the repository. */
    readonly remote?: string
    /** The last commit that touched the build context. */
    readonly commit?: string
    /** Files differ from that commit. */
    readonly isChanged: boolean
  }
  /** Images that the Dockerfile starts from. */
  readonly bases: readonly string[]
  /** Address of the job that builds. */
  readonly builder?: string
}

/** Names how an image is built; docs/security.md says what its parameters mean. */
const buildType = 'urn:hatchery:build:image:v1'
const developersMachine = 'urn:hatchery:builder:developers-machine'

/**
 * Write where an image comes from, as an in-toto statement with SLSA provenance.
 *
 * It is not signed, and it tells no time: the same build always gives the same text.
 *
 * @see in-toto Attestation Framework, "Statement" v1; SLSA, "Build: Provenance" v1
 */
export function provenance({ spec, image, source, bases, builder }: BuildFacts): string {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: image.name, digest: digestSet(image.digest) }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: {
          component: spec.component,
          context: spec.context,
          dockerfile: spec.dockerfile,
          ...(spec.target ? { target: spec.target } : {}),
          platforms: spec.platforms,
          args: Object.fromEntries(Object.entries(spec.args).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, isSecret(name) ? '(not told)' : value])),
        },
        resolvedDependencies: [...sourceOf(source), ...bases.flatMap(baseOf)],
      },
      runDetails: { builder: { id: builderId(builder) } },
    },
  }
  return `${JSON.stringify(statement, undefined, 2)}\n`
}

function sourceOf({ remote, commit, isChanged }: BuildFacts['source']): readonly object[] {
  if (remote === undefined && commit === undefined) return []
  const digest = commit !== undefined && !isChanged ? { digest: { gitCommit: commit } } : {}
  return [{ name: 'source', ...(remote === undefined ? {} : { uri: `git+${remote}` }), ...digest, ...(isChanged ? { annotations: { uncommitted: true } } : {}) }]
}

/** A base image by its package URL; its digest is known only where the Dockerfile names it. */
function baseOf(image: string): readonly object[] {
  const reference = parseImageReference(image)
  if (!reference) return []
  const { registry, repository, tag, digest } = reference
  const version = digest ? `@${encodeURIComponent(digest)}` : tag ? `@${tag}` : ''
  return [{ name: image, uri: `pkg:docker/${repository}${version}${registry ? `?repository_url=${registry}` : ''}`, ...(digest ? { digest: digestSet(digest) } : {}) }]
}

/** `sha256:abc` becomes `{ sha256: "abc" }`. */
function digestSet(digest: string): Readonly<Record<string, string>> {
  const at = digest.indexOf(':')
  return { [digest.slice(0, at)]: digest.slice(at + 1) }
}

/** SLSA wants a URI; what is none becomes part of one of ours. */
function builderId(builder: string | undefined): string {
  if (builder === undefined) return developersMachine
  return /^[a-z][a-z0-9+.-]*:/i.test(builder) ? builder : `urn:hatchery:builder:${encodeURIComponent(builder)}`
}

/** A build argument is no place for a secret, since the image keeps it; if one is there, it is not told once more. */
const isSecret = (name: string): boolean => /token|secret|passw|passphrase|credential|api_?key|private_?key|access_?key/i.test(name)
