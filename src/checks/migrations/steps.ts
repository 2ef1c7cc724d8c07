import type { Component } from '../../config/model.ts'
import { HatcheryError } from '../../shared/errors.ts'
import type { ToolStep } from '../spec.ts'

/** Names of what the steps leave under /out. */
export const migrationFiles = {
  phase: 'upgrade.files/phase',
  history: 'upgrade.files/history',
  heads: 'upgrade.files/heads',
  before: 'upgrade.files/before',
  first: 'upgrade.files/first',
  second: 'upgrade.files/second',
  sql: 'expand-contract.files/sql',
} as const

/**
 * Say how migrations are tried on an empty database: upgraded twice, compared with the models, written as SQL.
 *
 * They are never taken back: a release does not run downgrades either.
 *
 * @throws {HatcheryError} `TOOL_MISSING` when the component names no database, or two components share the folder.
 */
export function migrationSteps(components: readonly Component[]): readonly ToolStep[] {
  const [component, other] = components.filter((one) => one.migrations)
  if (!component?.migrations) return []
  if (other) throw refused(component, `and component ${other.name} both have migrations in ${component.path}`, 'keep `migrations` at one of them')
  if (component.services.length === 0) throw refused(component, 'has migrations and no service to run them on', 'add `services: [postgres]` to it')
  return [
    { tool: 'upgrade', command: upgrade(component.migrations.command) },
    { tool: 'schema', command: alembic('check') },
    { tool: 'expand-contract', command: `mkdir -p "$OUT/expand-contract.files"\n${alembic('upgrade base:head --sql >"$OUT/expand-contract.files/sql"')}` },
  ]
}

/** alembic ends with 255 when it says FAILED, which is no signal. */
const alembic = (line: string) => `python -m alembic ${line}\ncode=$?\n[ $code -ne 255 ] || exit 1\nexit $code`

function upgrade(command: string): string {
  return `kept="$OUT/upgrade.files"
mkdir -p "$kept"
echo read >"$kept/phase"
python -m alembic history --verbose >"$kept/history" || exit 1
python -m alembic heads >"$kept/heads" || exit 1
[ "$(grep -c . "$kept/heads")" = 1 ] || exit 1
echo empty >"$kept/phase"
python -m alembic current >"$kept/before" || exit 1
[ "$(grep -c . "$kept/before")" = 0 ] || exit 1
echo first >"$kept/phase"
(
${command}
) || exit 1
python -m alembic current >"$kept/first" || exit 1
echo second >"$kept/phase"
(
${command}
) || exit 1
python -m alembic current >"$kept/second" || exit 1
echo done >"$kept/phase"`
}

function refused(component: Component, what: string, next: string): HatcheryError {
  return new HatcheryError('TOOL_MISSING', { where: `component ${component.name}`, what, next })
}
