import { AwsError, notModelled } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import { regionOf } from '../world.ts'
import type { Parameter } from './state.ts'

interface Filter {
  readonly Key: string
  readonly Option?: string
  readonly Values?: readonly string[]
}

/**
 * What is known of parameters, without their values; a parameter must fit every filter, by one of its values.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html (50 a page at most)
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html
 */
export const DescribeParameters: Operation = {
  accepts: ['ParameterFilters', 'MaxResults', 'NextToken'],
  run(plane, call) {
    const input = call.input as { ParameterFilters?: readonly Filter[]; MaxResults?: number; NextToken?: string }
    const tests = (input.ParameterFilters ?? []).map(testOf)
    const found = Object.values(regionOf(plane.world, call.region).stores.parameters)
      .filter((parameter) => tests.every((fits) => fits(parameter)))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    if (input.MaxResults !== undefined && input.MaxResults > largestPage) throw new AwsError('ValidationException', `1 validation error detected: Value '${input.MaxResults}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to ${largestPage}`)
    const { items, next } = page(found, { token: input.NextToken, size: input.MaxResults, defaultSize: largestPage, largestSize: largestPage, invalidCode: 'InvalidNextToken' })
    return { Parameters: items.map(metadata), ...(next === undefined ? {} : { NextToken: next }) }
  },
}

const largestPage = 50

const options: Readonly<Record<string, readonly string[]>> = {
  Name: ['Equals', 'BeginsWith', 'Contains'],
  Type: ['Equals', 'BeginsWith'],
  Tier: ['Equals', 'BeginsWith'],
  DataType: ['Equals', 'BeginsWith'],
  Path: ['OneLevel', 'Recursive'],
}

function testOf({ Key, Option, Values = [] }: Filter): (parameter: Parameter) => boolean {
  if (Key.startsWith('tag:') || Key === 'KeyId') throw notModelled(`the filter ${Key} of ssm:DescribeParameters`)
  const known = options[Key]
  if (known === undefined) throw new AwsError('InvalidFilterKey', `The following filter key is not valid: ${Key}. Valid filter keys include: [${Object.keys(options).join(', ')}].`)
  const option = Option ?? known[0] ?? ''
  if (!known.includes(option)) throw new AwsError('InvalidFilterOption', `The following filter option is not valid: ${option}. Valid options include: [${known.join(', ')}].`)
  return (parameter) => Values.some((value) => fits({ key: Key, option, value }, parameter))
}

function fits({ key, option, value }: { key: string; option: string; value: string }, parameter: Parameter): boolean {
  if (key === 'Path') return inPath(parameter.name, value, option)
  const have = key === 'Name' ? parameter.name : key === 'Type' ? parameter.type : key === 'Tier' ? 'Standard' : 'text'
  if (option === 'Contains') return have.includes(value)
  return option === 'BeginsWith' ? have.startsWith(value) : have === value
}

function inPath(name: string, path: string, option: string): boolean {
  const inside = path.endsWith('/') ? path : `${path}/`
  return name.startsWith(inside) && (option === 'Recursive' || !name.slice(inside.length).includes('/'))
}

function metadata(parameter: Parameter): Record<string, unknown> {
  const { name, arn, type, version, modifiedAt } = parameter
  return { Name: name, ARN: arn, Type: type, Version: version, LastModifiedDate: new Date(modifiedAt), Tier: 'Standard', DataType: 'text', Policies: [], ...(type === 'SecureString' ? { KeyId: 'alias/aws/ssm' } : {}) }
}
