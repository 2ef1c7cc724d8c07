import type { ServiceModel } from '../operation.ts'
import { CreateCluster, DescribeClusters, ListClusters } from './clusters.ts'
import { DescribeServiceDeployments, DescribeServiceRevisions, ListServiceDeployments, StopServiceDeployment } from './service-deployments.ts'
import { CreateService, DeleteService, DescribeServices, ListServices } from './services.ts'
import { ListTagsForResource, TagResource, UntagResource } from './tags.ts'
import { DeregisterTaskDefinition, DescribeTaskDefinition, ListTaskDefinitionFamilies, ListTaskDefinitions, RegisterTaskDefinition } from './task-definitions.ts'
import { DescribeTasks, ListTasks, RunTask, StopTask } from './tasks.ts'
import { UpdateService } from './update-service.ts'

/** Amazon ECS on Fargate with rolling deployments. */
export const ecs: ServiceModel = {
  invalidInput: 'InvalidParameterException',
  operations: {
    CreateCluster,
    CreateService,
    DeleteService,
    DeregisterTaskDefinition,
    DescribeClusters,
    DescribeServiceDeployments,
    DescribeServiceRevisions,
    DescribeServices,
    DescribeTaskDefinition,
    DescribeTasks,
    ListClusters,
    ListServiceDeployments,
    ListServices,
    ListTagsForResource,
    ListTaskDefinitionFamilies,
    ListTaskDefinitions,
    ListTasks,
    RegisterTaskDefinition,
    RunTask,
    StopServiceDeployment,
    StopTask,
    TagResource,
    UntagResource,
    UpdateService,
  },
}
