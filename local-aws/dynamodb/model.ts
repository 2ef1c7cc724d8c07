import type { ServiceModel } from '../operation.ts'
import { DeleteItem, GetItem, PutItem, TransactWriteItems, UpdateItem } from './items.ts'
import { Query, Scan } from './query.ts'
import { CreateTable, DeleteTable, DescribeTable } from './tables.ts'

/** Amazon DynamoDB as far as a lock and a journal use it. */
export const dynamodb: ServiceModel = {
  invalidInput: 'ValidationException',
  operations: { CreateTable, DeleteItem, DeleteTable, DescribeTable, GetItem, PutItem, Query, Scan, TransactWriteItems, UpdateItem },
}
