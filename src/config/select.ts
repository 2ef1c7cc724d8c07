import { HatcheryError } from '../shared/errors.ts'
import type { Component, Config } from './model.ts'

/**
 * Narrow to one component, or keep all.
 *
 * @throws {HatcheryError} `COMPONENT_UNKNOWN` with the names that exist.
 */
export function selectComponents(config: Pick<Config, 'components'>, name?: string): readonly Component[] {
  if (name === undefined) return config.components
  const found = config.components.find((component) => component.name === name)
  if (found) return [found]
  throw new HatcheryError('COMPONENT_UNKNOWN', {
    where: `component ${name}`,
    what: 'hatchery.yaml has no such component',
    next: `name one of: ${config.components.map((component) => component.name).join(', ')}`,
  })
}
