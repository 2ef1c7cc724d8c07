import { parse } from 'smol-toml'
import type { Component, Config } from '../config/model.ts'
import { pythonImage, pythonInstall } from '../checks/python.ts'
import { nodeInstall } from '../checks/node.ts'
import type { CheckSpec, FolderFacts } from '../checks/spec.ts'

/** Where the packages of a component are read from. */
export type SbomPlan =
  | { readonly kind: 'node'; readonly file: string; readonly workspace: string }
  | { readonly kind: 'python'; readonly spec: CheckSpec; readonly runtimeRequirements: readonly string[] }

/**
 * Say where the packages of a component are read from: the lock file, or what pip installed into its check container.
 *
 * @throws {HatcheryError} `TOOL_MISSING` when the folder has nothing to install from.
 */
export function assembleSbom(options: { readonly component: Component; readonly facts: FolderFacts; readonly config: Pick<Config, 'matrix'> }): SbomPlan {
  const { component, facts, config } = options
  if (component.language === 'node') {
    nodeInstall(facts)
    const root = facts.installRoot === '.' ? '' : `${facts.installRoot}/`
    return { kind: 'node', file: `${root}package-lock.json`, workspace: facts.path === facts.installRoot ? '' : facts.path.slice(root.length) }
  }
  const version = config.matrix.python.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1) ?? ''
  return {
    kind: 'python',
    runtimeRequirements: runtimeRequirements(facts),
    spec: {
      concern: 'security', path: component.path, components: [component.name], language: 'python', cell: `python-${version}`, image: pythonImage(version),
      sources: [], install: pythonInstall(facts), services: [], env: {}, timeoutSeconds: 600,
      steps: [{ tool: 'pip-inspect', command: 'python -m pip inspect --local >"$OUT/pip-inspect.json"' }],
    },
  }
}

/** Texts of the requirements that are not for tests or tools, or the dependencies of pyproject.toml, one a line. */
function runtimeRequirements(facts: FolderFacts): readonly string[] {
  const files = Object.keys(facts.manifests).filter((name) => name.endsWith('.txt') && !/test|dev|lint|doc|type|check|ci\b/i.test(name))
  if (files.length > 0) return files.map((name) => facts.manifests[name] ?? '')
  const { project } = parse(facts.manifests['pyproject.toml'] ?? '') as { project?: { dependencies?: readonly string[] } }
  return project?.dependencies ?? []
}
