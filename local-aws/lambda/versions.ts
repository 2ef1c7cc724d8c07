import { AwsError, notModelled } from '../aws-error.ts'
import { uuid } from '../ids.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import { functionOf, latest } from './find.ts'
import { created } from './functions.ts'
import type { LambdaFunction, LambdaVersion } from './state.ts'
import { changeable } from './updates.ts'
import { configurationView } from './view.ts'

/** The same code and configuration as the last version is that version. @see https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html */
export const PublishVersion: Operation = {
  requires: ['FunctionName'],
  accepts: ['CodeSha256', 'Description', 'RevisionId'],
  run(plane, call) {
    const input = call.input as { CodeSha256?: string; Description?: string; RevisionId?: string }
    const found = changeable(functionOf(plane, call), input.RevisionId)
    if (input.CodeSha256 !== undefined && input.CodeSha256 !== found.codeSha256) throw new AwsError('InvalidParameterValueException', `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${found.codeSha256}). Please try again with the CodeSHA256 in $LATEST.`)
    const last = found.versions.at(-1)
    if (last !== undefined && content(last) === content(latest(found))) return created(configurationView(last, { qualified: true }))
    const { versions, aliases, tags, ...configuration } = found
    void [aliases, tags]
    const version: LambdaVersion = { ...structuredClone(configuration), version: String(Number(last?.version ?? 0) + 1), description: input.Description ?? found.description, revisionId: uuid(plane.world.ids) }
    versions.push(version)
    return created(configurationView(version, { qualified: true }))
  },
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html (50 a page) */
export const ListVersionsByFunction: Operation = {
  requires: ['FunctionName'],
  accepts: ['Marker', 'MaxItems'],
  run(plane, call) {
    const found = functionOf(plane, call)
    const all = [latest(found), ...found.versions]
    const { items, next } = page(all, { token: call.input['Marker'], size: call.input['MaxItems'], defaultSize: 50, largestSize: 50, invalidCode: 'InvalidParameterValueException' })
    return { Versions: items.map((version) => configurationView(version, { qualified: true })), ...(next === undefined ? {} : { NextMarker: next }) }
  },
}

interface AliasInput {
  Name: string
  FunctionVersion?: string
  Description?: string
  RoutingConfig?: { AdditionalVersionWeights?: Record<string, number> }
  RevisionId?: string
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
export const CreateAlias: Operation = {
  requires: ['FunctionName', 'Name', 'FunctionVersion'],
  accepts: ['Description', 'RoutingConfig'],
  run(plane, call) {
    const input = call.input as unknown as AliasInput
    const found = functionOf(plane, call)
    if (found.aliases[input.Name] !== undefined) throw new AwsError('ResourceConflictException', `Alias already exists: ${found.arn}:${input.Name}`, { status: 409 })
    return created(aliasView(found, set(plane.world.ids, { found, input })))
  },
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export const UpdateAlias: Operation = {
  requires: ['FunctionName', 'Name'],
  accepts: ['FunctionVersion', 'Description', 'RoutingConfig', 'RevisionId'],
  run(plane, call) {
    const input = call.input as unknown as AliasInput
    const found = functionOf(plane, call)
    const known = aliasOf(found, input.Name)
    if (input.RevisionId !== undefined && input.RevisionId !== known.revisionId) throw new AwsError('PreconditionFailedException', 'The Revision Id provided does not match the latest Revision Id.', { status: 412 })
    return aliasView(found, set(plane.world.ids, { found, input }))
  },
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export const GetAlias: Operation = {
  requires: ['FunctionName', 'Name'],
  run(plane, call) {
    const found = functionOf(plane, call)
    aliasOf(found, call.input['Name'] as string)
    return aliasView(found, call.input['Name'] as string)
  },
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html */
export const ListAliases: Operation = {
  requires: ['FunctionName'],
  accepts: ['FunctionVersion', 'Marker', 'MaxItems'],
  run(plane, call) {
    const found = functionOf(plane, call)
    const names = Object.keys(found.aliases).filter((name) => call.input['FunctionVersion'] === undefined || found.aliases[name]?.version === call.input['FunctionVersion'])
    const { items, next } = page(names, { token: call.input['Marker'], size: call.input['MaxItems'], defaultSize: 50, largestSize: 50, invalidCode: 'InvalidParameterValueException' })
    return { Aliases: items.map((name) => aliasView(found, name)), ...(next === undefined ? {} : { NextMarker: next }) }
  },
}

function set(ids: Parameters<typeof uuid>[0], options: { found: LambdaFunction; input: AliasInput }): string {
  const { found, input } = options
  if (Object.keys(input.RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0) throw notModelled('weighted Lambda aliases (RoutingConfig)')
  const known = found.aliases[input.Name]
  const version = input.FunctionVersion ?? known?.version ?? '$LATEST'
  if (version !== '$LATEST' && !found.versions.some((one) => one.version === version)) throw new AwsError('ResourceNotFoundException', `Function not found: ${found.arn}:${version}`, { status: 404 })
  found.aliases[input.Name] = { version, description: input.Description ?? known?.description ?? '', revisionId: uuid(ids) }
  return input.Name
}

function aliasOf(found: LambdaFunction, name: string) {
  const alias = found.aliases[name]
  if (alias === undefined) throw new AwsError('ResourceNotFoundException', `Cannot find alias arn: ${found.arn}:${name}`, { status: 404 })
  return alias
}

function aliasView(found: LambdaFunction, name: string): Record<string, unknown> {
  const alias = aliasOf(found, name)
  return { AliasArn: `${found.arn}:${name}`, Name: name, FunctionVersion: alias.version, Description: alias.description, RevisionId: alias.revisionId }
}

function content(version: LambdaVersion): string {
  return JSON.stringify([version.codeSha256, version.environment, version.timeoutSeconds, version.memoryMegabytes, version.imageConfig, version.role])
}
