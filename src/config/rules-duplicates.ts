import type { ConfigIssue } from './issue.ts'
import type { RuleContext } from './rules-context.ts'

type Path = readonly (string | number)[]

/** Nothing is listed twice, and no two components go to one ECS service. */
export function noDuplicates({ written }: RuleContext): ConfigIssue[] {
  const lists: { path: Path; values: readonly unknown[]; key?: string }[] = [
    { path: ['platforms'], values: written.platforms },
    { path: ['gates', 'vulnerabilities', 'failOn'], values: written.gates.vulnerabilities.failOn },
    { path: ['gates', 'vulnerabilities', 'waivers'], values: written.gates.vulnerabilities.waivers.map(({ id }) => id), key: 'id' },
    { path: ['gates', 'quarantine'], values: written.gates.quarantine.map(({ test }) => test), key: 'test' },
    ...(['node', 'python'] as const).map((language) => ({ path: ['matrix', language], values: [written.matrix[language] ?? []].flat().map(String) })),
    ...Object.entries(written.components).flatMap(([name, component]) =>
      (['services', 'dependsOn', 'affectedBy'] as const).map((field) => ({ path: ['components', name, field], values: component[field] })),
    ),
    ...Object.entries(written.stages).flatMap(([name, stage]) => [
      { path: ['stages', name, 'regions'], values: stage.regions ?? [] },
      { path: ['stages', name, 'deploy', 'order'], values: stage.deploy.order ?? [] },
    ]),
  ]
  return [...lists.flatMap(duplicatesOf), ...sharedServices({ written })]
}

function duplicatesOf({ path, values, key }: { path: Path; values: readonly unknown[]; key?: string }): ConfigIssue[] {
  return values.flatMap((value, at) => (values.indexOf(value) < at ? [{ path: [...path, at, ...(key === undefined ? [] : [key])], message: `${String(value)} is listed twice` }] : []))
}

function sharedServices({ written }: Pick<RuleContext, 'written'>): ConfigIssue[] {
  return Object.entries(written.stages).flatMap(([stage, { deploy }]) => {
    const owners = new Map<string, string>()
    return Object.entries(deploy.services).flatMap(([component, service]) => {
      const other = owners.get(service)
      owners.set(service, component)
      return other === undefined ? [] : [{ path: ['stages', stage, 'deploy', 'services', component], message: `${other} already goes to the ECS service ${service}` }]
    })
  })
}
