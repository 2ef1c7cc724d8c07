import { AwsError } from '../aws-error.ts'
import type { Plane } from '../plane.ts'
import type { Call } from '../wire/call.ts'
import { regionOf } from '../world.ts'
import type { LambdaFunction, LambdaVersion } from './state.ts'

/** Take a function's name and qualifier out of a name, partial ARN or ARN, and the Qualifier parameter. */
export function readName(call: Call): { name: string; qualifier: string } {
  const given = call.input['FunctionName'] as string
  const parts = given.split(':')
  const afterFunction = parts.indexOf('function')
  const [name = '', inName] = afterFunction >= 0 ? parts.slice(afterFunction + 1) : parts.length > 2 ? parts.slice(-1) : parts
  return { name, qualifier: (call.input['Qualifier'] as string | undefined) ?? inName ?? '$LATEST' }
}

/** The function that a call names, or what AWS says when there is none. */
export function functionOf(plane: Plane, call: Call): LambdaFunction {
  const { name, qualifier } = readName(call)
  const found = regionOf(plane.world, call.region).lambda.functions[name]
  if (found === undefined) throw missing(plane, { call, name, qualifier })
  return found
}

/** The version that a call names, by number, alias or not at all. */
export function versionOf(plane: Plane, call: Call): LambdaVersion {
  const found = functionOf(plane, call)
  const { name, qualifier } = readName(call)
  if (qualifier === '$LATEST') return latest(found)
  const number = found.aliases[qualifier]?.version ?? qualifier
  const version = number === '$LATEST' ? latest(found) : found.versions.find((one) => one.version === number)
  if (version === undefined) throw missing(plane, { call, name, qualifier })
  return version
}

/** The unpublished version. */
export function latest(found: LambdaFunction): LambdaVersion {
  return { ...found, version: '$LATEST' }
}

function missing(plane: Plane, options: { call: Call; name: string; qualifier: string }): AwsError {
  const { call, name, qualifier } = options
  const arn = `arn:aws:lambda:${call.region}:${plane.world.accountId}:function:${name}${qualifier === '$LATEST' ? '' : `:${qualifier}`}`
  return new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, { status: 404 })
}
