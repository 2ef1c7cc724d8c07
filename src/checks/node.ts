import { HatcheryError } from '../shared/errors.ts'
import type { Component } from '../config/model.ts'
import type { Concern } from './outcome.ts'
import type { FolderFacts, Install, ToolStep } from './spec.ts'

interface PackageJson {
  readonly scripts?: Record<string, string>
  readonly dependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
}

/** Name the image of a Node version, as the official repository tags it. */
export const nodeImage = (version: string): string => `node:${version}-bookworm-slim`

/** Install from the lock file; workspaces need every package.json. */
export function nodeInstall(facts: FolderFacts): Install {
  if (!facts.entries.includes('package.json')) throw missing(facts, 'package.json', 'add a package.json or set `language` to what the folder holds')
  if (facts.installRoot === facts.path && !facts.entries.includes('package-lock.json')) {
    throw missing(facts, 'package-lock.json', 'commit the lock file that `npm install` writes; other package managers are not there yet')
  }
  return {
    root: facts.installRoot,
    files: ['package.json', 'package-lock.json', '.npmrc', '**/package.json'],
    commands: ['npm ci --no-audit --no-fund'],
    cache: { volume: 'npm', path: '/root/.npm' },
  }
}

/** Say which tools run for a concern in a Node folder. */
export function nodeSteps(concern: Concern, facts: FolderFacts, commands: Component['commands']): readonly ToolStep[] {
  const manifest = parsePackage(facts)
  const uses = (name: string) => Boolean(manifest.dependencies?.[name] ?? manifest.devDependencies?.[name])
  const script = (...names: string[]) => names.find((name) => manifest.scripts?.[name])
  if (concern === 'lint') {
    if (commands.lint) return [{ tool: 'lint', command: commands.lint }]
    if (uses('eslint')) return [{ tool: 'eslint', command: 'npx --no-install eslint . --format json --output-file "$OUT/eslint.json"' }]
    throw missing(facts, 'eslint in package.json', 'add eslint to devDependencies or set `commands.lint`')
  }
  if (concern === 'typecheck') {
    if (commands.typecheck) return [{ tool: 'typecheck', command: commands.typecheck }]
    const name = script('type-check', 'typecheck')
    if (name) return [{ tool: 'tsc', command: `npm run --silent ${name} -- --pretty false` }]
    if (uses('typescript')) return [{ tool: 'tsc', command: 'npx --no-install tsc --noEmit --pretty false' }]
    throw missing(facts, 'typescript in package.json', 'add typescript to devDependencies or set `commands.typecheck`')
  }
  if (commands.test) return [{ tool: 'test', command: commands.test }]
  if (uses('vitest')) return [{ tool: 'vitest', command: vitest(uses('@vitest/coverage-v8') || uses('@vitest/coverage-istanbul')) }]
  throw missing(facts, 'vitest in package.json', 'add vitest to devDependencies or set `commands.test` to a line that writes $OUT/junit.xml')
}

function vitest(coverage: boolean): string {
  const report = '--reporter=default --reporter=junit --outputFile.junit="$OUT/junit.xml"'
  const measure = '--coverage.enabled --coverage.reporter=lcovonly --coverage.reporter=cobertura --coverage.reportsDirectory="$OUT" --coverage.clean=false --coverage.reportOnFailure --coverage.thresholds.100=false'
  return `npx --no-install vitest run ${report}${coverage ? ` ${measure}` : ''}`
}

function parsePackage(facts: FolderFacts): PackageJson {
  try {
    return JSON.parse(facts.manifests['package.json'] ?? '{}') as PackageJson
  } catch (cause) {
    throw new HatcheryError('MANIFEST_UNREADABLE', { where: `${facts.path}/package.json`, what: 'is not valid JSON', next: 'mend the file', cause })
  }
}

function missing(facts: FolderFacts, thing: string, next: string): HatcheryError {
  return new HatcheryError('TOOL_MISSING', { where: facts.path, what: `there is no ${thing}`, next })
}
