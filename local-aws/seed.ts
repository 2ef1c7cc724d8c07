import { createHash } from 'node:crypto'
import type { EcrImage } from './ecr/state.ts'
import { hexId } from './ids.ts'
import type { Plane } from './plane.ts'
import { ensureLogGroup } from './stores/log-groups.ts'
import type { Alarm } from './stores/state.ts'
import { regionOf } from './world.ts'

/** What a test wants to be there already, so that it need not call the operation that makes it. */
export interface Seed {
  readonly region?: string
  readonly clusters?: readonly string[]
  readonly roles?: readonly string[]
  readonly logGroups?: readonly string[]
  readonly parameters?: Readonly<Record<string, string>>
  readonly secrets?: Readonly<Record<string, string>>
  readonly repositories?: readonly SeedRepository[]
  readonly alarms?: Readonly<Record<string, Alarm['state']>>
  readonly scalableTargets?: readonly { resourceId: string; minCapacity: number; maxCapacity: number }[]
}

export interface SeedRepository {
  readonly name: string
  /** More than one platform makes an index with one image each, which Lambda does not take. A digest that is not given is that of the manifest. */
  readonly images?: readonly { readonly tags: readonly string[]; readonly digest?: string; readonly platforms?: readonly string[] }[]
}

/** Put things into the world; what is there already stays. */
export function seed(plane: Plane, what: Seed): void {
  const region = what.region ?? 'us-east-1'
  const state = regionOf(plane.world, region)
  const { accountId, ids, access } = plane.world
  const now = plane.timeline.now()
  for (const name of what.clusters ?? []) state.ecs.clusters[name] ??= { arn: `arn:aws:ecs:${region}:${accountId}:cluster/${name}`, name, status: 'ACTIVE', tags: [] }
  for (const name of what.roles ?? []) {
    access.roles[name] ??= { name, arn: `arn:aws:iam::${accountId}:role/${name}`, id: `AROA${hexId(ids, 17).toUpperCase()}`, createdAt: now, trustPolicy: { Version: '2012-10-17', Statement: [] } }
  }
  for (const name of what.logGroups ?? []) ensureLogGroup(plane, { region, name })
  for (const [name, value] of Object.entries(what.parameters ?? {})) {
    const arn = `arn:aws:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, '')}`
    state.stores.parameters[name] = { name, arn, type: 'SecureString', value, version: 1, modifiedAt: now }
  }
  for (const [name, value] of Object.entries(what.secrets ?? {})) {
    const arn = state.stores.secrets[name]?.arn ?? `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${hexId(ids, 6)}`
    state.stores.secrets[name] = { name, arn, value, createdAt: now, versionId: hexId(ids) }
  }
  for (const repository of what.repositories ?? []) seedRepository(plane, { region, repository })
  for (const [name, alarm] of Object.entries(what.alarms ?? {})) {
    state.stores.alarms[name] = { name, arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`, state: alarm, stateReason: 'set', stateUpdatedAt: now }
    plane.timeline.schedule(0, 'ecs.alarm-changed', { region, alarm: name })
  }
  for (const target of what.scalableTargets ?? []) {
    state.stores.scalableTargets = state.stores.scalableTargets.filter((one) => one.resourceId !== target.resourceId)
    state.stores.scalableTargets.push({
      ...target,
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      roleArn: `arn:aws:iam::${accountId}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
      createdAt: now,
    })
  }
}

function seedRepository(plane: Plane, options: { region: string; repository: SeedRepository }): void {
  const { region, repository } = options
  const { accountId } = plane.world
  const { repositories } = regionOf(plane.world, region).ecr
  const known = (repositories[repository.name] ??= {
    arn: `arn:aws:ecr:${region}:${accountId}:repository/${repository.name}`,
    name: repository.name,
    uri: `${accountId}.dkr.ecr.${region}.amazonaws.com/${repository.name}`,
    registryId: accountId,
    createdAt: plane.timeline.now(),
    immutable: false,
    images: [],
    tags: [],
  })
  for (const image of repository.images ?? []) {
    const { digest, tags, platforms = [] } = image
    const children = platforms.length > 1 ? platforms.map((platform) => manifestFor(`${repository.name}:${tags.join()}:${platform}`, platform)) : []
    const own = children.length > 0 ? indexOf(children) : manifestFor(`${repository.name}:${tags.join()}`, platforms[0])
    for (const other of known.images) other.tags = other.tags.filter((tag) => !tags.includes(tag))
    for (const made of [...children, { ...own, digest: digest ?? own.digest, platforms: [...platforms], tags: [...tags] }]) {
      const same = known.images.find((one) => one.digest === made.digest)
      if (same === undefined) known.images.push({ ...made, pushedAt: plane.timeline.now(), sizeBytes: made.manifest.length })
      else same.tags.push(...made.tags)
    }
  }
}

type Made = Omit<EcrImage, 'pushedAt' | 'sizeBytes'>

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const INDEX = 'application/vnd.oci.image.index.v1+json'

function manifestFor(content: string, platform: string | undefined): Made {
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(content), size: content.length }
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, config, layers: [] })
  return { digest: digestOf(manifest), tags: [], manifest, mediaType: MANIFEST, platforms: platform === undefined ? [] : [platform] }
}

function indexOf(children: readonly Made[]): Made {
  const manifests = children.map((child) => {
    const [os, architecture] = (child.platforms[0] ?? '').split('/')
    return { mediaType: MANIFEST, digest: child.digest, size: child.manifest.length, platform: { os, architecture } }
  })
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests })
  return { digest: digestOf(manifest), tags: [], manifest, mediaType: INDEX, platforms: [] }
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}
