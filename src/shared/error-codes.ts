/**
 * What a failure is about: `usage` (the caller or hatchery.yaml), `findings` (the code under check),
 * `infrastructure` (a registry, network, engine or service), `release` (a deployment, migration or smoke test).
 */
export type FailureKind = 'usage' | 'findings' | 'infrastructure' | 'release'

/** Every error code with its kind. Each has its section in docs/errors.md. */
export const errorCodes = {
  CHECKS_FAILED: 'findings',
  CONFIG_INVALID: 'usage',
  CONFIG_NOT_FOUND: 'usage',
  COVERAGE_BELOW_MINIMUM: 'findings',
  NOT_AVAILABLE: 'usage',
  REPORT_UNREADABLE: 'infrastructure',
} as const satisfies Record<string, FailureKind>

/** One of the closed set of error codes. */
export type ErrorCode = keyof typeof errorCodes
