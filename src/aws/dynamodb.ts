import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { isHatcheryError } from '../shared/errors.ts'
import type { Connection } from './connection.ts'
import { lazy } from './connection.ts'
import type { StateCondition, StateItem, StatePort } from './ports.ts'

/** Keep state in one DynamoDB table with the string keys `pk` and `sk`. */
export function stateAdapter(connection: Connection, table: string): StatePort {
  const ready = lazy(async () => {
    const sdk = await import('@aws-sdk/client-dynamodb')
    return { sdk, client: new sdk.DynamoDBClient(connection.clientConfig()) }
  })
  return {
    get: (key) =>
      connection.call('dynamodb:GetItem', async () => {
        const { sdk, client } = await ready()
        const { Item: item } = await client.send(new sdk.GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }))
        return item && (unmarshall(item) as StateItem)
      }),
    put: (item, condition) =>
      conditional(
        connection.call('dynamodb:PutItem', async () => {
          const { sdk, client } = await ready()
          await client.send(new sdk.PutItemCommand({ TableName: table, Item: marshall(item), ...expression(condition) }))
        }),
      ),
    delete: (key, condition) =>
      conditional(
        connection.call('dynamodb:DeleteItem', async () => {
          const { sdk, client } = await ready()
          await client.send(new sdk.DeleteItemCommand({ TableName: table, Key: marshall(key), ...expression(condition) }))
        }),
      ),
    async query({ pk, prefix, newestFirst, limit }) {
      const items: StateItem[] = []
      let start: Record<string, AttributeValue> | undefined
      do {
        const page = await connection.call('dynamodb:Query', async () => {
          const { sdk, client } = await ready()
          return client.send(
            new sdk.QueryCommand({
              TableName: table,
              ConsistentRead: true,
              KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
              ExpressionAttributeValues: marshall({ ':pk': pk, ':prefix': prefix }),
              ScanIndexForward: !newestFirst,
              ...(limit ? { Limit: limit - items.length } : {}),
              ...(start ? { ExclusiveStartKey: start } : {}),
            }),
          )
        })
        items.push(...(page.Items ?? []).map((item) => unmarshall(item) as StateItem))
        start = page.LastEvaluatedKey
      } while (start && (limit === undefined || items.length < limit))
      return items
    },
    async tableExists() {
      const found = await connection.find('dynamodb:DescribeTable', async () => {
        const { sdk, client } = await ready()
        return (await client.send(new sdk.DescribeTableCommand({ TableName: table }))).Table?.TableStatus === 'ACTIVE'
      })
      return found ?? false
    },
  }
}

/** A condition that does not hold is an answer, not a failure. */
async function conditional(write: Promise<void>): Promise<boolean> {
  try {
    await write
    return true
  } catch (error) {
    if (isHatcheryError(error) && error.facts.cause instanceof Error && error.facts.cause.message.startsWith('ConditionalCheckFailedException')) return false
    throw error
  }
}

function expression(condition: StateCondition | undefined) {
  if (condition === undefined) return {}
  if (condition.kind === 'absent') return { ConditionExpression: 'attribute_not_exists(pk)' }
  const names = Object.keys(condition.values)
  return {
    ConditionExpression: names.map((_, at) => `#c${at} = :c${at}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, at) => [`#c${at}`, name])),
    ExpressionAttributeValues: marshall(Object.fromEntries(names.map((name, at) => [`:c${at}`, condition.values[name]]))),
  }
}

function marshall(item: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(item).flatMap(([name, value]) => (value === undefined ? [] : [[name, toAttribute(value)]])))
}

function toAttribute(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (value === null || value === undefined) return { NULL: true }
  if (Array.isArray(value)) return { L: value.map(toAttribute) }
  return { M: marshall(value as Record<string, unknown>) }
}

function unmarshall(item: Record<string, AttributeValue>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, fromAttribute(value)]))
}

function fromAttribute(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S
  if (value.N !== undefined) return Number(value.N)
  if (value.BOOL !== undefined) return value.BOOL
  if (value.L !== undefined) return value.L.map(fromAttribute)
  if (value.M !== undefined) return unmarshall(value.M)
  return null
}
