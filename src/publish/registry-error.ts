import { HatcheryError, isHatcheryError } from '../shared/errors.ts'

/**
 * Turn what a registry did into one of our errors.
 *
 * @param failure An HTTP status, or whatever a push threw; the engine only gives text, so its text is read.
 */
export function registryError(registry: string, failure: unknown): HatcheryError {
  if (isHatcheryError(failure)) return failure
  const text = failure instanceof Error ? [failure.message, failure.cause instanceof Error ? failure.cause.message : ''].join(' ') : String(failure)
  const where = `registry ${registry}`
  const cause = typeof failure === 'number' ? undefined : lastCause(text)
  const status = typeof failure === 'number' ? failure : statusIn(text)
  const facts = { where, ...(cause ? { cause } : {}) }
  if (status === 401 || status === 403) {
    return new HatcheryError('REGISTRY_UNAUTHORIZED', { ...facts, what: `refused the push (status ${status})`, next: 'call it after with-registry --user --password of an account that may push there; for ECR, after with-aws of a role that may' })
  }
  if (status === 429) return new HatcheryError('REGISTRY_THROTTLED', { ...facts, what: 'asked to slow down (status 429) until the retries were used up', next: 'run the same command again in a minute; what was pushed is kept' })
  if (status === 404) return new HatcheryError('REPOSITORY_MISSING', { ...facts, what: 'has no such repository', next: 'create the repository, or mend registry.prefix in hatchery.yaml' })
  if (status !== undefined && status >= 400 && status < 500 && status !== 408) {
    return new HatcheryError('REGISTRY_REFUSED', { ...facts, what: `refused what was sent (status ${status})`, next: 'read what the registry takes: its version may know neither image indexes nor OCI artifacts' })
  }
  const said = status ? `answered with status ${status}` : 'could not be reached or dropped the connection'
  return new HatcheryError('REGISTRY_UNREACHABLE', { ...facts, what: `${said} until the retries were used up`, next: 'check that the registry is up, then run the same command again; what was pushed is kept' })
}

/** Say which repository is missing, and how to make one that ECR does not make by itself. */
export function repositoryMissing(registry: string, { repository, ecrRegion }: { readonly repository: string; readonly ecrRegion?: string | undefined }): HatcheryError {
  const create = ecrRegion ? `create it with \`aws ecr create-repository --repository-name ${repository} --region ${ecrRegion}\`` : 'create it'
  return new HatcheryError('REPOSITORY_MISSING', { where: `registry ${registry}`, what: `has no repository ${repository}`, next: `${create}, or mend registry.prefix in hatchery.yaml` })
}

/** Tell whether trying again can help. */
export function isRegistryRetryable(error: HatcheryError): boolean {
  return error.code === 'REGISTRY_THROTTLED' || error.code === 'REGISTRY_UNREACHABLE'
}

function statusIn(text: string): number | undefined {
  const match = /unexpected status[^:]*: (\d{3})|status(?: code)?:? (\d{3})|\b(401 Unauthorized|403 Forbidden|429 Too Many Requests|404 Not Found|50\d [A-Z][a-z]+)/.exec(text)
  if (match) return Number((match[1] ?? match[2] ?? match[3] ?? '').slice(0, 3)) || undefined
  if (/toomanyrequests/i.test(text)) return 429
  if (/authorization failed|insufficient_scope|unauthorized|no basic auth/i.test(text)) return 401
  return undefined
}

/** The engine wraps a cause many times; its end says what happened. */
const lastCause = (text: string) => text.split('\n').map((line) => line.trim()).find(Boolean)?.slice(-200)
