import { image as imageSchema, type WrittenComponent, type WrittenImage } from './schema-component.ts'
import type { WrittenConfig } from './schema.ts'

/** Write a path the one way that other stages compare: no `./`, no double or trailing slash. */
export function cleanPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  return parts.length === 0 ? '.' : parts.join('/')
}

/** Turn what YAML read as numbers and booleans into text. */
export function textRecord(record: Readonly<Record<string, string | number | boolean>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, String(value)]))
}

/** The image of a component: what is written, or the Dockerfile in its path when a stage rolls it out. */
export function writtenImage({ components, stages }: WrittenConfig, name: string): WrittenImage | undefined {
  const rolledOut = Object.values(stages).some(({ deploy }) => deploy.order?.includes(name))
  return components[name]?.image ?? (rolledOut ? imageSchema.parse({}) : undefined)
}

/** The folder with a component's revisions, relative to the component: what is written, or the usual place that is there. */
export function revisionsPath(component: WrittenComponent, pathExists: (path: string) => boolean): string {
  const written = component.migrations?.path
  if (written !== undefined) return cleanPath(written)
  const usual = ['alembic/versions', 'migrations/versions']
  return usual.find((path) => pathExists(cleanPath(`${component.path}/${path}`))) ?? 'alembic/versions'
}
