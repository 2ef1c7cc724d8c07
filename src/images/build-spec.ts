import type { Component, Config } from '../config/model.ts'
import { selectComponents } from '../config/select.ts'
import { HatcheryError } from '../shared/errors.ts'

/** Everything that decides how one component's image is built. */
export interface BuildSpec {
  readonly component: string
  /** Build context relative to hatchery.yaml. */
  readonly context: string
  /** Relative to the context. */
  readonly dockerfile: string
  readonly target?: string
  readonly args: Readonly<Record<string, string>>
  readonly platforms: readonly string[]
}

/**
 * Say how the images of some components, or of all, are built.
 *
 * @throws {HatcheryError} `COMPONENT_UNKNOWN`, `IMAGE_MISSING` when a named component has none.
 */
export function buildSpecs(config: Config, component?: string): readonly BuildSpec[] {
  const chosen = selectComponents(config, component)
  const specs = chosen.flatMap((one) => (one.image ? [toSpec(one, config.platforms)] : []))
  if (specs.length > 0) return specs
  throw new HatcheryError('IMAGE_MISSING', {
    where: component ? `component ${component}` : 'hatchery.yaml',
    what: component ? 'has no image' : 'no component has an image',
    next: 'add `image: {}` to the component; it then builds the Dockerfile in its path',
  })
}

function toSpec(component: Component, platforms: readonly string[]): BuildSpec {
  const image = component.image
  if (!image) throw new TypeError(`component ${component.name} has no image`)
  return {
    component: component.name,
    context: image.context,
    dockerfile: image.dockerfile,
    ...(image.target ? { target: image.target } : {}),
    args: image.args,
    platforms,
  }
}
