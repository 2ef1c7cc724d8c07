import { AwsError } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import type { Call } from '../wire/call.ts'
import { parseCondition } from './condition.ts'
import { Placeholders } from './names.ts'
import { project } from './project.ts'
import type { AttributeValue, Item, Table } from './state.ts'
import { keyNames, refuseIndex, slotOf, tableOf } from './tables.ts'
import { compare, same } from './values.ts'

const SHARED = ['IndexName', 'Limit', 'ConsistentRead', 'ExclusiveStartKey', 'FilterExpression', 'ProjectionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues', 'ReturnConsumedCapacity', 'Select']

/** Items of one partition, in the order of the range key. @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
export const Query: Operation = {
  requires: ['TableName', 'KeyConditionExpression'],
  accepts: ['ScanIndexForward', ...SHARED],
  run(plane, call) {
    const table = tableOf(plane, { call, name: call.input['TableName'] })
    const placeholders = placeholdersOf(call)
    const matches = parseCondition(call.input['KeyConditionExpression'] as string, placeholders)
    const found = Object.values(table.items).filter(matches).sort((a, b) => byRange(table, a, b))
    const partitions = found.map((item) => item[table.hashKey] as AttributeValue)
    if (partitions.some((value) => !same(value, partitions[0] as AttributeValue))) throw new AwsError('ValidationException', 'Query key condition not supported')
    if (call.input['ScanIndexForward'] === false) found.reverse()
    return read({ call, table, found, placeholders })
  },
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
export const Scan: Operation = {
  requires: ['TableName'],
  accepts: SHARED,
  run(plane, call) {
    const table = tableOf(plane, { call, name: call.input['TableName'] })
    return read({ call, table, found: Object.values(table.items), placeholders: placeholdersOf(call) })
  },
}

function placeholdersOf(call: Call): Placeholders {
  return new Placeholders({ names: call.input['ExpressionAttributeNames'], values: call.input['ExpressionAttributeValues'] })
}

function read(options: { call: Call; table: Table; found: Item[]; placeholders: Placeholders }): unknown {
  const { call, table, found, placeholders } = options
  const { input } = call
  refuseIndex(input['IndexName'])
  const startKey = input['ExclusiveStartKey'] as Item | undefined
  const start = startKey === undefined ? 0 : found.findIndex((item) => slotOf(table, item) === slotOf(table, startKey)) + 1
  const limit = (input['Limit'] as number | undefined) ?? Infinity
  const page = found.slice(start, start + limit)
  const filter = input['FilterExpression'] === undefined ? () => true : parseCondition(input['FilterExpression'] as string, placeholders)
  const kept = page.filter(filter)
  const last = page.at(-1)
  const more = last !== undefined && start + page.length < found.length
  return {
    ...(input['Select'] === 'COUNT' ? {} : { Items: kept.map((item) => project(item, { expression: input['ProjectionExpression'], names: input['ExpressionAttributeNames'] })) }),
    Count: kept.length,
    ScannedCount: page.length,
    ...(more ? { LastEvaluatedKey: Object.fromEntries(keyNames(table).map((name) => [name, last[name] as AttributeValue])) } : {}),
  }
}

function byRange(table: Table, a: Item, b: Item): number {
  if (table.rangeKey === undefined) return 0
  const [left, right] = [a[table.rangeKey], b[table.rangeKey]]
  return left === undefined || right === undefined ? 0 : (compare(left, right) ?? 0)
}
