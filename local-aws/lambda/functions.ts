import { AwsError, notModelled } from '../aws-error.ts'
import { uuid } from '../ids.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import { RawAnswer } from '../wire/call.ts'
import { regionOf } from '../world.ts'
import { functionOf, latest, readName, versionOf } from './find.ts'
import type { CodeInput } from './image.ts'
import { resolveCode } from './image.ts'
import type { LambdaFunction } from './state.ts'
import { codeView, configurationView } from './view.ts'

interface CreateInput {
  FunctionName: string
  Role: string
  Code: CodeInput
  PackageType?: string
  Description?: string
  Timeout?: number
  MemorySize?: number
  Publish?: boolean
  Environment?: { Variables?: Record<string, string> }
  ImageConfig?: Record<string, unknown>
  VpcConfig?: Record<string, unknown>
  Architectures?: string[]
  Tags?: Record<string, string>
}

/** Pending until it is ready. @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html @see https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html */
export const CreateFunction: Operation = {
  requires: ['FunctionName', 'Role', 'Code'],
  accepts: ['PackageType', 'Description', 'Timeout', 'MemorySize', 'Environment', 'ImageConfig', 'VpcConfig', 'Architectures', 'Tags', 'EphemeralStorage', 'TracingConfig', 'LoggingConfig', 'SnapStart'],
  run(plane, call) {
    const input = call.input as unknown as CreateInput
    if (input.PackageType !== 'Image') throw notModelled('Lambda functions from a zip file; only image functions')
    const { functions } = regionOf(plane.world, call.region).lambda
    const { name } = readName(call)
    if (functions[name] !== undefined) throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, { status: 409 })
    const architectures = input.Architectures ?? ['x86_64']
    const { accountId, ids, timings } = plane.world
    const made: LambdaFunction = {
      name,
      arn: `arn:aws:lambda:${call.region}:${accountId}:function:${name}`,
      role: input.Role,
      ...resolveCode(plane, { code: input.Code, architectures }),
      description: input.Description ?? '',
      timeoutSeconds: input.Timeout ?? 3,
      memoryMegabytes: input.MemorySize ?? 128,
      architectures,
      environment: input.Environment?.Variables ?? {},
      ...(input.ImageConfig === undefined ? {} : { imageConfig: input.ImageConfig }),
      ...(input.VpcConfig === undefined ? {} : { vpcConfig: input.VpcConfig }),
      state: 'Pending',
      lastUpdateStatus: 'Successful',
      revisionId: uuid(ids),
      lastModified: plane.timeline.now(),
      tags: input.Tags ?? {},
      versions: [],
      aliases: {},
    }
    functions[name] = made
    plane.timeline.schedule(timings.lambdaCreateSeconds * 1000, 'lambda.created', { region: call.region, function: name })
    return created(configurationView(latest(made)))
  },
}

/** 50 a page at most, whatever MaxItems says. @see https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export const ListFunctions: Operation = {
  accepts: ['Marker', 'MaxItems', 'FunctionVersion'],
  run(plane, call) {
    const { functions } = regionOf(plane.world, call.region).lambda
    const all = Object.values(functions)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((one) => (call.input['FunctionVersion'] === 'ALL' ? [latest(one), ...one.versions] : [latest(one)]))
    const { items, next } = page(all, { token: call.input['Marker'], size: call.input['MaxItems'], defaultSize: 50, largestSize: 50, invalidCode: 'InvalidParameterValueException' })
    // The list has neither states nor their reasons (API_ListFunctions).
    const views = items.map((version) => {
      const { State, StateReason, StateReasonCode, LastUpdateStatus, LastUpdateStatusReason, LastUpdateStatusReasonCode, ...view } = configurationView(version, { qualified: call.input['FunctionVersion'] === 'ALL' })
      void [State, StateReason, StateReasonCode, LastUpdateStatus, LastUpdateStatusReason, LastUpdateStatusReasonCode]
      return view
    })
    return { Functions: views, ...(next === undefined ? {} : { NextMarker: next }) }
  },
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export const GetFunction: Operation = {
  requires: ['FunctionName'],
  accepts: ['Qualifier'],
  run(plane, call) {
    const version = versionOf(plane, call)
    const { tags } = functionOf(plane, call)
    return { Configuration: configurationView(version, { qualified: readName(call).qualifier !== '$LATEST' }), Code: codeView(version), ...(Object.keys(tags).length === 0 ? {} : { Tags: tags }) }
  },
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const GetFunctionConfiguration: Operation = {
  requires: ['FunctionName'],
  accepts: ['Qualifier'],
  run: (plane, call) => configurationView(versionOf(plane, call), { qualified: readName(call).qualifier !== '$LATEST' }),
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
export const DeleteFunction: Operation = {
  requires: ['FunctionName'],
  run(plane, call) {
    const found = functionOf(plane, call)
    delete regionOf(plane.world, call.region).lambda.functions[found.name]
    plane.lambda.forget(found.arn)
    return new RawAnswer({ status: 204, headers: {}, body: '' })
  },
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
export const ListTags: Operation = {
  requires: ['Resource'],
  run: (plane, call) => ({ Tags: functionOf(plane, { ...call, input: { FunctionName: call.input['Resource'] } }).tags }),
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html */
export const TagResource: Operation = {
  requires: ['Resource', 'Tags'],
  run(plane, call) {
    Object.assign(functionOf(plane, { ...call, input: { FunctionName: call.input['Resource'] } }).tags, call.input['Tags'])
    return new RawAnswer({ status: 204, headers: {}, body: '' })
  },
}

/** 201, as the API has it for what was made. */
export function created(body: unknown): RawAnswer {
  return new RawAnswer({ status: 201, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}
