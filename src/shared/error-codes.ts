/**
 * What a failure is about: `usage` (the caller or hatchery.yaml), `findings` (the code under check),
 * `infrastructure` (a registry, network, engine or service), `release` (a deployment, migration or smoke test).
 */
export type FailureKind = 'usage' | 'findings' | 'infrastructure' | 'release'

/** Every error code with its kind. Each has its section in docs/errors.md. */
export const errorCodes = {
  AWS_ACCESS_DENIED: 'infrastructure',
  AWS_CREDENTIALS_EXPIRED: 'infrastructure',
  AWS_CREDENTIALS_INVALID: 'infrastructure',
  AWS_NOT_FOUND: 'infrastructure',
  AWS_REFUSED: 'infrastructure',
  AWS_THROTTLED: 'infrastructure',
  AWS_UNREACHABLE: 'infrastructure',
  CHECKS_FAILED: 'findings',
  CHECK_KILLED: 'infrastructure',
  CHECK_TIME_LIMIT: 'findings',
  CONFIG_INVALID: 'usage',
  CONFIG_NOT_FOUND: 'usage',
  COVERAGE_BELOW_MINIMUM: 'findings',
  DEPLOYMENT_ROLLED_BACK: 'release',
  DEPLOYMENT_STOPPED: 'release',
  DEPLOYMENT_SUPERSEDED: 'release',
  DEPLOYMENT_TIMED_OUT: 'release',
  MANIFEST_UNREADABLE: 'usage',
  MIGRATION_DESTRUCTIVE: 'findings',
  MIGRATION_FAILED: 'release',
  MIGRATION_UNRESOLVED: 'release',
  MIGRATOR_AMBIGUOUS: 'usage',
  MIGRATOR_NOT_FOUND: 'usage',
  NOT_AVAILABLE: 'usage',
  NO_TESTS_RUN: 'findings',
  PERFORMANCE_REGRESSED: 'findings',
  PREFLIGHT_FAILED: 'release',
  QUARANTINE_EXPIRED: 'findings',
  RELEASE_FAILED: 'release',
  RELEASE_LOCKED: 'release',
  RELEASE_LOCK_LOST: 'release',
  RELEASE_NOT_FOUND: 'usage',
  REPORT_UNREADABLE: 'infrastructure',
  ROLLBACK_REFUSED: 'release',
  SHARD_INVALID: 'usage',
  SMOKE_FAILED: 'release',
  TOOL_FAILED: 'infrastructure',
  TOOL_MISSING: 'usage',
  WAIVER_EXPIRED: 'findings',
} as const satisfies Record<string, FailureKind>

/** One of the closed set of error codes. */
export type ErrorCode = keyof typeof errorCodes
