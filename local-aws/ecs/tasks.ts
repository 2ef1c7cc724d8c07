import { AwsError, notModelled } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import { checkNetwork } from './check-service.ts'
import { createTask } from './launch.ts'
import { stopTask } from './lifecycle.ts'
import { clusterOf, ecsOf, findService, findTask, lastPart, usableTaskDefinition } from './lookup.ts'
import type { Tag } from './state.ts'
import type { TaskOverrides } from './task-state.ts'
import { taskView } from './views.ts'

const invalid = (message: string) => new AwsError('InvalidParameterException', message)

interface RunInput {
  cluster?: string
  taskDefinition: string
  count?: number
  overrides?: TaskOverrides
  startedBy?: string
  group?: string
  launchType?: string
  platformVersion?: string
  networkConfiguration?: unknown
  tags?: Tag[]
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html (10 tasks at most) */
export const RunTask: Operation = {
  requires: ['taskDefinition'],
  accepts: ['cluster', 'count', 'overrides', 'startedBy', 'group', 'launchType', 'platformVersion', 'networkConfiguration', 'tags', 'propagateTags', 'enableECSManagedTags', 'enableExecuteCommand', 'clientToken', 'capacityProviderStrategy'],
  run(plane, call) {
    const input = call.input as unknown as RunInput
    const ecs = ecsOf(plane.world, call.region)
    const cluster = clusterOf(ecs, input.cluster)
    if (input.launchType !== undefined && input.launchType !== 'FARGATE') throw notModelled(`the launch type ${input.launchType}`)
    const definition = usableTaskDefinition(ecs, input.taskDefinition)
    checkNetwork(definition, input.networkConfiguration)
    const count = input.count ?? 1
    if (count < 1 || count > 10) throw invalid('The count must be between 1 and 10.')
    const names = definition.containerDefinitions.map((container) => container.name)
    const stranger = input.overrides?.containerOverrides?.find((override) => !names.includes(override.name))
    if (stranger !== undefined) throw invalid(`Override for container named ${stranger.name} is not a container in the TaskDefinition.`)
    const already = repeated({ token: call.input['clientToken'], ecs, clusterArn: cluster.arn })
    if (already.length > 0) return { tasks: already.map((task) => taskView(plane, { task, withTags: true })), failures: [] }
    const tasks = Array.from({ length: count }, () =>
      createTask(plane, {
        clusterArn: cluster.arn,
        definition,
        group: input.group ?? `family:${definition.family}`,
        startedBy: input.startedBy,
        serviceArn: undefined,
        launchType: 'FARGATE',
        platformVersion: input.platformVersion ?? '1.4.0',
        overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [], ...input.overrides },
        tags: input.tags ?? [],
        networkConfiguration: input.networkConfiguration,
      }),
    )
    for (const task of tasks) if (typeof call.input['clientToken'] === 'string') task.clientToken = call.input['clientToken']
    return { tasks: tasks.map((task) => taskView(plane, { task, withTags: true })), failures: [] }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html (100 at most) */
export const DescribeTasks: Operation = {
  requires: ['tasks'],
  accepts: ['cluster', 'include'],
  run(plane, call) {
    const input = call.input as { cluster?: string; tasks: string[]; include?: string[] }
    const ecs = ecsOf(plane.world, call.region)
    const cluster = clusterOf(ecs, input.cluster)
    if (input.tasks.length === 0) throw invalid('Tasks cannot be empty.')
    if (input.tasks.length > 100) throw invalid('Tasks cannot contain more than 100 elements.')
    const found = input.tasks.map((reference) => ({ reference, task: findTask(ecs, { cluster, reference }) }))
    return {
      tasks: found.flatMap(({ task }) => (task === undefined ? [] : [taskView(plane, { task, withTags: input.include?.includes('TAGS') ?? false })])),
      failures: found.flatMap(({ reference, task }) =>
        task === undefined ? [{ arn: `${cluster.arn.replace(':cluster/', ':task/')}/${lastPart(reference)}`, reason: 'MISSING' }] : [],
      ),
    }
  },
}

/** Without desiredStatus it lists RUNNING. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
export const ListTasks: Operation = {
  accepts: ['cluster', 'family', 'startedBy', 'serviceName', 'desiredStatus', 'launchType', 'nextToken', 'maxResults'],
  run(plane, call) {
    const input = call.input as { cluster?: string; family?: string; startedBy?: string; serviceName?: string; desiredStatus?: string; nextToken?: string; maxResults?: number }
    const ecs = ecsOf(plane.world, call.region)
    const cluster = clusterOf(ecs, input.cluster)
    const service = input.serviceName === undefined ? undefined : findService(ecs, { cluster, reference: input.serviceName })
    if (input.serviceName !== undefined && service === undefined) throw new AwsError('ServiceNotFoundException', 'Service not found.')
    const wanted = input.desiredStatus ?? 'RUNNING'
    const arns = Object.values(ecs.tasks)
      .filter((task) => task.clusterArn === cluster.arn && (wanted === 'PENDING' ? false : task.desiredStatus === wanted))
      .filter((task) => service === undefined || task.serviceArn === service.arn)
      .filter((task) => input.startedBy === undefined || task.startedBy === input.startedBy)
      .filter((task) => input.family === undefined || lastPart(task.taskDefinitionArn).split(':')[0] === input.family)
      .map((task) => task.arn)
    const { items, next } = page(arns, { token: input.nextToken, size: input.maxResults, defaultSize: 100, largestSize: 100, invalidCode: 'InvalidParameterException' })
    return { taskArns: items, ...(next === undefined ? {} : { nextToken: next }) }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html */
export const StopTask: Operation = {
  requires: ['task'],
  accepts: ['cluster', 'reason'],
  run(plane, call) {
    const input = call.input as { cluster?: string; task: string; reason?: string }
    const ecs = ecsOf(plane.world, call.region)
    const task = findTask(ecs, { cluster: clusterOf(ecs, input.cluster), reference: input.task })
    if (task === undefined) throw invalid('The referenced task was not found.')
    stopTask(plane, { task, code: 'UserInitiated', reason: input.reason ?? 'Task stopped by user' })
    return { task: taskView(plane, { task, withTags: true }) }
  },
}

function repeated(options: { token: unknown; ecs: ReturnType<typeof ecsOf>; clusterArn: string }) {
  if (typeof options.token !== 'string') return []
  return Object.values(options.ecs.tasks).filter((task) => task.clientToken === options.token && task.clusterArn === options.clusterArn)
}
