import { HatcheryError } from '../shared/errors.ts'
import type { Component } from '../config/model.ts'
import type { Concern } from './outcome.ts'
import type { FolderFacts, Install, ToolStep } from './spec.ts'

/** Name the image of a Python version; from 3.13 on the official slim images are tagged by trixie. */
export function pythonImage(version: string): string {
  return `python:${version}-slim-${Number(version.split('.')[1]) >= 13 ? 'trixie' : 'bookworm'}`
}

const requirements = (facts: FolderFacts) => facts.entries.filter((name) => /^requirements.*\.txt$/.test(name)).sort()

/** Install every requirements*.txt of the folder in one go, so that pip resolves them together. */
export function pythonInstall(facts: FolderFacts): Install {
  const files = requirements(facts)
  const root = facts.path
  const cache = { volume: 'pip', path: '/root/.cache/pip' }
  if (files.length > 0) {
    return { root, files: ['requirements*.txt', 'constraints*.txt'], commands: [`pip install --root-user-action=ignore ${files.map((file) => `-r ${file}`).join(' ')}`], cache }
  }
  if (/^\[project\]/m.test(facts.manifests['pyproject.toml'] ?? '')) {
    const groups = ['test', 'dev'].filter((group) => new RegExp(`^${group}\\s*=\\s*\\[`, 'm').test(facts.manifests['pyproject.toml'] ?? ''))
    const extras = groups.length > 0 ? `[${groups.join(',')}]` : ''
    return { root, files: ['**'], commands: [`pip install --root-user-action=ignore -e '.${extras}'`], cache }
  }
  const other = facts.entries.find((name) => ['poetry.lock', 'uv.lock', 'Pipfile.lock'].includes(name))
  throw missing(facts, 'requirements*.txt or pyproject.toml with [project]', other ? `export ${other} to a requirements.txt; installing from it is not there yet` : 'add one of them or set `language` to what the folder holds')
}

/** Say which tools run for a concern in a Python folder; a tool runs where the manifests name it. */
export function pythonSteps(concern: Concern, facts: FolderFacts, commands: Component['commands']): readonly ToolStep[] {
  const named = (tool: string) => Object.values(facts.manifests).some((text) => new RegExp(`(^|["'\\s[])${tool}\\b`, 'mi').test(text))
  if (concern === 'lint') {
    if (commands.lint) return [{ tool: 'lint', command: commands.lint }]
    const steps = [
      { tool: 'ruff', command: 'ruff check --output-format json --output-file "$OUT/ruff.json" .' },
      { tool: 'black', command: 'black --check .' },
    ].filter((step) => named(step.tool))
    if (steps.length === 0) throw missing(facts, 'ruff or black in the requirements', 'add one of them or set `commands.lint`')
    return steps
  }
  if (concern === 'typecheck') {
    if (commands.typecheck) return [{ tool: 'typecheck', command: commands.typecheck }]
    if (named('mypy')) return [{ tool: 'mypy', command: 'mypy --no-error-summary --show-column-numbers --no-pretty .' }]
    throw missing(facts, 'mypy in the requirements', 'add it or set `commands.typecheck`')
  }
  if (commands.test) return [{ tool: 'test', command: commands.test }]
  if (!named('pytest')) throw missing(facts, 'pytest in the requirements', 'add it or set `commands.test` to a line that writes $OUT/junit.xml')
  const measure = named('pytest-cov') ? ' --cov --cov-report=xml:"$OUT/cobertura.xml" --cov-report=lcov:"$OUT/lcov.info" --cov-fail-under=0' : ''
  return [{ tool: 'pytest', command: `python -m pytest -p no:cacheprovider --junitxml="$OUT/junit.xml" -o junit_family=xunit1${measure}` }]
}

function missing(facts: FolderFacts, thing: string, next: string): HatcheryError {
  return new HatcheryError('TOOL_MISSING', { where: facts.path, what: `there is no ${thing}`, next })
}
