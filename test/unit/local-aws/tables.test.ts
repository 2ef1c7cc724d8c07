import { CreateTableCommand, DeleteItemCommand, DescribeTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, ScanCommand, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { AttributeValue, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCondition } from '../../../local-aws/dynamodb/condition.ts'
import { Placeholders } from '../../../local-aws/dynamodb/names.ts'
import { clientConfig, start } from './support.ts'

async function withTable() {
  const aws = await start()
  const db = new DynamoDBClient(clientConfig(aws))
  await db.send(
    new CreateTableCommand({
      TableName: 'state',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }, { AttributeName: 'sk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
  const put = (pk: string, sk: string, more: Record<string, AttributeValue> = {}) => db.send(new PutItemCommand({ TableName: 'state', Item: { pk: { S: pk }, sk: { S: sk }, ...more } }))
  const get = async (pk: string, sk: string) => (await db.send(new GetItemCommand({ TableName: 'state', Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true }))).Item
  const update = (input: Partial<UpdateItemCommandInput>) => db.send(new UpdateItemCommand({ TableName: 'state', Key: { pk: { S: 'a' }, sk: { S: 'b' } }, ...input }))
  return { aws, db, put, get, update }
}

/** A condition against one item, without a server. */
function holds(expression: string, item: Record<string, unknown>, values: Record<string, unknown> = {}): boolean {
  return parseCondition(expression, new Placeholders({ names: { '#n': 'n' }, values }))(item as never)
}

test('describes a table, and says when there is none', async () => {
  const { db } = await withTable()
  const { Table } = await db.send(new DescribeTableCommand({ TableName: 'state' }))
  expect([Table!.TableStatus, Table!.KeySchema]).toEqual(['ACTIVE', [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }]])
  await expect(db.send(new DescribeTableCommand({ TableName: 'none' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('lets one of thirty racers have a lock, and shows the others who has it', async () => {
  const { db } = await withTable()
  const race = (holder: string) =>
    db.send(
      new PutItemCommand({
        TableName: 'state',
        Item: { pk: { S: 'lock' }, sk: { S: 'staging' }, holder: { S: holder }, until: { N: '200' } },
        ConditionExpression: 'attribute_not_exists(pk) OR #u < :now',
        ExpressionAttributeNames: { '#u': 'until' },
        ExpressionAttributeValues: { ':now': { N: '100' } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    )
  const results = await Promise.allSettled(Array.from({ length: 30 }, (_, at) => race(`h${at}`)))
  expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  const refused = results.find((one) => one.status === 'rejected')?.reason as { name: string; Item: Record<string, AttributeValue> }
  expect([refused.name, refused.Item['until']]).toEqual(['ConditionalCheckFailedException', { N: '200' }])
})

test('updates with SET, arithmetic, if_not_exists, REMOVE and ADD', async () => {
  const { update, get, put } = await withTable()
  await put('a', 'b', { gone: { S: 'x' }, steps: { M: { one: { S: 'done' } } } })
  const { Attributes } = await update({
    UpdateExpression: 'SET fence = if_not_exists(fence, :zero) + :one, steps.#two = :done, log = list_append(if_not_exists(log, :none), :line) REMOVE gone ADD tries :one',
    ExpressionAttributeNames: { '#two': 'two' },
    ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' }, ':done': { S: 'done' }, ':none': { L: [] }, ':line': { L: [{ S: 'l' }] } },
    ReturnValues: 'UPDATED_NEW',
  })
  expect(Attributes!['fence']).toEqual({ N: '1' })
  await update({ UpdateExpression: 'ADD tries :one, fence :one', ExpressionAttributeValues: { ':one': { N: '9007199254740993' } } })
  expect(await get('a', 'b')).toEqual({ pk: { S: 'a' }, sk: { S: 'b' }, fence: { N: '9007199254740994' }, tries: { N: '9007199254740994' }, log: { L: [{ S: 'l' }] }, steps: { M: { one: { S: 'done' }, two: { S: 'done' } } } })
})

test('refuses what DynamoDB refuses about expressions', async () => {
  const { update, put } = await withTable()
  await put('a', 'b')
  const refused = (input: Partial<UpdateItemCommandInput>) => expect(update(input)).rejects
  await refused({ UpdateExpression: 'SET a = :x' }).toMatchObject({ name: 'ValidationException' })
  await refused({ UpdateExpression: 'SET a = :x', ExpressionAttributeValues: { ':x': { S: '' }, ':y': { S: '' } } }).toThrow('unused in expressions')
  await refused({ UpdateExpression: 'SET pk = :x', ExpressionAttributeValues: { ':x': { S: 'c' } } }).toThrow('part of the key')
  await refused({ UpdateExpression: 'SET a = b' }).toThrow('does not exist in the item')
  await refused({ UpdateExpression: 'SET a = = b' }).toThrow('Syntax error')
  await refused({ Key: { pk: { S: 'a' } }, UpdateExpression: 'REMOVE x' }).toThrow('One of the required keys was not given a value')
})

test('queries a partition in order, page by page', async () => {
  const { db, put } = await withTable()
  for (const sk of ['j#3', 'j#1', 'j#2', 'k#1']) await put('a', sk)
  await put('b', 'j#1')
  const page = (ExclusiveStartKey?: Record<string, AttributeValue>) =>
    db.send(new QueryCommand({ TableName: 'state', KeyConditionExpression: 'pk = :p AND begins_with(sk, :j)', ExpressionAttributeValues: { ':p': { S: 'a' }, ':j': { S: 'j#' } }, ScanIndexForward: false, Limit: 2, ExclusiveStartKey }))
  const first = await page()
  const second = await page(first.LastEvaluatedKey)
  expect([...first.Items!, ...second.Items!].map((item) => item['sk']!.S)).toEqual(['j#3', 'j#2', 'j#1'])
  expect(second.LastEvaluatedKey).toBeUndefined()
  expect((await db.send(new ScanCommand({ TableName: 'state' }))).Count).toBe(5)
})

test('does all of a transaction or nothing, once for one token', async () => {
  const { db, put, get } = await withTable()
  await put('a', 'b', { n: { N: '1' } })
  const transact = (fence: string, token?: string) =>
    db.send(
      new TransactWriteItemsCommand({
        ClientRequestToken: token,
        TransactItems: [
          { ConditionCheck: { TableName: 'state', Key: { pk: { S: 'a' }, sk: { S: 'b' } }, ConditionExpression: 'n = :n', ExpressionAttributeValues: { ':n': { N: fence } }, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
          { Update: { TableName: 'state', Key: { pk: { S: 'c' }, sk: { S: 'd' } }, UpdateExpression: 'ADD c :one', ExpressionAttributeValues: { ':one': { N: '1' } } } },
        ],
      }),
    )
  await expect(transact('2')).rejects.toMatchObject({ name: 'TransactionCanceledException', CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: { n: { N: '1' } } }, { Code: 'None' }] })
  expect(await get('c', 'd')).toBeUndefined()
  await transact('1', 'token')
  await transact('1', 'token')
  expect((await get('c', 'd'))!['c']).toEqual({ N: '1' })
  await expect(transact('3', 'token')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' })
})

test('deletes on condition and returns what was there', async () => {
  const { db, put, get } = await withTable()
  await put('a', 'b', { holder: { S: 'me' } })
  const remove = (holder: string) => db.send(new DeleteItemCommand({ TableName: 'state', Key: { pk: { S: 'a' }, sk: { S: 'b' } }, ConditionExpression: 'holder = :h', ExpressionAttributeValues: { ':h': { S: holder } }, ReturnValues: 'ALL_OLD' }))
  await expect(remove('you')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' })
  expect((await remove('me')).Attributes!['holder']).toEqual({ S: 'me' })
  expect(await get('a', 'b')).toBeUndefined()
})

test('compares numbers as numbers, and nothing with something that is not there', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (a, b) => {
      const values = { ':b': { N: String(b) } }
      const item = { n: { N: String(a) } }
      expect(['<', '<=', '=', '>=', '>', '<>'].map((operator) => holds(`#n ${operator} :b`, item, values))).toEqual([a < b, a <= b, a === b, a >= b, a > b, a !== b])
    }),
  )
  const missing = (operator: string) => holds(`gone ${operator} :v`, {}, { ':v': { N: '1' } })
  expect(['<', '=', '>', '<>'].map(missing)).toEqual([false, false, false, true])
})

test('binds NOT before AND before OR', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), fc.boolean(), (a, b, c) => {
      const item = { ...(a ? { a: { S: '' } } : {}), ...(b ? { b: { S: '' } } : {}), ...(c ? { c: { S: '' } } : {}) }
      expect(holds('attribute_exists(a) OR NOT attribute_exists(b) AND attribute_exists(c)', item)).toBe(a || (!b && c))
      expect(holds('(attribute_exists(a) or attribute_exists(b)) and attribute_not_exists(c)', item)).toBe((a || b) && !c)
    }),
  )
})
