import type { Component } from '../config/model.ts'
import type { CheckFolder } from './assemble.ts'
import type { SourceFolder } from './spec.ts'

/**
 * Say which files a check reads: its folder, the folders it depends on, the files that affect it.
 *
 * What is not listed cannot change the outcome, so an edit elsewhere leaves the check cached. In an npm workspace the
 * whole root is read except for the other components' folders.
 */
export function checkSources(folder: CheckFolder, context: { installRoot: string; components: readonly Component[] }): readonly SourceFolder[] {
  const needed = new Set([folder.path, ...dependencyPaths(folder.components, context.components)])
  const sources: SourceFolder[] = [...needed].map((path) => ({ path, include: [], exclude: [] }))
  if (context.installRoot !== folder.path) {
    const others = context.components.map((component) => component.path).filter((path) => !needed.has(path) && path !== '.')
    const under = (path: string) => (context.installRoot === '.' ? path : path.slice(context.installRoot.length + 1))
    sources.unshift({ path: context.installRoot, include: [], exclude: others.filter((path) => isUnder(path, context.installRoot)).map(under) })
  }
  const include = [...new Set(folder.components.flatMap((component) => component.affectedBy))]
  if (include.length > 0) sources.push({ path: '.', include, exclude: [] })
  return sources
}

function dependencyPaths(from: readonly Component[], all: readonly Component[]): readonly string[] {
  const seen = new Set<string>()
  const queue = from.flatMap((component) => component.dependsOn)
  for (const name of queue) {
    if (seen.has(name)) continue
    seen.add(name)
    queue.push(...(all.find((component) => component.name === name)?.dependsOn ?? []))
  }
  return all.filter((component) => seen.has(component.name)).map((component) => component.path)
}

const isUnder = (path: string, root: string) => root === '.' || path.startsWith(`${root}/`)
