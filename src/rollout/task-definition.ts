import type { ContainerDefinition, Tag, TaskDefinition } from '../aws/ports.ts'
import { HatcheryError } from '../shared/errors.ts'

/** What a release changes in a task definition. */
export interface DefinitionChange {
  /** Container name to image reference by digest. */
  readonly images: Readonly<Record<string, string>>
  /** Docker labels of the containers whose image changes. */
  readonly labels: Readonly<Record<string, string>>
  /** Environment of every container; `{revision}` stands for the revision. */
  readonly env: Readonly<Record<string, string>>
  readonly revision: string
}

/** Members that ECS adds when it describes and does not take when it registers. */
const describedOnly = new Set(['taskDefinitionArn', 'revision', 'status', 'requiresAttributes', 'compatibilities', 'registeredAt', 'registeredBy', 'deregisteredAt', 'deleteRequestedAt'])

/**
 * Make the next task definition from the running one.
 *
 * Only images, labels and the configured environment change; all else is kept, also what Hatchery does not know.
 *
 * @throws {HatcheryError} `CONFIG_INVALID` when a container is not there, an image has no digest, or a variable is also a secret.
 */
export function nextTaskDefinition(running: TaskDefinition, change: DefinitionChange): TaskDefinition {
  const names = running.containerDefinitions.map((container) => container.name)
  for (const [name, image] of Object.entries(change.images)) {
    if (!names.includes(name)) throw wrong(running, `has no container "${name}"; it has ${names.join(', ')}`, 'Name the container under `deploy.containers` of the stage.')
    if (!/@sha256:[0-9a-f]{64}$/.test(image)) throw wrong(running, `would get the image "${image}", which names no digest`, 'Publish first and pass the receipt; Hatchery deploys by digest only.')
  }
  return { ...registerable(running), containerDefinitions: running.containerDefinitions.map((container) => changed(container, change, running)) }
}

/** Leave out what a registration does not take. */
export function registerable(definition: TaskDefinition): TaskDefinition {
  return Object.fromEntries(Object.entries(definition).filter(([name]) => !describedOnly.has(name))) as TaskDefinition
}

/** Tell whether two definitions would run the same. */
export function sameDefinition(one: TaskDefinition, other: TaskDefinition): boolean {
  return canonical(registerable(one)) === canonical(registerable(other))
}

/** The tags of the next revision: the running one's, with the release on top. */
export function nextTags(running: readonly Tag[], release: Readonly<Record<string, string>>): Tag[] {
  const kept = running.filter((tag) => !(tag.key in release) && !tag.key.startsWith('aws:'))
  return [...kept, ...Object.entries(release).map(([key, value]) => ({ key, value }))]
}

/** The revision variable of a definition that Hatchery made, if it has one. */
export function revisionOf(definition: TaskDefinition): string | undefined {
  return definition.containerDefinitions.map((container) => container.dockerLabels?.['hatchery.revision']).find((revision) => revision !== undefined)
}

function changed(container: ContainerDefinition, change: DefinitionChange, definition: TaskDefinition): ContainerDefinition {
  const image = change.images[container.name]
  const clash = (container.secrets ?? []).find((secret) => secret.name in change.env)
  if (clash) throw wrong(definition, `has "${clash.name}" as a secret of container ${container.name}, and hatchery.yaml sets it as well`, 'Take it out of `deploy.env`.')
  const env = Object.entries(change.env).map(([name, value]) => ({ name, value: value.replaceAll('{revision}', change.revision) }))
  const environment = [...(container.environment ?? []).filter(({ name }) => !(name in change.env)), ...env]
  return {
    ...container,
    ...(environment.length > 0 ? { environment } : {}),
    ...(image === undefined ? {} : { image, dockerLabels: { ...container.dockerLabels, ...change.labels } }),
  }
}

function wrong(definition: TaskDefinition, what: string, next: string): HatcheryError {
  return new HatcheryError('CONFIG_INVALID', { what, where: `task definition ${definition.family}`, next })
}

/** JSON with sorted keys; lists that ECS treats as sets (environment, secrets) sorted by name; empty lists as good as absent. */
function canonical(value: unknown): string {
  return JSON.stringify(sorted(value))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sorted)
    return items.every((item) => typeof item === 'object' && item !== null && 'name' in item && 'value' in item) ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, member]) => !(Array.isArray(member) && member.length === 0) && member !== undefined && member !== null)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]))
}
