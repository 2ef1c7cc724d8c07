import type { ConfigIssue } from './issue.ts'
import { unknownName, type RuleContext } from './rules-context.ts'
import { parseWindow } from './window.ts'

/** The order names components, and `migrate` only where something migrates. */
export function rolloutOrder({ written, names }: RuleContext): ConfigIssue[] {
  const migrates = Object.values(written.components).some((component) => component.migrations && component.image)
  return Object.entries(written.stages).flatMap(([stage, { deploy }]) =>
    (deploy.order ?? []).flatMap((step, at): ConfigIssue[] => {
      const path = ['stages', stage, 'deploy', 'order', at]
      if (step === 'migrate') return migrates ? [] : [{ path, message: 'migrate needs a component with migrations and an image' }]
      return names.components.includes(step) ? [] : [{ path, message: unknownName('component', { name: step, names: [...names.components, 'migrate'] }) }]
    }),
  )
}

/** Keys of services and containers are components. */
export function stageComponents({ written, names }: RuleContext): ConfigIssue[] {
  return Object.entries(written.stages).flatMap(([stage, { deploy }]) =>
    (['services', 'containers'] as const).flatMap((field) =>
      Object.keys(deploy[field])
        .filter((name) => !names.components.includes(name))
        .map((name) => ({ path: ['stages', stage, 'deploy', field, name], message: unknownName('component', { name, names: names.components }), atKey: true })),
    ),
  )
}

/** A runner runs the image of a component with migrations, found in one way. */
export function migrateRunners({ written, names }: RuleContext): ConfigIssue[] {
  const candidates = Object.entries(written.components).filter(([, component]) => component.migrations && component.image).map(([name]) => name)
  return Object.entries(written.stages).flatMap(([stage, { migrate, deploy }]): ConfigIssue[] => {
    const path = ['stages', stage, 'migrate']
    const wanted = migrate !== undefined || (deploy.order ?? []).includes('migrate')
    if (!wanted) return []
    const issues: ConfigIssue[] = []
    const named = migrate?.component
    if (named === undefined && candidates.length > 1) {
      issues.push({ path, message: `${candidates.join(' and ')} have migrations; say which with component` })
    }
    if (migrate && named === undefined && candidates.length === 0) issues.push({ path, message: 'no component has migrations and an image to run' })
    if (named !== undefined && !names.components.includes(named)) {
      issues.push({ path: [...path, 'component'], message: unknownName('component', { name: named, names: names.components }) })
    } else if (named !== undefined && written.components[named] && !candidates.includes(named)) {
      issues.push({ path: [...path, 'component'], message: `component ${named} needs migrations and an image` })
    }
    const ways = migrate?.kind === 'lambda' ? (['function', 'pattern', 'tag'] as const).filter((way) => migrate[way] !== undefined) : []
    if (ways.length > 1) issues.push({ path, message: `${ways.join(' and ')} both name the function; keep one` })
    return issues
  })
}

/** The stage `local` is made by Hatchery, so hatchery.yaml names no place for it. */
export function localStage({ written }: RuleContext): ConfigIssue[] {
  const { local } = written.stages
  if (!local) return []
  const issues: ConfigIssue[] = []
  const refuse = (path: readonly string[], message: string): void => {
    issues.push({ path: ['stages', 'local', ...path], message, atKey: true })
  }
  for (const field of ['regions', 'cluster', 'window', 'baseUrl'] as const) {
    if (local[field] !== undefined) refuse([field], `the stage local needs no ${field}; remove it`)
  }
  if (local.approval === 'required') refuse(['approval'], 'the stage local needs no approval; remove it')
  if (Object.keys(local.deploy.services).length > 0) refuse(['deploy', 'services'], 'the stage local names its services itself; remove it')
  return issues
}

export function releaseWindows({ written }: RuleContext): ConfigIssue[] {
  return Object.entries(written.stages).flatMap(([stage, { window }]) =>
    window === undefined || parseWindow(window)
      ? []
      : [{ path: ['stages', stage, 'window'], message: `"${window}" is not a window; expected days, times and zone, such as Sun 02:00-05:00 UTC or Mon-Fri 09:00-17:00 Europe/Berlin` }],
  )
}

export function suiteComponentKnown({ written: { smoke }, names }: RuleContext): ConfigIssue[] {
  const component = typeof smoke.suite === 'object' ? smoke.suite.component : undefined
  return component === undefined || names.components.includes(component)
    ? []
    : [{ path: ['smoke', 'suite', 'component'], message: unknownName('component', { name: component, names: names.components }) }]
}

export function githubStages({ written: { github }, names }: RuleContext): ConfigIssue[] {
  return (['mainStage', 'pullRequestStage'] as const).flatMap((field) => {
    const stage = github[field]
    return stage === undefined || names.stages.includes(stage) ? [] : [{ path: ['github', field], message: unknownName('stage', { name: stage, names: names.stages }) }]
  })
}
