import { AwsError, notModelled } from '../aws-error.ts'
import { uuid } from '../ids.ts'
import type { Operation } from '../operation.ts'
import type { Plane } from '../plane.ts'
import type { Call } from '../wire/call.ts'
import { regionOf } from '../world.ts'
import type { Item, Table } from './state.ts'
import { typeOf } from './values.ts'

interface CreateInput {
  TableName: string
  KeySchema: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[]
  AttributeDefinitions: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[]
  BillingMode?: string
}

/** A table is ACTIVE at once; AWS takes some seconds. @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
export const CreateTable: Operation = {
  requires: ['TableName', 'KeySchema', 'AttributeDefinitions'],
  accepts: ['BillingMode', 'ProvisionedThroughput', 'Tags', 'SSESpecification', 'DeletionProtectionEnabled', 'TableClass'],
  run(plane, call) {
    const input = call.input as unknown as CreateInput
    const { tables } = regionOf(plane.world, call.region).dynamodb
    if (tables[input.TableName] !== undefined) throw new AwsError('ResourceInUseException', `Table already exists: ${input.TableName}`)
    const hash = input.KeySchema.find((key) => key.KeyType === 'HASH')
    const range = input.KeySchema.find((key) => key.KeyType === 'RANGE')
    if (hash === undefined) throw new AwsError('ValidationException', 'One or more parameter values were invalid: Missing the HASH key in KeySchema')
    const table: Table = {
      name: input.TableName,
      arn: `arn:aws:dynamodb:${call.region}:${plane.world.accountId}:table/${input.TableName}`,
      id: uuid(plane.world.ids),
      createdAt: plane.timeline.now(),
      hashKey: hash.AttributeName,
      ...(range === undefined ? {} : { rangeKey: range.AttributeName }),
      attributeDefinitions: input.AttributeDefinitions,
      billingMode: input.BillingMode ?? 'PROVISIONED',
      items: {},
    }
    for (const name of keyNames(table)) {
      if (!input.AttributeDefinitions.some((one) => one.AttributeName === name)) {
        throw new AwsError('ValidationException', `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${name}]`)
      }
    }
    tables[table.name] = table
    return { TableDescription: view(table) }
  },
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html */
export const DescribeTable: Operation = {
  requires: ['TableName'],
  run: (plane, call) => ({ Table: view(tableOf(plane, { call, name: call.input['TableName'] })) }),
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html */
export const DeleteTable: Operation = {
  requires: ['TableName'],
  run(plane, call) {
    const table = tableOf(plane, { call, name: call.input['TableName'] })
    delete regionOf(plane.world, call.region).dynamodb.tables[table.name]
    return { TableDescription: { ...view(table), TableStatus: 'DELETING' } }
  },
}

/** The table that a request names, by name or ARN. */
export function tableOf(plane: Plane, options: { call: Call; name: unknown }): Table {
  const name = String(options.name).split('/').at(-1) as string
  const table = regionOf(plane.world, options.call.region).dynamodb.tables[name]
  if (table === undefined) throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`)
  return table
}

/** Names of the key attributes. */
export function keyNames(table: Table): string[] {
  return table.rangeKey === undefined ? [table.hashKey] : [table.hashKey, table.rangeKey]
}

/** Where the table keeps an item, from its key attributes, whose types must be as declared. */
export function slotOf(table: Table, item: Item): string {
  return JSON.stringify(
    keyNames(table).map((name) => {
      const value = item[name]
      const declared = table.attributeDefinitions.find((one) => one.AttributeName === name)?.AttributeType
      if (value === undefined) throw new AwsError('ValidationException', 'One of the required keys was not given a value')
      if (typeOf(value) !== declared) throw new AwsError('ValidationException', `One or more parameter values were invalid: Type mismatch for key ${name} expected: ${declared} actual: ${typeOf(value)}`)
      return value
    }),
  )
}

/** Refuse a key with anything but the key attributes. */
export function assertKeyOnly(table: Table, key: Item): void {
  if (Object.keys(key).length !== keyNames(table).length) throw new AwsError('ValidationException', 'The provided key element does not match the schema')
}

/** Refuse what only a secondary index can answer. */
export function refuseIndex(name: unknown): void {
  if (name !== undefined) throw notModelled(`secondary indexes of DynamoDB (${JSON.stringify(name)})`)
}

function view(table: Table): Record<string, unknown> {
  const items = Object.values(table.items)
  return {
    AttributeDefinitions: table.attributeDefinitions,
    TableName: table.name,
    KeySchema: keyNames(table).map((name, at) => ({ AttributeName: name, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
    TableStatus: 'ACTIVE',
    CreationDateTime: new Date(table.createdAt),
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    TableSizeBytes: JSON.stringify(items).length,
    ItemCount: items.length,
    TableArn: table.arn,
    TableId: table.id,
    BillingModeSummary: { BillingMode: table.billingMode },
    DeletionProtectionEnabled: false,
  }
}
