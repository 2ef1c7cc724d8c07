import { HatcheryError } from '../shared/errors.ts'
import { knownService } from './known-services.ts'
import { parseImageReference } from './image-reference.ts'
import type { ComposeImage } from './suggest-compose.ts'
import { findApplication, lookedFor, type FoundComponent, type SuggestSource } from './suggest-find.ts'

/**
 * Write a first hatchery.yaml from what is found in an application, with comments on what to look at.
 *
 * @throws {HatcheryError} `APPLICATION_NOT_FOUND`
 */
export function suggestConfig(source: SuggestSource): string {
  const { project, components, services } = findApplication(source)
  if (components.length === 0) {
    throw new HatcheryError('APPLICATION_NOT_FOUND', {
      what: source.files.length === 0 ? 'the folder is empty' : `none of ${source.files.length} files says what the application is made of`,
      next: `call init where the application is; it looks for ${lookedFor}`,
    })
  }
  const usable = services.filter(isUsable)
  const unusable = services.filter((service) => !isUsable(service))
  const lines = [
    '# What this application is, for Hatchery. docs/config.md describes every field.',
    `project: ${project}`,
    'components:',
    ...components.flatMap((component) => componentLines(component, usable)),
    ...(usable.length > 0 ? ['services:', ...usable.map((service) => `  ${service.name}: ${flow(serviceFields(service))}`)] : []),
    ...unusable.map(({ name, image }) => `# ${name}: { image: ${JSON.stringify(image)} } was found too; give it a port and a healthcheck.`),
    '# Versions that checks run with; the first ones people add are those in production.',
    '# matrix: { node: ["22", "24"], python: ["3.11", "3.13"] }',
    '# Where images go: { kind: ecr }, or any OCI registry such as ghcr.io/acme.',
    'registry: { kind: ecr }',
    '# How a release is tried: where the application tells its revision, and what must answer.',
    '# smoke: { revision: { path: /api/health, json: revision }, checks: [{ path: /api/health }] }',
    '# Where it is released to; the stage local is always there and needs no account.',
    '# stages:',
    '#   staging: { regions: [us-east-1] }',
    '#   production: { regions: [us-east-1], approval: required }',
  ]
  return `${lines.join('\n')}\n`
}

function componentLines({ name, path, language, image, services, revisions, contractCommand, because }: FoundComponent, usable: readonly ComposeImage[]): string[] {
  const used = services.filter((service) => usable.some((one) => one.name === service))
  const usual = revisions === 'alembic/versions' || revisions === 'migrations/versions'
  const fields = {
    path,
    ...(language && { language }),
    ...(image && { image }),
    ...(used.length > 0 && { services: used }),
    ...(revisions !== undefined && { migrations: { tool: 'alembic', ...(!usual && { path: revisions }) } }),
  }
  return [
    `  # Found by ${because.map((file) => printable(file)).join(', ') || 'a compose file'}.`,
    `  ${name}: ${flow(fields)}`,
    ...(contractCommand === undefined ? [] : [`  # Add contract: { command: ${contractCommand}, files: [what it writes] } to check that generated types are up to date.`]),
  ]
}

/** Hatchery must know when a service is ready. */
function isUsable({ image, port, healthcheck }: ComposeImage): boolean {
  return parseImageReference(image) !== undefined && (knownService(image) !== undefined || (port !== undefined && healthcheck !== undefined))
}

function serviceFields({ image, port, healthcheck }: ComposeImage): Record<string, unknown> {
  return knownService(image) ? { image } : { image, port, healthcheck }
}

/** YAML on one line, plain where that is safe. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`)
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
  }
  const plain = typeof value === 'string' && /^[A-Za-z./][\w./-]*(:[\w.-]+)?$/.test(value) && !/^(true|false|null|\.inf|\.nan)$/i.test(value)
  return plain ? value : JSON.stringify(value)
}

function printable(file: string): string {
  return /[\p{Cc}]/u.test(file) ? JSON.stringify(file) : file
}
