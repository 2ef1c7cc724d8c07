import pRetry, { AbortError } from 'p-retry'
import type { BuildSpec } from '../images/build-spec.ts'
import { HatcheryError, isHatcheryError } from '../shared/errors.ts'
import { attachArtifacts } from './attach.ts'
import type { Belongings } from './belongings.ts'
import type { Destination } from './destination.ts'
import { inspectImage } from './inspect.ts'
import type { PublishedImage, Receipt } from './receipt.ts'
import { listReferrers } from './referrers.ts'
import type { RegistryClient } from './registry-client.ts'
import { isRegistryRetryable, registryError, repositoryMissing } from './registry-error.ts'
import { wholeImage } from './whole-image.ts'

export interface PublishOptions {
  readonly project: string
  readonly revision: string
  /** Tag that follows the newest publish. */
  readonly movingTag: string
  readonly specs: readonly BuildSpec[]
  readonly destination: Destination
  readonly client: RegistryClient
  /** Push the index of one component to an address and give back `address@sha256:…`. */
  readonly push: (spec: BuildSpec, address: string) => Promise<string>
  /** Say what belongs to a published image; without it nothing is attached. */
  readonly describe?: (spec: BuildSpec, image: { name: string; digest: string }) => Promise<Belongings>
  /** Store what else is kept with the set, before the moving tag says that it is whole. */
  readonly keep?: () => Promise<string>
  /** Published revisions whose image a component may have instead of a new one, best first; without any it is built. */
  readonly reuse?: (component: string) => readonly string[]
  readonly log: (line: string) => void
  /** Milliseconds before the first retry; doubles each time. */
  readonly retryDelayMs: number
  /** Bound on one push: the engine waits for ever on a connection that a tunnel lost. */
  readonly pushTimeoutMs: number
}

/**
 * Publish a full set of images under one revision.
 *
 * The moving tag and the receipt come last, after every image is there with what belongs to it: a set that lacks one is never called done, and
 * the same command again continues, since the registry keeps what was pushed.
 *
 * @throws {HatcheryError} `REGISTRY_*`, `PUBLISH_INCOMPLETE`, with the component's name.
 */
export async function publishSet(options: PublishOptions): Promise<Receipt> {
  const { destination } = options
  const images: PublishedImage[] = []
  for (const spec of options.specs) {
    const { digest, platforms, origin } = (await carry(options, spec)) ?? (await build(options, spec))
    const repository = destination.repository(spec.component)
    const belonging = await attach(options, { spec, repository, digest, origin })
    images.push({ component: spec.component, reference: `${destination.host}/${repository}@${digest}`, digest, tags: [options.revision, options.movingTag], origin, platforms, ...belonging })
  }
  const { keep } = options
  if (keep) options.log(await retrying(options, { component: options.specs[0]?.component ?? '' }, keep))
  const tagged: PublishedImage[] = []
  for (const image of images) tagged.push(await moveTag(options, image))
  return { project: options.project, revision: options.revision, images: tagged }
}

async function moveTag(options: PublishOptions, image: PublishedImage): Promise<PublishedImage> {
  const { destination, client, movingTag } = options
  const repository = destination.repository(image.component)
  try {
    await retrying(options, image, async () => {
      const stored = await client.manifest(repository, image.digest)
      if (!stored) throw registryError(destination.host, 404)
      await client.tag(repository, movingTag, stored)
    })
    return image
  } catch (error) {
    // Where tags are immutable the revision is the name that counts, and it is there.
    if (!isHatcheryError(error) || error.code !== 'REGISTRY_REFUSED') throw error
    const note = `the tag ${movingTag} was not moved: ${error.message}`
    options.log(`publish ${image.component}: ${note}`)
    return { ...image, tags: image.tags.filter((tag) => tag !== movingTag), notes: [...image.notes, note] }
  }
}

async function attach(options: PublishOptions, image: Pick<PublishedImage, 'digest' | 'origin'> & { spec: BuildSpec; repository: string }): Promise<Pick<PublishedImage, 'artifacts' | 'notes'>> {
  const { spec, repository, digest, origin } = image
  const { destination, client, describe } = options
  if (!describe) return { artifacts: [], notes: [] }
  if (origin.kind === 'carried' && origin.revision !== options.revision) {
    // Who built it then said so then; this run did not build it.
    const listed = await retrying(options, spec, () => listReferrers(client, { repository, digest }))
    return { artifacts: listed.flatMap((one) => (one.artifactType ? [{ artifactType: one.artifactType, digest: one.digest }] : [])), notes: [] }
  }
  const { artifacts, notes } = await describe(spec, { name: `${destination.host}/${repository}`, digest })
  for (const note of notes) options.log(`publish ${spec.component}: ${note}`)
  try {
    const kept = await retrying(options, spec, async () => {
      const stored = await client.manifest(repository, digest)
      if (!stored) throw registryError(destination.host, 404)
      return attachArtifacts(client, { repository, stored }, artifacts)
    })
    return { artifacts: kept, notes }
  } catch (error) {
    // The image is there whole; a registry that keeps no artifacts must not hold it back.
    if (!isHatcheryError(error) || error.code !== 'REGISTRY_REFUSED') throw error
    const note = `nothing attached: ${error.message}`
    options.log(`publish ${spec.component}: ${note}`)
    return { artifacts: [], notes: [...notes, note] }
  }
}

