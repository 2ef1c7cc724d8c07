import { didYouMean } from './closest.ts'
import type { ConfigIssue } from './issue.ts'
import type { WrittenConfig } from './schema.ts'

/** What a rule looks at. */
export interface RuleContext {
  readonly written: WrittenConfig
  /** Names as written, also of entries that the schema refused. */
  readonly names: { readonly components: readonly string[]; readonly services: readonly string[]; readonly stages: readonly string[] }
  /** Tell whether a folder or file is there, relative to hatchery.yaml. */
  readonly pathExists: (path: string) => boolean
}

export type Rule = (context: RuleContext) => ConfigIssue[]

/** `no component apy; components are api, worker; did you mean api?` */
export function unknownName(kind: 'component' | 'service' | 'stage', { name, names }: { name: string; names: readonly string[] }): string {
  const listed = names.length > 0 ? `${kind}s are ${names.join(', ')}` : `there are no ${kind}s`
  return `no ${kind} ${name}; ${listed}${didYouMean(name, names)}`
}
