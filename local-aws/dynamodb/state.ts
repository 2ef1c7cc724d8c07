/** A DynamoDB attribute value, in the wire's own form: `{ S: 'x' }`, `{ N: '1' }`, ... */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: boolean }
  | { M: Record<string, AttributeValue> }
  | { L: AttributeValue[] }
  | { SS: string[] }
  | { NS: string[] }

export type Item = Record<string, AttributeValue>

export interface DynamoDbState {
  tables: Record<string, Table>
}

export interface Table {
  name: string
  arn: string
  id: string
  createdAt: number
  hashKey: string
  rangeKey?: string
  attributeDefinitions: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[]
  billingMode: string
  timeToLiveAttribute?: string
  items: Record<string, Item>
}
