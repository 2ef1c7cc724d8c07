import { HatcheryError } from '../shared/errors.ts'
import type { Config, Stage } from './model.ts'

/**
 * Find a stage by name.
 *
 * @throws {HatcheryError} `STAGE_UNKNOWN` with the names that exist.
 */
export function findStage(config: Pick<Config, 'stages'>, name: string): Stage {
  const found = config.stages.find((stage) => stage.name === name)
  if (found) return found
  throw new HatcheryError('STAGE_UNKNOWN', {
    where: `stage ${name}`,
    what: 'hatchery.yaml has no such stage',
    next: `name one of: ${config.stages.map((stage) => stage.name).join(', ')}`,
  })
}
