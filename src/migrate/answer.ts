/** What the migrator says of an upgrade: `{"before": …, "after": …, "applied": […]}`. */
export interface UpgradeAnswer {
  readonly before?: string | null
  readonly after?: string | null
  readonly applied?: readonly string[]
}

/** Read an answer of the migrator; undefined when it is not a JSON object. */
export function parseAnswer(payload: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(payload)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Take what is known of an upgrade out of an answer, leaving out what is not told. */
export function upgradeOf(answer: Readonly<Record<string, unknown>> | undefined): UpgradeAnswer {
  const revision = (value: unknown): value is string | null => typeof value === 'string' || value === null
  const { before, after, applied } = answer ?? {}
  return {
    ...(revision(before) ? { before } : {}),
    ...(revision(after) ? { after } : {}),
    ...(Array.isArray(applied) ? { applied: applied.map(String) } : {}),
  }
}

/** Take the upgrade out of the last log line that tells it. */
export function upgradeFromLog(lines: readonly string[]): UpgradeAnswer {
  for (const line of [...lines].reverse()) {
    const answer = parseAnswer(line.trim())
    if (answer && 'after' in answer) return upgradeOf(answer)
  }
  return {}
}
