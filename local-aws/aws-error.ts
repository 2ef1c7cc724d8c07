/**
 * An answer that AWS gives instead of a result. The wire layer renders it in the protocol of the caller.
 *
 * `code` is the shape name of the service model (`ClusterNotFoundException`); `status` the HTTP status;
 * `fields` are further members of that shape (for example `Item` of ConditionalCheckFailedException).
 */
export class AwsError extends Error {
  readonly code: string
  readonly status: number
  readonly fields: Record<string, unknown>

  constructor(code: string, message: string, options: { status?: number; fields?: Record<string, unknown> } = {}) {
    super(message)
    this.name = 'AwsError'
    this.code = code
    this.status = options.status ?? 400
    this.fields = options.fields ?? {}
  }
}

/** The code of every answer that says: this stand-in does not do that. AWS has no such code, on purpose. */
export const NOT_MODELLED = 'LocalAwsNotModelled'

/** Refuse something that AWS has and local-aws does not; `what` names it, as in `ecs:CreateCapacityProvider`. */
export function notModelled(what: string): AwsError {
  return new AwsError(NOT_MODELLED, `local-aws does not model ${what}`)
}
