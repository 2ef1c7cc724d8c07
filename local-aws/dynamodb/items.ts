import { AwsError } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import type { Plane } from '../plane.ts'
import type { Call } from '../wire/call.ts'
import { project } from './project.ts'
import type { Item } from './state.ts'
import { tableOf } from './tables.ts'
import type { Write } from './write.ts'
import { prepareWrite } from './write.ts'

const EXPRESSION = ['ExpressionAttributeNames', 'ExpressionAttributeValues']
const CONDITIONAL = ['ConditionExpression', 'ReturnValues', 'ReturnValuesOnConditionCheckFailure', 'ReturnConsumedCapacity', ...EXPRESSION]

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html */
export const PutItem: Operation = {
  requires: ['TableName', 'Item'],
  accepts: CONDITIONAL,
  run: (plane, call) => writeOne(plane, { call, kind: 'Put' }),
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
export const UpdateItem: Operation = {
  requires: ['TableName', 'Key'],
  accepts: ['UpdateExpression', ...CONDITIONAL],
  run: (plane, call) => writeOne(plane, { call, kind: 'Update' }),
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html */
export const DeleteItem: Operation = {
  requires: ['TableName', 'Key'],
  accepts: CONDITIONAL,
  run: (plane, call) => writeOne(plane, { call, kind: 'Delete' }),
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export const GetItem: Operation = {
  requires: ['TableName', 'Key'],
  accepts: ['ConsistentRead', 'ProjectionExpression', 'ReturnConsumedCapacity', 'ExpressionAttributeNames'],
  run(plane, call) {
    const table = tableOf(plane, { call, name: call.input['TableName'] })
    const { before } = prepareWrite(table, { kind: 'ConditionCheck', input: { Key: call.input['Key'] } })
    return before === undefined ? {} : { Item: project(before, { expression: call.input['ProjectionExpression'], names: call.input['ExpressionAttributeNames'] }) }
  },
}

/**
 * All or nothing; with the reasons of a cancellation in the order of the items.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html (100 items; the token holds for 10 minutes)
 */
export const TransactWriteItems: Operation = {
  requires: ['TransactItems'],
  accepts: ['ClientRequestToken', 'ReturnConsumedCapacity'],
  run(plane, call) {
    const { TransactItems: items, ClientRequestToken: token } = call.input as { TransactItems: Record<string, Record<string, unknown>>[]; ClientRequestToken?: string }
    if (items.length > 100) throw new AwsError('ValidationException', 'Member must have length less than or equal to 100')
    if (token !== undefined && isRepeated(plane, { call, token })) return {}
    const writes = items.map((item) => {
      const [kind, input] = Object.entries(item)[0] as [Write['kind'], Record<string, unknown>]
      return prepareWrite(tableOf(plane, { call, name: input['TableName'] }), { kind, input })
    })
    if (new Set(writes.map((write) => write.identity)).size < writes.length) throw new AwsError('ValidationException', 'Transaction request cannot include multiple operations on one item')
    if (writes.some((write) => !write.allowed)) {
      const CancellationReasons = writes.map((write) =>
        write.allowed ? { Code: 'None' } : { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...(write.tellOld && write.before !== undefined ? { Item: write.before } : {}) },
      )
      const codes = CancellationReasons.map((reason) => reason.Code).join(', ')
      throw new AwsError('TransactionCanceledException', `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`, { fields: { CancellationReasons } })
    }
    for (const write of writes) write.commit()
    if (token !== undefined) plane.world.transactions[`${call.region}/${token}`] = { request: JSON.stringify(items), at: plane.timeline.now() }
    return {}
  },
}

function writeOne(plane: Plane, options: { call: Call; kind: Write['kind'] }): unknown {
  const { call, kind } = options
  const table = tableOf(plane, { call, name: call.input['TableName'] })
  const write = prepareWrite(table, { kind, input: call.input })
  if (!write.allowed) {
    throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', { fields: write.tellOld && write.before !== undefined ? { Item: write.before } : {} })
  }
  write.commit()
  const attributes = returned(write, (call.input['ReturnValues'] as string | undefined) ?? 'NONE')
  return attributes === undefined ? {} : { Attributes: attributes }
}

function returned(write: Write, wanted: string): Item | undefined {
  const only = (item: Item | undefined) =>
    item === undefined ? undefined : Object.fromEntries(write.paths.flatMap(([name]) => (item[String(name)] === undefined ? [] : [[String(name), item[String(name)] as never]])))
  switch (wanted) {
    case 'NONE':
      return undefined
    case 'ALL_OLD':
      return write.before
    case 'ALL_NEW':
      return write.after
    case 'UPDATED_NEW':
      return only(write.after)
    case 'UPDATED_OLD':
      return only(write.before)
    default:
      throw new AwsError('ValidationException', `ReturnValues can only be ALL_OLD or NONE, not ${wanted}`)
  }
}

function isRepeated(plane: Plane, options: { call: Call; token: string }): boolean {
  const known = plane.world.transactions[`${options.call.region}/${options.token}`]
  if (known === undefined || plane.timeline.now() - known.at > 600_000) return false
  if (known.request === JSON.stringify(options.call.input['TransactItems'])) return true
  throw new AwsError('IdempotentParameterMismatchException', 'The provided idempotency token was already used with different parameters')
}
