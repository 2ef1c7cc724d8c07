import type { ChangedPath } from '../change/raw-diff.ts'
import type { Component, Config } from '../config/model.ts'
import { readGlob, type Glob } from './globs.ts'
import { harmlessGlobs, lockFileLanguage } from './known-files.ts'
import { folderOf, isWithin } from '../config/paths.ts'
import type { WorkspaceFacts } from './workspace-facts.ts'

/** What one changed path means. */
export interface PathEffect {
  /** Component to why the path affects it. */
  readonly components: ReadonlyMap<string, string>
  /** Why the path affects nothing, or everything; absent when the components above are all. */
  readonly harmless?: string
  readonly everything?: string
}

/** Make the function that tells what a changed path means; globs and imports are prepared once. */
export function pathEffects({ config, facts, configFile }: { config: Config; facts: WorkspaceFacts; configFile: string }): (changed: ChangedPath) => PathEffect {
  const globs = config.components.flatMap((component) => component.affectedBy.map((text) => ({ component, glob: readGlob(text) })))
  const ignored = config.ignore.map(readGlob)
  const harmless = harmlessGlobs.map(readGlob)
  return ({ path: written, submodule }) => {
    const path = written.replace(/\/$/, '')
    const folder = submodule || written.endsWith('/')
    if (path === configFile) return { components: new Map(), everything: `${configFile} changed` }
    const components = new Map<string, string>()
    const add = (component: Component, why: string): void => {
      if (!components.has(component.name)) components.set(component.name, why)
    }
    let known = false
    let asked = false
    for (const component of config.components) {
      const owned = owns(component, { path, folder })
      if (!owned) continue
      add(component, owned.why)
      // The root holds whatever nobody knows; only a root component answers for the folders in it.
      known ||= owned.place !== '.' || (component.path === '.' && (path.includes('/') || folder))
    }
    for (const { component, glob } of globs) {
      if (!reaches(glob, { path, folder })) continue
      add(component, `it matches ${glob.text}`)
      known = true
      asked = true
    }
    const inComponent = config.components.some((component) => component.path !== '.' && isWithin(path, component.path))
    const rule = inComponent || asked ? undefined : ignored.find((glob) => glob.matches(path))
    if (rule) return { components: new Map(), harmless: `hatchery.yaml ignores ${rule.text}` }
    for (const [component, why] of [...lockedBy(path, config), ...importers(path, { config, facts })]) {
      add(component, why)
      known = true
    }
    if (known) return { components }
    const note = harmless.find((glob) => glob.matches(path))
    if (note) return components.size > 0 ? { components } : { components, harmless: `nothing is built from ${note.text}` }
    return { components, everything: path.includes('/') ? `${path} belongs to no component` : `${path} at the root may concern every component` }
  }
}

/** A path belongs to the component whose folder or build context holds it; a folder, also to what lies in it. */
function owns(component: Component, { path, folder }: { path: string; folder: boolean }): { place: string; why: string } | undefined {
  const context = component.image?.context
  if (isWithin(path, component.path)) return { place: component.path, why: component.path === '.' ? 'it is in the folder of hatchery.yaml' : `it is in ${component.path}` }
  if (context !== undefined && isWithin(path, context)) return { place: context, why: `it is in the build context ${context}` }
  const inner = [component.path, context].find((place) => place !== undefined && folder && isWithin(place, path))
  return inner === undefined ? undefined : { place: inner, why: `${inner} is in it` }
}

function reaches(glob: Glob, { path, folder }: { path: string; folder: boolean }): boolean {
  return glob.matches(path) || (folder && glob.mayReachInto(path))
}

/** Components below a lock file that speak its language share it. */
function lockedBy(path: string, { components }: Config): [Component, string][] {
  const language = lockFileLanguage(path)
  if (language === undefined) return []
  return components
    .filter((component) => component.language === language && component.path !== '.' && isWithin(component.path, folderOf(path)))
    .map((component) => [component, `${path} is shared by the ${language} components below it`])
}

/** Components that are built from the folder that holds the path, directly or through others. */
function importers(path: string, { config, facts }: { config: Config; facts: WorkspaceFacts }): [Component, string][] {
  const found: [Component, string][] = []
  const seen = new Set<string>()
  const follow = (target: string): void => {
    for (const { from, to, manifest } of facts.imports) {
      if (seen.has(from) || from === '.' || !isWithin(target, to)) continue
      seen.add(from)
      for (const component of config.components) {
        if (isWithin(from, component.path) || isWithin(component.path, from)) found.push([component, `${manifest} imports ${to}`])
      }
      follow(from)
    }
  }
  follow(path)
  return found
}
