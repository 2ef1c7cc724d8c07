/** What one run of git gave; text is UTF-8. */
export interface GitResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs git in the folder of hatchery.yaml; a non-zero exit code is a result, not an error. */
export interface Git {
  run(args: readonly string[]): Promise<GitResult>
}

/** First line of what git complained about, for a person. */
export function complaint({ stderr, exitCode }: GitResult): string {
  const line = stderr.split('\n').find((one) => one.trim() !== '') ?? `git ended with ${exitCode}`
  return line.replace(/^(fatal|error): /, '').trim()
}
