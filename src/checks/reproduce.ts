import type { CheckSpec } from './spec.ts'

/** How this call reached Hatchery: what a person types before a function's name. */
export interface Door {
  /** `dagger call hatchery`, `dagger -m … call`, `dagger call`. */
  readonly call: string
  /** Commit of the application, where git tells and nothing differs from it. */
  readonly sha?: string
  /** Options that this run had besides, such as ` --shard 2/5`. */
  readonly options?: string
}

/**
 * Say how this repository calls Hatchery.
 *
 * @param daggerJson Text of the caller's nearest dagger.json; `{}` where there is none.
 */
export function callPrefix(daggerJson: string): string {
  const parsed: unknown = JSON.parse(daggerJson)
  const { name, toolchains } = (parsed ?? {}) as { name?: string; toolchains?: readonly { name?: string }[] }
  if (toolchains?.some((toolchain) => toolchain.name === 'hatchery')) return 'dagger call hatchery'
  return name === 'hatchery' ? 'dagger call' : 'dagger -m "$HATCHERY" call'
}

/** Write the line that runs one check again, alone, on a laptop. */
export function reproduceLine(door: Door, spec: Pick<CheckSpec, 'concern' | 'components' | 'cell'>): string {
  const cell = spec.concern === 'test' ? ` --cell ${spec.cell}` : ''
  return `${door.call} ${spec.concern} --component ${spec.components[0] ?? ''}${cell}${spec.concern === 'test' ? (door.options ?? '') : ''}`
}
