import type { Component, Config } from '../../config/model.ts'
import { selectComponents } from '../../config/select.ts'
import type { RunPlan } from '../../plan/model.ts'
import { HatcheryError } from '../../shared/errors.ts'

/** Which components are measured, or why none is. */
export type Chosen = { readonly kind: 'some'; readonly components: readonly Component[] } | { readonly kind: 'none'; readonly why: string }

/**
 * Choose whose benchmarks are compared: one component by name, changed or not, else those that the plan selects.
 *
 * @throws {HatcheryError} `NOTHING_TO_CHECK` when the named component has no benchmark.
 */
export function chooseBenchmarks(config: Pick<Config, 'components'>, options: { component?: string; plan: RunPlan }): Chosen {
  if (options.component !== undefined) {
    const components = selectComponents(config, options.component).filter(({ commands }) => commands.benchmark !== undefined)
    if (components.length > 0) return { kind: 'some', components }
    throw new HatcheryError('NOTHING_TO_CHECK', { where: `component ${options.component}`, what: 'has no benchmark', next: 'set `commands.benchmark` on it' })
  }
  const planned = options.plan.functions.find(({ name }) => name === 'performance')
  if (!planned?.run) return { kind: 'none', why: planned?.why ?? 'the plan does not know benchmarks' }
  return { kind: 'some', components: config.components.filter(({ name }) => planned.components.includes(name)) }
}

/**
 * Give the base that a comparison needs.
 *
 * @param why Why it is not there although it was named.
 * @throws {HatcheryError} `BASE_MISSING`
 */
export function assertBase<T>(base: T | undefined, why?: string): T {
  if (base !== undefined) return base
  throw new HatcheryError('BASE_MISSING', {
    where: '--base',
    what: why === undefined ? 'is not given, and benchmarks mean something only beside those of a base' : `names nothing that can be compared with: ${why}`,
    next: why === undefined ? 'give a branch, tag or commit before the function: `--base origin/main performance`' : 'fetch the whole history (`git fetch --unshallow`, `fetch-depth: 0`) and run it again',
  })
}
