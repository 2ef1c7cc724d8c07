import type { Component, Config, Language } from '../config/model.ts'
import { contractSteps } from './contract/steps.ts'
import { benchmarkSteps } from './performance/steps.ts'
import { migrationSteps } from './migrations/steps.ts'
import type { Concern } from './outcome.ts'
import { nodeImage, nodeInstall, nodeSteps } from './node.ts'
import { pythonImage, pythonInstall, pythonSteps } from './python.ts'
import { checkSources } from './sources.ts'
import type { CheckSpec, FolderFacts, ToolStep } from './spec.ts'

/** Folders that checks look at, each once, with the components that share it. */
export interface CheckFolder {
  readonly path: string
  readonly language: Language
  readonly components: readonly Component[]
}

/** Group components by path and language: checks run once for each group, however many components share it. */
export function checkFolders(components: readonly Component[]): readonly CheckFolder[] {
  const groups = new Map<string, { path: string; language: Language; components: Component[] }>()
  for (const component of components) {
    if (!component.language) continue
    const key = `${component.language}:${component.path}`
    const group = groups.get(key) ?? { path: component.path, language: component.language, components: [] }
    group.components.push(component)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/**
 * Assemble what runs for one concern in one folder: tests on every version of the matrix, the rest on the newest.
 *
 * Contract, migrations and benchmarks run only where a component has them, so that they may be nothing.
 *
 * @throws {HatcheryError} `TOOL_MISSING` when the folder's manifests name no tool for the concern.
 */
export function assembleChecks(options: { concern: Concern; folder: CheckFolder; facts: FolderFacts; config: Pick<Config, 'matrix' | 'components'> }): readonly CheckSpec[] {
  const { concern, folder, facts, config } = options
  const commands = Object.assign({}, ...folder.components.map((component) => component.commands)) as Component['commands']
  const node = folder.language === 'node'
  const install = node ? nodeInstall(facts) : pythonInstall(facts)
  const steps = configuredSteps(concern, folder.components) ?? (node ? nodeSteps(concern, facts, commands) : pythonSteps(concern, facts, commands))
  if (steps.length === 0) return []
  const versions = config.matrix[folder.language]
  const isTest = concern === 'test'
  const isRun = isTest || concern === 'migrations' || concern === 'performance'
  return (isTest ? versions : [newest(versions)]).map((version) => ({
    concern,
    path: folder.path,
    components: folder.components.map((component) => component.name),
    language: folder.language,
    cell: `${folder.language}-${version}`,
    image: node ? nodeImage(version) : pythonImage(version),
    sources: checkSources(folder, { installRoot: facts.installRoot, components: config.components }),
    install,
    steps,
    services: isRun ? [...new Set(folder.components.flatMap((component) => component.services))] : [],
    env: isRun ? (Object.assign({}, ...folder.components.map((component) => component.env)) as Record<string, string>) : {},
    timeoutSeconds: Math.max(...folder.components.map((component) => component.testTimeoutSeconds)),
  }))
}

function configuredSteps(concern: Concern, components: readonly Component[]): readonly ToolStep[] | undefined {
  if (concern === 'contract') return contractSteps(components)
  if (concern === 'performance') return benchmarkSteps(components)
  return concern === 'migrations' ? migrationSteps(components) : undefined
}

function newest(versions: readonly string[]): string {
  return versions.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1) ?? ''
}
