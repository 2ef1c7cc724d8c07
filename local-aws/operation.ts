import { AwsError, notModelled } from './aws-error.ts'
import type { Plane } from './plane.ts'
import type { Call } from './wire/call.ts'

/**
 * One modelled operation.
 *
 * `accepts` lists the input members that it acts on or gives back; any other one is refused by name instead of
 * being dropped in silence. `requires` are those without which AWS refuses.
 */
export interface Operation {
  readonly requires?: readonly string[]
  readonly accepts?: readonly string[]
  run(plane: Plane, call: Call): unknown
}

export interface ServiceModel {
  /** XML namespace, for the query protocol. */
  readonly namespace?: string
  /** The code of an input that does not fit the model. */
  readonly invalidInput: string
  readonly operations: Readonly<Record<string, Operation>>
}

/** Run a call against the model of its service, or refuse it by name. */
export function perform(plane: Plane, options: { call: Call; model: ServiceModel | undefined }): unknown {
  const { call, model } = options
  const operation = model?.operations[call.operation]
  if (model === undefined || operation === undefined) throw notModelled(`${call.service}:${call.operation}`)
  const known = [...(operation.requires ?? []), ...(operation.accepts ?? [])]
  for (const name of Object.keys(call.input)) {
    if (!known.includes(name) && call.input[name] !== undefined && call.input[name] !== null) {
      throw notModelled(`the parameter ${name} of ${call.service}:${call.operation}`)
    }
  }
  for (const name of operation.requires ?? []) {
    if (call.input[name] === undefined || call.input[name] === null) throw new AwsError(model.invalidInput, `Missing required parameter: ${name}`)
  }
  return operation.run(plane, call)
}