type Made = Pick<PublishedImage, 'digest' | 'platforms' | 'origin'>

async function build(options: PublishOptions, spec: BuildSpec): Promise<Made> {
  const { destination, client, log } = options
  const repository = destination.repository(spec.component)
  const address = `${destination.host}/${repository}:${options.revision}`
  log(`publish ${spec.component}: ${address}`)
  const pushed = await retrying(options, { component: spec.component, repository }, () => inTime(options.push(spec, address), options))
  const digest = pushed.slice(pushed.indexOf('@') + 1)
  const platforms = await retrying(options, spec, () => inspectImage(client, { repository, digest, expected: spec.platforms }))
  return { digest, platforms, origin: { kind: 'built' } }
}

/** Give the component the image of another revision, or leave the one that is there; undefined where it must be built. */
async function carry(options: PublishOptions, spec: BuildSpec): Promise<Made | undefined> {
  const { client, log } = options
  const repository = options.destination.repository(spec.component)
  for (const revision of options.reuse?.(spec.component) ?? []) {
    const found = await retrying(options, spec, () => wholeImage(client, { repository, tag: revision, expected: spec.platforms }))
    if (typeof found === 'string') {
      log(`publish ${spec.component}: not taken from ${revision}: ${found}`)
      continue
    }
    const isThere = revision === options.revision || (await retrying(options, spec, () => client.manifest(repository, options.revision)))?.digest === found.stored.digest
    // A registry with immutable tags refuses even the same image again.
    if (!isThere) await retrying(options, spec, () => client.tag(repository, options.revision, found.stored))
    log(`publish ${spec.component}: ${isThere ? 'is there already' : `unchanged, tagged as ${revision} has it`}`)
    return { digest: found.stored.digest, platforms: found.platforms, origin: { kind: 'carried', revision } }
  }
  return undefined
}

/** The engine would answer the same push with the one that hangs, so there is no second try in this call. */
async function inTime<T>(push: Promise<T>, { pushTimeoutMs, destination }: PublishOptions): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AbortError(new HatcheryError('REGISTRY_UNREACHABLE', {
      where: `registry ${destination.host}`,
      what: `did not finish a push within ${pushTimeoutMs / 1000} s`,
      next: 'check that the registry and the way to it are up, then run the same command again; what was pushed is kept',
    }))), pushTimeoutMs)
  })
  try {
    return await Promise.race([push, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The engine often tells only that a push broke; the registry itself tells whether it refuses, throttles or is gone. */
async function reasonOf(error: unknown, { client, repository }: { client: RegistryClient; repository: string | undefined }): Promise<unknown> {
  if (repository === undefined || registryError('', error).code !== 'REGISTRY_UNREACHABLE') return error
  const status = await client.uploadStatus(repository).catch(() => 0)
  return status >= 400 ? status : error
}

/** Only what the registry may do better next time is tried again. */
async function retrying<T>(options: PublishOptions, about: { component: string; repository?: string }, attempt: () => Promise<T>): Promise<T> {
  return pRetry(
    async () => {
      try {
        return await attempt()
      } catch (error) {
        if (error instanceof AbortError) throw error
        const { host, ecrRegion } = options.destination
        const registry = `${host} (component ${about.component})`
        const mapped = registryError(registry, await reasonOf(error, { client: options.client, repository: about.repository }))
        throw mapped.code === 'REPOSITORY_MISSING' && about.repository ? repositoryMissing(registry, { repository: about.repository, ecrRegion }) : mapped
      }
    },
    {
      retries: 4,
      minTimeout: options.retryDelayMs,
      factor: 2,
      randomize: true,
      shouldRetry: ({ error }) => isRegistryRetryable(error as HatcheryError),
      onFailedAttempt: ({ error, retriesLeft }) => options.log(`publish ${about.component}: ${error.message}; ${retriesLeft} retries left`),
    },
  )
}
