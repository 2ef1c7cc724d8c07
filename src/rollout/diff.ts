import type { AwsPorts, TaskDefinition } from '../aws/ports.ts'
import { isSecretName, redact } from '../shared/redact.ts'
import { findService } from './find-service.ts'
import { nextTaskDefinition, registerable, type DefinitionChange } from './task-definition.ts'

/** One field that a release would change. Secret values are masked. */
export interface DiffLine {
  /** `containers.api.image`, `containers.api.environment.LOG_LEVEL` */
  readonly field: string
  readonly before?: string
  readonly after?: string
}

/** What a release would change of one service, field by field. */
export async function diffService(ports: AwsPorts, request: { readonly cluster: string; readonly service: string; readonly change: DefinitionChange }): Promise<readonly DiffLine[]> {
  const service = await findService(ports, request)
  const { definition } = await ports.ecs.describeTaskDefinition(service.taskDefinition)
  return diffDefinitions(definition, nextTaskDefinition(definition, request.change))
}

/** Compare two task definitions field by field. */
export function diffDefinitions(before: TaskDefinition, after: TaskDefinition): readonly DiffLine[] {
  return diffFields(registerable(before), registerable(after))
}

/** Compare any two values field by field; members of lists go by their name where they have one. */
export function diffFields(before: unknown, after: unknown): readonly DiffLine[] {
  const one = flat(before)
  const other = flat(after)
  const fields = [...new Set([...one.keys(), ...other.keys()])].sort()
  return fields.flatMap((field) => {
    const [a, b] = [one.get(field), other.get(field)]
    if (a === b) return []
    return [{ field, ...(a === undefined ? {} : { before: masked(field, a) }), ...(b === undefined ? {} : { after: masked(field, b) }) }]
  })
}

/** Lines for a person: `~ field: before -> after`. */
export function sayDiff(lines: readonly DiffLine[]): string[] {
  return lines.map(({ field, before, after }) => (before === undefined ? `+ ${field}: ${after}` : after === undefined ? `- ${field}: ${before}` : `~ ${field}: ${before} -> ${after}`))
}

function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined) into.set(path, typeof value === 'string' ? value : JSON.stringify(value))
    return into
  }
  const entries: [string, unknown][] = Array.isArray(value) ? value.map((item: unknown, at): [string, unknown] => [nameOf(item) ?? String(at), item]) : Object.entries(value)
  for (const [name, member] of entries) {
    const here = path ? `${path}.${name === 'containerDefinitions' ? 'containers' : name}` : name === 'containerDefinitions' ? 'containers' : name
    const pair = Array.isArray(value) && isPair(member) ? (member.value ?? member.valueFrom) : member
    if (!(Array.isArray(value) && name === 'name')) flat(pair, here, into)
  }
  return into
}

function nameOf(item: unknown): string | undefined {
  return typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string' ? item.name : undefined
}

function isPair(item: unknown): item is { name: string; value?: string; valueFrom?: string } {
  return nameOf(item) !== undefined && typeof item === 'object' && item !== null && Object.keys(item).length === 2 && ('value' in item || 'valueFrom' in item)
}

/** Hide what may be secret: values of variables with a telling name, and passwords inside addresses. */
export function masked(field: string, value: string): string {
  const name = field.slice(field.lastIndexOf('.') + 1)
  if (field.includes('.environment.') && isSecretName(name)) return '***'
  return redact(value)
}
