import type { Connection } from './connection.ts'
import { lazy } from './connection.ts'
import type { LambdaFunction, LambdaPort } from './ports.ts'

/** Speak to AWS Lambda. Invocations have a client of their own: one attempt, a socket that outlives the function. */
export function lambdaAdapter(connection: Connection): LambdaPort {
  const ready = lazy(async () => {
    const sdk = await import('@aws-sdk/client-lambda')
    return { sdk, client: new sdk.LambdaClient(connection.clientConfig()) }
  })
  return {
    async listFunctions() {
      const found: { name: string; arn: string }[] = []
      let marker: string | undefined
      do {
        const page = await connection.call('lambda:ListFunctions', async () => {
          const { sdk, client } = await ready()
          return client.send(new sdk.ListFunctionsCommand(marker ? { Marker: marker } : {}))
        })
        found.push(...(page.Functions ?? []).map((one) => ({ name: one.FunctionName ?? '', arn: one.FunctionArn ?? '' })))
        marker = page.NextMarker
      } while (marker)
      return found
    },
    listTags: (arn) =>
      connection.call('lambda:ListTags', async () => {
        const { sdk, client } = await ready()
        return (await client.send(new sdk.ListTagsCommand({ Resource: arn }))).Tags ?? {}
      }),
    getFunction: (name) =>
      connection.find('lambda:GetFunction', async () => {
        const { sdk, client } = await ready()
        const { Configuration: configuration, Code: code } = await client.send(new sdk.GetFunctionCommand({ FunctionName: name }))
        return {
          name: configuration?.FunctionName ?? name,
          arn: configuration?.FunctionArn ?? '',
          packageType: configuration?.PackageType ?? 'Zip',
          state: configuration?.State,
          lastUpdateStatus: configuration?.LastUpdateStatus,
          lastUpdateStatusReason: configuration?.LastUpdateStatusReason,
          timeoutSeconds: configuration?.Timeout ?? 900,
          architecture: configuration?.Architectures?.[0] ?? 'x86_64',
          imageUri: code?.ImageUri,
        } satisfies LambdaFunction
      }),
    updateFunctionCode: (name, imageUri) =>
      connection.call('lambda:UpdateFunctionCode', async () => {
        const { sdk, client } = await ready()
        await client.send(new sdk.UpdateFunctionCodeCommand({ FunctionName: name, ImageUri: imageUri }))
      }),
    invoke: ({ name, payload, functionTimeoutSeconds }) =>
      connection.call('lambda:InvokeFunction', async () => {
        const sdk = await import('@aws-sdk/client-lambda')
        const base = connection.clientConfig()
        const socketMs = (functionTimeoutSeconds + 30) * 1000
        const client = new sdk.LambdaClient({ ...base, maxAttempts: 1, requestHandler: { ...base.requestHandler, requestTimeout: socketMs, socketTimeout: socketMs } })
        try {
          const answer = await client.send(new sdk.InvokeCommand({ FunctionName: name, Payload: Buffer.from(payload), LogType: 'Tail', InvocationType: 'RequestResponse' }))
          return {
            statusCode: answer.StatusCode ?? 0,
            functionError: answer.FunctionError,
            payload: Buffer.from(answer.Payload ?? []).toString('utf8'),
            logTail: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
          }
        } finally {
          client.destroy()
        }
      }),
  }
}
