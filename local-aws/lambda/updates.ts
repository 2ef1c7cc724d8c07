import { AwsError } from '../aws-error.ts'
import { uuid } from '../ids.ts'
import type { Operation } from '../operation.ts'
import type { Plane } from '../plane.ts'
import { regionOf } from '../world.ts'
import { functionOf, latest } from './find.ts'
import type { CodeInput } from './image.ts'
import { resolveCode } from './image.ts'
import type { LambdaFunction } from './state.ts'
import { configurationView } from './view.ts'

/**
 * Change the image; LastUpdateStatus is InProgress until it is in place, and until then invocations meet the old one.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 */
export const UpdateFunctionCode: Operation = {
  requires: ['FunctionName'],
  accepts: ['ImageUri', 'ZipFile', 'S3Bucket', 'Architectures', 'DryRun', 'RevisionId'],
  run(plane, call) {
    const input = call.input as CodeInput & { Architectures?: string[]; DryRun?: boolean; RevisionId?: string }
    const found = changeable(functionOf(plane, call), input.RevisionId)
    const architectures = input.Architectures ?? found.architectures
    const code = resolveCode(plane, { code: input, architectures })
    if (input.DryRun === true) return configurationView(latest({ ...found, ...code, architectures }))
    begin(plane, found)
    Object.assign(found, code, { architectures })
    return configurationView(latest(found))
  },
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export const UpdateFunctionConfiguration: Operation = {
  requires: ['FunctionName'],
  accepts: ['Role', 'Description', 'Timeout', 'MemorySize', 'Environment', 'ImageConfig', 'VpcConfig', 'RevisionId'],
  run(plane, call) {
    const input = call.input as { Role?: string; Description?: string; Timeout?: number; MemorySize?: number; Environment?: { Variables?: Record<string, string> }; ImageConfig?: Record<string, unknown>; VpcConfig?: Record<string, unknown>; RevisionId?: string }
    const found = changeable(functionOf(plane, call), input.RevisionId)
    const changes = {
      role: input.Role,
      description: input.Description,
      timeoutSeconds: input.Timeout,
      memoryMegabytes: input.MemorySize,
      environment: input.Environment?.Variables,
      imageConfig: input.ImageConfig,
      vpcConfig: input.VpcConfig,
    }
    Object.assign(found, Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)))
    begin(plane, found)
    return configurationView(latest(found))
  },
}

/** What the timeline does for functions. */
export const LAMBDA_HANDLERS: Plane['handlers'] = {
  'lambda.created': (plane, data) => {
    const found = regionOf(plane.world, String(data['region'])).lambda.functions[String(data['function'])]
    if (found?.state === 'Pending') found.state = 'Active'
  },
  'lambda.updated': (plane, data) => {
    const found = regionOf(plane.world, String(data['region'])).lambda.functions[String(data['function'])]
    if (found === undefined || found.revisionId !== data['revision']) return
    found.lastUpdateStatus = 'Successful'
    found.revisionId = uuid(plane.world.ids)
    plane.lambda.forget(found.arn)
  },
}

/** Whether a function may be changed now, and by this caller. */
export function changeable(found: LambdaFunction, revisionId: string | undefined): LambdaFunction {
  if (found.state === 'Pending') {
    throw new AwsError('ResourceConflictException', `The operation cannot be performed at this time. The function is currently in the following state: ${found.state}`, { status: 409 })
  }
  if (found.lastUpdateStatus === 'InProgress') {
    throw new AwsError('ResourceConflictException', `The operation cannot be performed at this time. An update is in progress for resource: ${found.arn}`, { status: 409 })
  }
  if (revisionId !== undefined && revisionId !== found.revisionId) {
    throw new AwsError('PreconditionFailedException', 'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id', { status: 412 })
  }
  return found
}

function begin(plane: Plane, found: LambdaFunction): void {
  found.lastUpdateStatus = 'InProgress'
  delete found.lastUpdateReason
  found.revisionId = uuid(plane.world.ids)
  found.lastModified = plane.timeline.now()
  const region = found.arn.split(':')[3] ?? ''
  plane.timeline.schedule(plane.world.timings.lambdaUpdateSeconds * 1000, 'lambda.updated', { region, function: found.name, revision: found.revisionId })
}
