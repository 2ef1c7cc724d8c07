import type { Config } from '../config/model.ts'
import { selectComponents } from '../config/select.ts'
import { assembleChecks, checkFolders } from './assemble.ts'
import type { CheckSpec, FolderFacts } from './spec.ts'
import { HatcheryError } from '../shared/errors.ts'

/** Say how the smoke suite runs: in its component's test container of the newest version, without services. */
export function assembleSuite(options: { config: Pick<Config, 'components' | 'matrix'>; component: string; command: string; facts: FolderFacts }): CheckSpec {
  const [folder] = checkFolders(selectComponents(options.config, options.component))
  if (!folder) throw new HatcheryError('NOTHING_TO_CHECK', { where: `component ${options.component}`, what: 'has no language, so its suite cannot be run', next: 'set its `language`, or name another component under smoke.suite' })
  const components = folder.components.map((component) => ({ ...component, commands: { ...component.commands, lint: options.command } }))
  const [spec] = assembleChecks({ concern: 'lint', folder: { ...folder, components }, facts: options.facts, config: options.config })
  if (!spec) throw new TypeError('a lint check is always one container')
  return { ...spec, steps: [{ tool: 'suite', command: options.command }] }
}
