import type { Connection } from './connection.ts'
import { lazy } from './connection.ts'
import { toService, toServiceDeployment, toTask } from './ecs-shapes.ts'
import type { EcsPort, Tag, Task, TaskDefinition } from './ports.ts'
import { receiveRaw, sendRaw } from './raw-json.ts'

/** Speak to Amazon ECS. */
export function ecsAdapter(connection: Connection): EcsPort {
  const ready = lazy(async () => {
    const sdk = await import('@aws-sdk/client-ecs')
    return { sdk, client: new sdk.ECSClient(connection.clientConfig()) }
  })
  return {
    describeCluster: (cluster) =>
      connection.find('ecs:DescribeClusters', async () => {
        const { sdk, client } = await ready()
        const found = (await client.send(new sdk.DescribeClustersCommand({ clusters: [cluster] }))).clusters?.[0]
        return found && { name: found.clusterName ?? cluster, status: found.status ?? 'UNKNOWN' }
      }),
    describeServices: (cluster, names) =>
      connection.call('ecs:DescribeServices', async () => {
        const { sdk, client } = await ready()
        const answer = await client.send(new sdk.DescribeServicesCommand({ cluster, services: [...names] }))
        return (answer.services ?? []).filter((service) => service.status !== 'INACTIVE').map(toService)
      }),
    updateService: ({ force, ...input }) =>
      connection.call('ecs:UpdateService', async () => {
        const { sdk, client } = await ready()
        const answer = await client.send(new sdk.UpdateServiceCommand({ ...input, ...(force ? { forceNewDeployment: true } : {}) }))
        if (!answer.service) throw new Error('UpdateService answered without a service')
        return toService(answer.service)
      }),
    describeTaskDefinition: (taskDefinition) =>
      connection.call('ecs:DescribeTaskDefinition', async () => {
        const { sdk, client } = await ready()
        const command = new sdk.DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] })
        const raw = receiveRaw(command)
        await client.send(command)
        const answer = raw() as { taskDefinition: TaskDefinition; tags?: Tag[] }
        return { definition: answer.taskDefinition, tags: answer.tags ?? [] }
      }),
    registerTaskDefinition: (definition, tags) =>
      connection.call('ecs:RegisterTaskDefinition', async () => {
        const { sdk, client } = await ready()
        const command = new sdk.RegisterTaskDefinitionCommand({ family: definition.family, containerDefinitions: [] })
        sendRaw(command, tags.length > 0 ? { ...definition, tags } : definition)
        const arn = (await client.send(command)).taskDefinition?.taskDefinitionArn
        if (!arn) throw new Error('RegisterTaskDefinition answered without an ARN')
        return arn
      }),
    listServiceDeployments: ({ cluster, service, createdAfterMs }) =>
      connection.call('ecs:ListServiceDeployments', async () => {
        const { sdk, client } = await ready()
        const answer = await client.send(new sdk.ListServiceDeploymentsCommand({ cluster, service, createdAt: { after: new Date(createdAfterMs) } }))
        return (answer.serviceDeployments ?? []).flatMap((brief) => (brief.serviceDeploymentArn ? [brief.serviceDeploymentArn] : []))
      }),
    describeServiceDeployments: (arns) =>
      connection.call('ecs:DescribeServiceDeployments', async () => {
        const { sdk, client } = await ready()
        const answer = await client.send(new sdk.DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [...arns] }))
        return (answer.serviceDeployments ?? []).map(toServiceDeployment)
      }),
    describeServiceRevisions: (arns) =>
      connection.call('ecs:DescribeServiceRevisions', async () => {
        const { sdk, client } = await ready()
        const answer = await client.send(new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns: [...arns] }))
        return Object.fromEntries((answer.serviceRevisions ?? []).map((revision) => [revision.serviceRevisionArn ?? '', revision.taskDefinition ?? '']))
      }),
    stopServiceDeployment: (serviceDeploymentArn, stopType) =>
      connection.call('ecs:StopServiceDeployment', async () => {
        const { sdk, client } = await ready()
        await client.send(new sdk.StopServiceDeploymentCommand({ serviceDeploymentArn, stopType }))
      }),
    listTasks: async ({ service, ...rest }) => {
      const found: string[] = []
      let nextToken: string | undefined
      do {
        const page = await connection.call('ecs:ListTasks', async () => {
          const { sdk, client } = await ready()
          return client.send(new sdk.ListTasksCommand({ ...rest, ...(service ? { serviceName: service } : {}), ...(nextToken ? { nextToken } : {}) }))
        })
        found.push(...(page.taskArns ?? []))
        nextToken = page.nextToken
      } while (nextToken)
      return found
    },
    describeTasks: async (cluster, arns) => {
      const tasks: Task[] = []
      for (let at = 0; at < arns.length; at += 100) {
        const part = arns.slice(at, at + 100)
        tasks.push(
          ...(await connection.call('ecs:DescribeTasks', async () => {
            const { sdk, client } = await ready()
            return ((await client.send(new sdk.DescribeTasksCommand({ cluster, tasks: part }))).tasks ?? []).map(toTask)
          })),
        )
      }
      return tasks
    },
    runTask: ({ placement, overrides, ...input }) =>
      connection.call('ecs:RunTask', async () => {
        const { sdk, client } = await ready()
        const answer = await client.send(new sdk.RunTaskCommand({ ...placement, ...input, count: 1, ...(overrides ? { overrides } : {}) }))
        const arn = answer.tasks?.[0]?.taskArn
        // Capacity and placement failures come inside a successful answer.
        if (!arn) throw Object.assign(new Error(answer.failures?.map((failure) => failure.reason).join(', ') || 'RunTask started no task'), { name: 'RunTaskFailure', $metadata: { httpStatusCode: 400 } })
        return arn
      }),
  }
}
