import { AwsError } from '../aws-error.ts'
import type { Operation } from '../operation.ts'
import { page } from '../page.ts'
import { checkTaskDefinition } from './check-task-definition.ts'
import { ecsOf, findTaskDefinition, lastPart } from './lookup.ts'
import type { ContainerDefinition, Tag, TaskDefinition } from './state.ts'

const ECHOED = ['volumes', 'placementConstraints', 'pidMode', 'ipcMode', 'proxyConfiguration', 'ephemeralStorage', 'enableFaultInjection'] as const

interface RegisterInput {
  family: string
  containerDefinitions: ContainerDefinition[]
  executionRoleArn?: string
  taskRoleArn?: string
  networkMode?: string
  cpu?: string
  memory?: string
  requiresCompatibilities?: string[]
  runtimePlatform?: { cpuArchitecture?: string; operatingSystemFamily?: string }
  tags?: Tag[]
  [member: string]: unknown
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html */
export const RegisterTaskDefinition: Operation = {
  requires: ['family', 'containerDefinitions'],
  accepts: ['executionRoleArn', 'taskRoleArn', 'networkMode', 'cpu', 'memory', 'requiresCompatibilities', 'runtimePlatform', 'tags', ...ECHOED],
  run(plane, call) {
    const input = call.input as unknown as RegisterInput
    checkTaskDefinition(input)
    const ecs = ecsOf(plane.world, call.region)
    const family = (ecs.taskDefinitions[input.family] ??= [])
    const revision = (family.at(-1)?.revision ?? 0) + 1
    const definition: TaskDefinition = {
      arn: `arn:aws:ecs:${call.region}:${plane.world.accountId}:task-definition/${input.family}:${revision}`,
      family: input.family,
      revision,
      status: 'ACTIVE',
      registeredAt: plane.timeline.now(),
      registeredBy: `arn:aws:iam::${plane.world.accountId}:root`,
      containerDefinitions: input.containerDefinitions.map(withDefaults),
      ...pick(input, ['executionRoleArn', 'taskRoleArn', 'networkMode', 'cpu', 'memory', 'requiresCompatibilities', 'runtimePlatform']),
      echoed: pick(input, ECHOED),
      tags: input.tags ?? [],
    }
    family.push(definition)
    return { taskDefinition: view(definition), ...(definition.tags.length > 0 ? { tags: definition.tags } : {}) }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html */
export const DescribeTaskDefinition: Operation = {
  requires: ['taskDefinition'],
  accepts: ['include'],
  run(plane, call) {
    const input = call.input as { taskDefinition: string; include?: string[] }
    const found = findTaskDefinition(ecsOf(plane.world, call.region), input.taskDefinition)
    if (found === undefined) throw new AwsError('ClientException', 'Unable to describe task definition.')
    return { taskDefinition: view(found), ...(input.include?.includes('TAGS') === true ? { tags: found.tags } : {}) }
  },
}

/** Tasks and services that use it go on; nothing new may. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterTaskDefinition.html */
export const DeregisterTaskDefinition: Operation = {
  requires: ['taskDefinition'],
  run(plane, call) {
    const { taskDefinition } = call.input as { taskDefinition: string }
    if (!lastPart(taskDefinition).includes(':')) throw new AwsError('ClientException', 'Revision is missing.')
    const found = findTaskDefinition(ecsOf(plane.world, call.region), taskDefinition)
    if (found === undefined) throw new AwsError('ClientException', 'The specified task definition does not exist.')
    found.status = 'INACTIVE'
    found.deregisteredAt = plane.timeline.now()
    return { taskDefinition: view(found) }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitions.html (100 a page) */
export const ListTaskDefinitions: Operation = {
  accepts: ['familyPrefix', 'status', 'sort', 'nextToken', 'maxResults'],
  run(plane, call) {
    const input = call.input as { familyPrefix?: string; status?: string; sort?: string; nextToken?: string; maxResults?: number }
    const { taskDefinitions } = ecsOf(plane.world, call.region)
    const families = input.familyPrefix === undefined ? Object.keys(taskDefinitions).sort() : [input.familyPrefix]
    const arns = families.flatMap((family) =>
      (taskDefinitions[family] ?? []).flatMap((definition) => (definition.status === (input.status ?? 'ACTIVE') ? [definition.arn] : [])),
    )
    if (input.sort === 'DESC') arns.reverse()
    const { items, next } = page(arns, { token: input.nextToken, size: input.maxResults, defaultSize: 100, largestSize: 100, invalidCode: 'InvalidParameterException' })
    return { taskDefinitionArns: items, ...(next === undefined ? {} : { nextToken: next }) }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitionFamilies.html */
export const ListTaskDefinitionFamilies: Operation = {
  accepts: ['familyPrefix', 'status', 'nextToken', 'maxResults'],
  run(plane, call) {
    const input = call.input as { familyPrefix?: string; status?: string; nextToken?: string; maxResults?: number }
    const { taskDefinitions } = ecsOf(plane.world, call.region)
    const families = Object.entries(taskDefinitions)
      .filter(([family]) => family.startsWith(input.familyPrefix ?? ''))
      .filter(([, revisions]) => input.status === 'ALL' || revisions.some((one) => one.status === (input.status ?? 'ACTIVE')))
      .map(([family]) => family)
    const { items, next } = page(families.sort(), { token: input.nextToken, size: input.maxResults, defaultSize: 100, largestSize: 100, invalidCode: 'InvalidParameterException' })
    return { families: items, ...(next === undefined ? {} : { nextToken: next }) }
  },
}

function withDefaults(container: ContainerDefinition): ContainerDefinition {
  const portMappings = (container.portMappings ?? []).map((mapping) => ({ hostPort: mapping.containerPort, protocol: 'tcp', ...mapping }))
  return { cpu: 0, environment: [], mountPoints: [], volumesFrom: [], systemControls: [], essential: true, ...container, portMappings }
}

function view(definition: TaskDefinition): unknown {
  const { echoed, arn, registeredAt, deregisteredAt, ...members } = definition
  return {
    taskDefinitionArn: arn,
    ...members,
    tags: undefined,
    volumes: [],
    placementConstraints: [],
    ...echoed,
    compatibilities: ['EC2', ...(definition.requiresCompatibilities?.includes('FARGATE') === true ? ['FARGATE'] : [])],
    registeredAt: new Date(registeredAt),
    ...(deregisteredAt === undefined ? {} : { deregisteredAt: new Date(deregisteredAt) }),
  }
}

function pick<K extends string>(from: Record<string, unknown>, names: readonly K[]): Partial<Record<K, never>> {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]]))) as Partial<Record<K, never>>
}
