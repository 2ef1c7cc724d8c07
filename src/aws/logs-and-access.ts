import type { DescribeParametersCommandOutput } from '@aws-sdk/client-ssm'
import type { Connection } from './connection.ts'
import { lazy } from './connection.ts'
import type { IamPort, LogsPort, SecretsPort, StsPort } from './ports.ts'
import { shortArn } from '../shared/arn.ts'

/** Speak to CloudWatch Logs. */
export function logsAdapter(connection: Connection): LogsPort {
  const ready = lazy(async () => {
    const sdk = await import('@aws-sdk/client-cloudwatch-logs')
    return { sdk, client: new sdk.CloudWatchLogsClient(connection.clientConfig()) }
  })
  return {
    async tail({ group, stream, limit }) {
      const lines = await connection.find('logs:GetLogEvents', async () => {
        const { sdk, client } = await ready()
        const answer = await client.send(new sdk.GetLogEventsCommand({ logGroupName: group, logStreamName: stream, limit, startFromHead: false }))
        return (answer.events ?? []).map((event) => (event.message ?? '').trimEnd())
      })
      return lines ?? []
    },
    groupExists: (group) =>
      connection.call('logs:DescribeLogGroups', async () => {
        const { sdk, client } = await ready()
        const answer = await client.send(new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: group }))
        return (answer.logGroups ?? []).some((one) => one.logGroupName === group)
      }),
  }
}

/** Speak to AWS STS. */
export function stsAdapter(connection: Connection): StsPort {
  return {
    callerIdentity: () =>
      connection.call('sts:GetCallerIdentity', async () => {
        const sdk = await import('@aws-sdk/client-sts')
        const answer = await new sdk.STSClient(connection.clientConfig()).send(new sdk.GetCallerIdentityCommand({}))
        return { account: answer.Account ?? '', arn: answer.Arn ?? '' }
      }),
  }
}

/** Ask Secrets Manager and SSM whether a secret is there; its value is never read. */
export function secretsAdapter(connection: Connection): SecretsPort {
  return {
    async exists(valueFrom) {
      const found = valueFrom.includes(':secretsmanager:') ? await secret(connection, valueFrom) : await parameter(connection, valueFrom)
      return found ?? false
    },
  }
}

function secret(connection: Connection, valueFrom: string): Promise<boolean | undefined> {
  return connection.find('secretsmanager:DescribeSecret', async () => {
    const sdk = await import('@aws-sdk/client-secrets-manager')
    // arn:aws:secretsmanager:region:account:secret:name[:json-key:version-stage:version-id]
    const id = valueFrom.split(':').slice(0, 7).join(':')
    const answer = await new sdk.SecretsManagerClient(connection.clientConfig()).send(new sdk.DescribeSecretCommand({ SecretId: id }))
    return answer.DeletedDate === undefined
  })
}

function parameter(connection: Connection, valueFrom: string): Promise<boolean | undefined> {
  return connection.find('ssm:DescribeParameters', async () => {
    const sdk = await import('@aws-sdk/client-ssm')
    const name = valueFrom.startsWith('arn:') ? valueFrom.slice(valueFrom.indexOf(':parameter') + ':parameter'.length) : valueFrom
    const candidates = valueFrom.startsWith('arn:') ? [name, name.replace(/^\//, '')] : [name]
    const client = new sdk.SSMClient(connection.clientConfig())
    for (let token: string | undefined; ; ) {
      const answer: DescribeParametersCommandOutput = await client.send(new sdk.DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: candidates }], ...(token === undefined ? {} : { NextToken: token }) }))
      if ((answer.Parameters ?? []).length > 0) return true
      // SSM may stop at an internal limit with nothing found yet and more to look at.
      token = answer.NextToken
      if (token === undefined || token === '') return false
    }
  })
}

/** Speak to IAM. */
export function iamAdapter(connection: Connection): IamPort {
  return {
    async roleExists(roleArn) {
      const name = shortArn(roleArn)
      const found = await connection.find('iam:GetRole', async () => {
        const sdk = await import('@aws-sdk/client-iam')
        await new sdk.IAMClient(connection.clientConfig()).send(new sdk.GetRoleCommand({ RoleName: name }))
        return true
      })
      return found ?? false
    },
  }
}
