import { againLine, type Door } from '../checks/reproduce.ts'
import type { ErrorCode } from '../shared/error-codes.ts'
import { isHatcheryError, type HatcheryError } from '../shared/errors.ts'

/** A call of a function that reads or changes a stage. */
export interface CallOnStage {
  readonly name: string
  readonly stage: string
  readonly revision?: string | undefined
  readonly components?: readonly string[] | undefined
  readonly to?: string | undefined
  readonly release?: string | undefined
}

/** What these do to a stage is not for a laptop to do again. */
const acting: ReadonlySet<string> = new Set(['release', 'deploy', 'migrate', 'rollback', 'refresh'])
/** Nothing new goes out in these, so that there is nothing to rehearse. */
const backward: ReadonlySet<string> = new Set(['rollback', 'refresh'])

/** What images, migrations and smoke test do of themselves, they do on the stage `local` too. */
const ofTheApplication: ReadonlySet<ErrorCode> = new Set(['DEPLOYMENT_ROLLED_BACK', 'DEPLOYMENT_STOPPED', 'DEPLOYMENT_TIMED_OUT', 'MIGRATION_FAILED', 'SMOKE_FAILED'])
const ofTheLock: ReadonlySet<ErrorCode> = new Set(['RELEASE_LOCKED', 'RELEASE_LOCK_LOST', 'DEPLOYMENT_SUPERSEDED'])

const withAws = ['with-aws', '--access-key-id', 'env:AWS_ACCESS_KEY_ID', '--secret-access-key', 'env:AWS_SECRET_ACCESS_KEY', '--session-token', 'env:AWS_SESSION_TOKEN']

/**
 * Write the line that shows a failure on a stage again without changing that stage.
 *
 * On `local`, and for what only reads, it is the call itself. Else a failure of the application is rehearsed at the released
 * commit; one of the account shows in `preflight`, one of the lock in `status`.
 */
export function stageLine(door: Pick<Door, 'call' | 'base'>, call: CallOnStage, error: HatcheryError): string {
  const { name, stage, revision } = call
  const at = (...words: string[]) => [...words, '--stage', stage, ...(revision ? ['--revision', revision] : [])]
  const same = [...at(name), ...(call.components ? ['--components', call.components.join(',')] : []), ...(call.to ? ['--to', call.to] : []), ...(call.release ? ['--release', call.release] : [])]
  if (stage === 'local' || name === 'smoke') return againLine(door, same)
  if (!acting.has(name)) return againLine(door, [...withAws, ...same])
  const { code } = isHatcheryError(error.facts.cause) ? error.facts.cause : error
  if (ofTheApplication.has(code) && !backward.has(name)) return `${/^[0-9a-f]{40}$/.test(revision ?? '') ? `git checkout ${revision} && ` : ''}${againLine(door, ['rehearse'])}`
  if (ofTheLock.has(code) || backward.has(name)) return againLine(door, [...withAws, 'status', '--stage', stage])
  return againLine(door, [...withAws, ...at('preflight')])
}
