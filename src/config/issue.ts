/** One thing that is wrong in hatchery.yaml. */
export interface ConfigIssue {
  /** Keys from the root to the thing: `['stages', 'staging', 'deploy', 'order', 2]`. */
  readonly path: readonly (string | number)[]
  /** What is wrong and what was expected, without a final full stop. */
  readonly message: string
  /** Show the position of the key instead of its value. */
  readonly atKey?: boolean
}

/** `components.api.dependsOn[0]` */
export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${key}` : key), '')
}
