import type { ChangedPath } from '../change/raw-diff.ts'
import type { Component } from '../config/model.ts'
import type { PathEffect } from './affected.ts'
import type { ComponentPlan, Reason, RunPlan } from './model.ts'

/** As many files as a person reads. */
const shownFiles = 5

interface Found {
  readonly components: ComponentPlan[]
  readonly everything: readonly string[]
  readonly harmless: RunPlan['harmless']
}

/** Decide which components are affected, by files first and then by what they depend on. */
export function planComponents(components: readonly Component[], change: { paths: readonly ChangedPath[]; effectOf: (path: ChangedPath) => PathEffect; everything: readonly string[] }): Found {
  const files = new Map<string, Reason[]>()
  const everything = [...change.everything]
  const harmless: { path: string; why: string }[] = []
  for (const changed of change.paths) {
    const effect = change.effectOf(changed)
    for (const [name, because] of effect.components) files.set(name, [...(files.get(name) ?? []), { kind: 'file', path: changed.path, because }])
    if (effect.everything !== undefined) everything.push(effect.everything)
    if (effect.harmless !== undefined) harmless.push({ path: changed.path, why: effect.harmless })
  }
  const all: Reason[] = [...new Set(everything)].slice(0, shownFiles).map((because) => ({ kind: 'everything', because }))
  const dependants = affectedDependants(components, new Set(files.keys()))
  return {
    everything: [...new Set(everything)],
    harmless,
    components: components.map(({ name, path }) => {
      const own = files.get(name) ?? []
      const reasons = [...all, ...own.slice(0, shownFiles), ...(dependants.get(name) ?? [])]
      return { name, path, affected: reasons.length > 0, reasons, files: own.length }
    }),
  }
}

/** Follow dependsOn backwards from the components that changed by themselves. */
function affectedDependants(components: readonly Component[], changed: ReadonlySet<string>): Map<string, Reason[]> {
  const reasons = new Map<string, Reason[]>()
  const affected = new Set(changed)
  for (const name of affected) {
    for (const dependant of components.filter(({ dependsOn }) => dependsOn.includes(name))) {
      affected.add(dependant.name)
      reasons.set(dependant.name, [...(reasons.get(dependant.name) ?? []), { kind: 'component', component: name, because: `it depends on ${name}` }])
    }
  }
  return reasons
}
