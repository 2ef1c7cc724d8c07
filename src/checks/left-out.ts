import type { Component } from '../config/model.ts'
import type { CheckOutcome, Concern } from './outcome.ts'

const has = (component: Component, concern: 'contract' | 'migrations' | 'performance') => (concern === 'performance' ? component.commands.benchmark : component[concern]) !== undefined

/** Say which checks are left out for want of a language, whose container would run them: skipped, and never in silence. */
export function leftOut(components: readonly Component[], options: { concerns: readonly Concern[]; call: string }): readonly CheckOutcome[] {
  return components
    .filter(({ language }) => language === undefined)
    .flatMap((component) =>
      (['contract', 'migrations', 'performance'] as const)
        .filter((concern) => options.concerns.includes(concern) && has(component, concern))
        .map((concern) => ({
          id: `${concern}.${component.name}`,
          concern,
          path: component.path,
          components: [component.name],
          cell: '',
          state: 'skipped' as const,
          summary: `component ${component.name} has no language, so no container can check its ${concern}: set language`,
          findings: [],
          output: '',
          reproduce: `${options.call} ${concern} --component ${component.name}`,
        })),
    )
}
