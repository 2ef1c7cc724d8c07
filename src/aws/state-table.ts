import type { AwsAccess } from './connect.ts'
import { keySource } from './credentials.ts'
import { mapAwsError } from './map-error.ts'
import { systemClock } from '../shared/clock.ts'

/**
 * Make the state table where it is not there: for the stage `local`, whose world nobody makes by CloudFormation.
 *
 * The same table as docs/state.cloudformation.yaml.
 */
export async function createStateTable(region: string, access: Pick<AwsAccess, 'credentials' | 'endpoint' | 'table' | 'fetch'>): Promise<void> {
  const sdk = await import('@aws-sdk/client-dynamodb')
  const keys = keySource(access.credentials, { region, endpoint: access.endpoint, clock: systemClock, fetch: access.fetch ?? fetch })
  const client = new sdk.DynamoDBClient({ region, ...(access.endpoint ? { endpoint: access.endpoint } : {}), credentials: () => keys.keys() })
  const key = (AttributeName: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName, KeyType })
  try {
    await client.send(
      new sdk.CreateTableCommand({
        TableName: access.table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
      }),
    )
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw mapAwsError('dynamodb:CreateTable', error)
  } finally {
    client.destroy()
  }
}
