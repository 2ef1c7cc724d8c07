import type { Concern } from './outcome.ts'
import type { CheckSpec } from './spec.ts'

/** How this call reached Hatchery: what a person types before a function's name. */
export interface Door {
  /** `dagger call hatchery`, `dagger -m … call`, `dagger call`, with where to stand and which file to read. */
  readonly call: string
  /** Commit of the application, where git tells and nothing differs from it. */
  readonly sha?: string
  /** Commit that this run compares with: every clone has it, a branch of that name perhaps not. */
  readonly base?: string | undefined
  /** Options that a test run had besides, such as ` --shard 2/5`. */
  readonly options?: string
}

/** Checks whose verdict depends on what changed since the base. */
const comparing: ReadonlySet<Concern> = new Set(['migrations', 'security', 'performance'])

/**
 * Say how this repository calls Hatchery.
 *
 * @param facts.daggerJson Text of the caller's nearest dagger.json; `{}` where there is none.
 * @param facts.stand Folder to stand in, below the top of the repository; empty for the top, or where nothing is known.
 * @param facts.config Name of the configuration file.
 * @param facts.source Whether the application was given as --source.
 */
export function callPrefix(facts: { daggerJson: string; stand?: string; config?: string; source?: boolean }): string {
  const parsed: unknown = JSON.parse(facts.daggerJson)
  const { name, toolchains } = (parsed ?? {}) as { name?: string; toolchains?: readonly { name?: string }[] }
  const adopted = toolchains?.some((toolchain) => toolchain.name === 'hatchery')
  return [
    facts.stand ? `cd "$(git rev-parse --show-toplevel)"/${quote(facts.stand)} &&` : '',
    adopted ? 'dagger call hatchery' : name === 'hatchery' ? 'dagger call' : 'dagger -m "$HATCHERY" call',
    facts.source ? '--source .' : '',
    facts.config !== undefined && facts.config !== 'hatchery.yaml' ? `--config ${quote(facts.config)}` : '',
  ].filter(Boolean).join(' ')
}

/** Write the line that calls a function again: its words, each quoted for a shell where it must be. */
export function againLine(door: Pick<Door, 'call' | 'base'>, words: readonly string[]): string {
  return [door.call, ...(door.base ? ['--base', door.base] : []), ...words.map(quote)].join(' ')
}

/** Write the line that runs one check again, alone, on a laptop. */
export function reproduceLine(door: Door, spec: Pick<CheckSpec, 'concern' | 'components' | 'cell'>): string {
  const { base, ...same } = door
  const words = [spec.concern, '--component', spec.components[0] ?? '', ...(spec.concern === 'test' ? ['--cell', spec.cell] : [])]
  return `${againLine(comparing.has(spec.concern) ? { ...same, base } : same, words)}${spec.concern === 'test' ? (door.options ?? '') : ''}`
}

/** Write the line that measures a component's coverage again: every cell counts, and with a base its changed lines too. */
export function coverageLine(door: Door, component: string): string {
  return againLine(door, ['test', '--component', component])
}

const quote = (word: string): string => (/^[\w./:@=,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
