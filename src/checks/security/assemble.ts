import type { Config } from '../../config/model.ts'
import type { CheckFolder } from '../assemble.ts'
import { nodeImage, nodeInstall } from '../node.ts'
import { pythonImage, pythonInstall } from '../python.ts'
import type { CheckSpec, FolderFacts, Install, ToolStep } from '../spec.ts'
import { banditStep, eslintSecurityStep, npmAuditStep, pipAuditStep, pipListStep, pythonScanner, scanners, secretScanner, secretsStep, semgrepRules, semgrepStep } from './steps.ts'

/** One container of `security`. */
export interface SecuritySpec extends CheckSpec {
  /** It asks a feed, whose answer of an hour ago is not today's. */
  readonly asksFeed: boolean
}

/** Folder and versions that a container is made for. */
interface Place {
  readonly folder: CheckFolder
  readonly facts: FolderFacts
  readonly config: Pick<Config, 'matrix'>
  /** Advisories come from a file. */
  readonly offline: boolean
}

const nothing = { root: '.', files: ['no file of the project'] } as const
const npmCache = { volume: 'npm', path: '/root/.npm' } as const
const pipCache = { volume: 'pip', path: '/root/.cache/pip' } as const

/**
 * Say which scanners run for a folder: the audit of its packages and static analysis.
 *
 * With advisories from a file a Node folder needs no container for them: its lock file says all.
 *
 * @throws {HatcheryError} `TOOL_MISSING` when the folder has nothing to install from.
 */
export function assembleSecurity(place: Place): readonly SecuritySpec[] {
  return place.folder.language === 'node' ? nodeSecurity(place) : pythonSecurity(place)
}

function nodeSecurity(place: Place): readonly SecuritySpec[] {
  const { folder, facts, offline } = place
  const install = nodeInstall(facts)
  const image = nodeImage(newest(place.config.matrix.node))
  const audit = spec(place, { image, install: { ...nothing, commands: [], cache: npmCache }, steps: [npmAuditStep], sources: [{ path: facts.installRoot, include: [...install.files], exclude: [] }], asksFeed: true })
  const plugin = /"eslint-plugin-security(?:-node)?"\s*:/.test(facts.manifests['package.json'] ?? '')
  const analysis = spec(place, { image, install, steps: [eslintSecurityStep], sources: [{ path: facts.installRoot, include: [...install.files], exclude: [] }, { path: folder.path, include: [], exclude: [] }] })
  return [...(offline ? [] : [{ ...audit, path: facts.installRoot === folder.path ? folder.path : facts.installRoot }]), ...(plugin ? [analysis] : [])]
}

function pythonSecurity(place: Place): readonly SecuritySpec[] {
  const { folder, facts, offline } = place
  const image = pythonImage(newest(place.config.matrix.python))
  const own = pythonInstall(facts)
  const install: Install = { ...own, commands: offline ? own.commands : [...own.commands, ...pythonScanner('pip-audit', scanners.pipAudit)] }
  const whole = [{ path: folder.path, include: [], exclude: [] }]
  return [
    spec(place, { image, install, steps: [offline ? pipListStep : pipAuditStep], sources: [], asksFeed: !offline }),
    spec(place, { image, install: { ...nothing, commands: pythonScanner('bandit', scanners.bandit), cache: pipCache }, steps: [banditStep], sources: whole }),
  ]
}

/** Say how secrets are looked for: in one folder, whatever its language. */
export function assembleSecrets(path: string, components: readonly string[]): SecuritySpec {
  return {
    concern: 'security', path, components, language: 'node', cell: 'node-24', image: nodeImage('24'), sources: [{ path, include: [], exclude: [] }],
    install: { ...nothing, commands: secretScanner(), cache: npmCache }, steps: [secretsStep], services: [], env: {}, timeoutSeconds: 600, asksFeed: false,
  }
}

/**
 * Say how semgrep looks at the whole application by the rules that are kept beside hatchery.yaml; without any it does not run.
 *
 * @param options.entries Names in the folder of hatchery.yaml; folders end with `/`.
 */
export function assembleSemgrep(options: { entries: readonly string[]; components: readonly string[]; config: Pick<Config, 'matrix'> }): readonly SecuritySpec[] {
  const names = options.entries.map((name) => name.replace(/\/$/, ''))
  const rules = semgrepRules.filter((name) => names.includes(name))
  if (rules.length === 0) return []
  const version = newest(options.config.matrix.python)
  return [{
    concern: 'security', path: '.', components: options.components, language: 'python', cell: `python-${version}`, image: pythonImage(version), sources: [{ path: '.', include: [], exclude: [] }],
    install: { ...nothing, commands: pythonScanner('semgrep', scanners.semgrep), cache: pipCache }, steps: [semgrepStep(rules)], services: [], env: {}, timeoutSeconds: 600, asksFeed: false,
  }]
}

function spec(place: Place, own: { image: string; install: Install; steps: readonly ToolStep[]; sources: CheckSpec['sources']; asksFeed?: boolean }): SecuritySpec {
  const { folder, config } = place
  return {
    concern: 'security', path: folder.path, components: folder.components.map(({ name }) => name), language: folder.language,
    cell: `${folder.language}-${newest(config.matrix[folder.language])}`, services: [], env: {}, timeoutSeconds: 600, asksFeed: false, ...own,
  }
}

function newest(versions: readonly string[]): string {
  return versions.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1) ?? ''
}
