import type { ConfigIssue } from './issue.ts'
import { unknownName, type RuleContext } from './rules-context.ts'
import { cleanPath, revisionsPath, writtenImage } from './written-values.ts'

export function someComponent({ names }: RuleContext): ConfigIssue[] {
  return names.components.length > 0 ? [] : [{ path: ['components'], message: 'expected at least one component, such as api: { path: backend, language: python }' }]
}

/** `migrate` is a step of a stage's order. */
export function reservedNames({ names }: RuleContext): ConfigIssue[] {
  return names.components.includes('migrate')
    ? [{ path: ['components', 'migrate'], message: 'migrate is a step of a rollout and cannot name a component; call it migrator', atKey: true }]
    : []
}

export function pathsExist({ written, pathExists }: RuleContext): ConfigIssue[] {
  return Object.entries(written.components).flatMap(([name, component]) => {
    const path = cleanPath(component.path)
    if (!pathExists(path)) return [{ path: ['components', name, 'path'], message: `no folder "${path}" beside hatchery.yaml` }]
    const image = writtenImage(written, name)
    if (!image) return []
    const context = image.context === undefined ? path : cleanPath(image.context)
    if (!pathExists(context)) return [{ path: ['components', name, 'image', 'context'], message: `no folder "${context}" beside hatchery.yaml` }]
    const dockerfile = cleanPath(`${context}/${image.dockerfile}`)
    if (pathExists(dockerfile)) return []
    const why = component.image ? 'dockerfile is relative to the build context' : 'a component in the order of a stage needs an image'
    return [{ path: ['components', name, 'image', 'dockerfile'], message: `no file "${dockerfile}"; ${why}` }]
  })
}

export function revisionsExist({ written, pathExists }: RuleContext): ConfigIssue[] {
  return Object.entries(written.components).flatMap(([name, component]) => {
    if (!component.migrations || !pathExists(cleanPath(component.path))) return []
    const folder = cleanPath(`${component.path}/${revisionsPath(component, pathExists)}`)
    return pathExists(folder) ? [] : [{ path: ['components', name, 'migrations', 'path'], message: `no folder "${folder}"; give the folder with the revisions, relative to the component` }]
  })
}

export function knownDependencies({ written, names }: RuleContext): ConfigIssue[] {
  return Object.entries(written.components).flatMap(([name, { dependsOn }]) =>
    dependsOn.flatMap((dependency, at) =>
      names.components.includes(dependency)
        ? []
        : [{ path: ['components', name, 'dependsOn', at], message: unknownName('component', { name: dependency, names: names.components }) }],
    ),
  )
}

/** Report each cycle once, printed from its first component in the file. */
export function dependencyCycles({ written }: RuleContext): ConfigIssue[] {
  const done = new Set<string>()
  const issues: ConfigIssue[] = []
  const visit = (name: string, trail: readonly string[]): void => {
    const start = trail.indexOf(name)
    if (start >= 0) {
      const from = trail.at(-1) ?? name
      const at = written.components[from]?.dependsOn.indexOf(name) ?? 0
      issues.push({ path: ['components', from, 'dependsOn', at], message: `cycle: ${[...trail.slice(start), name].join(' -> ')}` })
      return
    }
    if (done.has(name)) return
    for (const dependency of written.components[name]?.dependsOn ?? []) visit(dependency, [...trail, name])
    done.add(name)
  }
  for (const name of Object.keys(written.components)) visit(name, [])
  return issues
}
