import type { Operation } from '../operation.ts'
import { ecsOf, lastPart } from './lookup.ts'
import type { Cluster, EcsState, Tag } from './state.ts'

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html (idempotent by name) */
export const CreateCluster: Operation = {
  accepts: ['clusterName', 'tags', 'settings', 'capacityProviders', 'defaultCapacityProviderStrategy'],
  run(plane, call) {
    const input = call.input as { clusterName?: string; tags?: Tag[] }
    const ecs = ecsOf(plane.world, call.region)
    const name = input.clusterName ?? 'default'
    const arn = `arn:aws:ecs:${call.region}:${plane.world.accountId}:cluster/${name}`
    const known = ecs.clusters[name]
    if (known?.status !== 'ACTIVE') ecs.clusters[name] = { arn, name, status: 'ACTIVE', tags: input.tags ?? [] }
    return { cluster: clusterView(ecs, { cluster: ecs.clusters[name] as Cluster, withTags: true }) }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeClusters.html */
export const DescribeClusters: Operation = {
  accepts: ['clusters', 'include'],
  run(plane, call) {
    const input = call.input as { clusters?: string[]; include?: string[] }
    const ecs = ecsOf(plane.world, call.region)
    const clusters: unknown[] = []
    const failures: unknown[] = []
    for (const reference of input.clusters ?? ['default']) {
      const cluster = ecs.clusters[lastPart(reference)]
      if (cluster !== undefined) clusters.push(clusterView(ecs, { cluster, withTags: input.include?.includes('TAGS') ?? false }))
      else failures.push({ arn: `arn:aws:ecs:${call.region}:${plane.world.accountId}:cluster/${lastPart(reference)}`, reason: 'MISSING' })
    }
    return { clusters, failures }
  },
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListClusters.html */
export const ListClusters: Operation = {
  run(plane, call) {
    const { clusters } = ecsOf(plane.world, call.region)
    return { clusterArns: Object.values(clusters).flatMap((cluster) => (cluster.status === 'ACTIVE' ? [cluster.arn] : [])) }
  },
}

function clusterView(ecs: EcsState, options: { cluster: Cluster; withTags: boolean }): unknown {
  const { cluster, withTags } = options
  const tasks = Object.values(ecs.tasks).filter((task) => task.clusterArn === cluster.arn)
  const services = Object.values(ecs.services).filter((service) => service.clusterArn === cluster.arn && service.status === 'ACTIVE')
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: tasks.filter((task) => task.lastStatus === 'RUNNING').length,
    pendingTasksCount: tasks.filter((task) => ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(task.lastStatus)).length,
    activeServicesCount: services.length,
    statistics: [],
    tags: withTags ? cluster.tags : [],
    settings: [{ name: 'containerInsights', value: 'disabled' }],
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
  }
}
