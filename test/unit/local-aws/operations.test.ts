import {
  CreateClusterCommand, DeleteServiceCommand, DeregisterTaskDefinitionCommand, DescribeClustersCommand, DescribeServiceRevisionsCommand, DescribeServicesCommand, DescribeTaskDefinitionCommand, ListClustersCommand,
  ListTagsForResourceCommand, ListTaskDefinitionFamiliesCommand, ListTaskDefinitionsCommand, TagResourceCommand, UntagResourceCommand, UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import {
  CreateListenerCommand, CreateLoadBalancerCommand, CreateTargetGroupCommand, DeleteListenerCommand, DeleteTargetGroupCommand, DeregisterTargetsCommand, DescribeTargetGroupAttributesCommand,
  DescribeTargetHealthCommand, ElasticLoadBalancingV2Client, ModifyTargetGroupCommand, RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { CreateAliasCommand, CreateFunctionCommand, DeleteFunctionCommand, GetAliasCommand, GetFunctionConfigurationCommand, LambdaClient, ListAliasesCommand, PublishVersionCommand, TagResourceCommand as TagFunctionCommand, UpdateAliasCommand, UpdateFunctionConfigurationCommand, ListTagsCommand } from '@aws-sdk/client-lambda'
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { DescribeParametersCommand, GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, test } from 'vitest'
import { ACCOUNT, clientConfig, createService, describe, primaryOf, register, start, startWithEcs } from './support.ts'

test('keeps revisions of a family, of which only active ones may be used', async () => {
  const { ecs } = await startWithEcs()
  const [first, second] = [await register(ecs), await register(ecs, { tag: 'v2' })]
  await register(ecs, { family: 'other' })
  await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: second }))
  expect((await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'web' }))).taskDefinitionArns).toEqual([first])
  expect((await ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'web', status: 'INACTIVE' }))).taskDefinitionArns).toEqual([second])
  expect((await ecs.send(new ListTaskDefinitionFamiliesCommand({}))).families).toEqual(['other', 'web'])
  expect((await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }))).taskDefinition).toMatchObject({ revision: 1, runtimePlatform: { cpuArchitecture: 'ARM64' } })
  await expect(createService(ecs, { taskDefinition: 'web:2' })).rejects.toMatchObject({ name: 'ClientException', message: 'TaskDefinition is inactive' })
  await expect(ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web' }))).rejects.toMatchObject({ name: 'ClientException' })
  await expect(ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web:9' }))).rejects.toThrow('Unable to describe task definition.')
})

test('starts a deployment for what AWS starts one for, and for nothing else', async () => {
  const { ecs, control } = await startWithEcs()
  await register(ecs)
  const first = primaryOf(await createService(ecs)).id
  await control.settle()
  const update = async (input: object) => primaryOf((await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', ...input }))).service!).id
  expect(await update({ desiredCount: 3, healthCheckGracePeriodSeconds: 5, deploymentConfiguration: { minimumHealthyPercent: 50 }, taskDefinition: 'web:1' })).toBe(first)
  await control.settle()
  expect(primaryOf(await describe(ecs)).runningCount).toBe(3)
  const forced = await update({ forceNewDeployment: true })
  expect(forced).not.toBe(first)
  expect(await update({ networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-2'] } } })).not.toBe(forced)
  const service = await describe(ecs)
  const { serviceRevisions } = await ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: [service.currentServiceRevisions![0]!.arn!] }))
  expect(serviceRevisions![0]).toMatchObject({ taskDefinition: service.taskDefinition, containerImages: [{ containerName: 'app' }], networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-2'] } } })
})

test('drains a deleted service to INACTIVE, after which its name is free', async () => {
  const { ecs, control } = await startWithEcs()
  await register(ecs)
  await createService(ecs)
  await control.settle()
  await expect(createService(ecs)).rejects.toThrow('Creation of service was not idempotent.')
  const remove = (force: boolean) => ecs.send(new DeleteServiceCommand({ cluster: 'main', service: 'web', force }))
  await expect(remove(false)).rejects.toThrow('The service cannot be stopped while it is scaled above 0.')
  expect((await remove(true)).service!.status).toBe('DRAINING')
  await control.settle()
  expect((await ecs.send(new DescribeServicesCommand({ cluster: 'main', services: ['web'] }))).services![0]).toMatchObject({ status: 'INACTIVE', runningCount: 0 })
  await expect(ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', desiredCount: 1 }))).rejects.toMatchObject({ name: 'ServiceNotActiveException' })
  await createService(ecs)
})

test('tags clusters and services, and counts what runs in a cluster', async () => {
  const { ecs, control } = await startWithEcs()
  await ecs.send(new CreateClusterCommand({ clusterName: 'second', tags: [{ key: 'a', value: '1' }] }))
  expect((await ecs.send(new ListClustersCommand({}))).clusterArns).toHaveLength(2)
  await register(ecs)
  const { serviceArn } = await createService(ecs, { tags: [{ key: 'app', value: 'web' }] })
  await control.settle()
  await ecs.send(new TagResourceCommand({ resourceArn: serviceArn, tags: [{ key: 'sha', value: 'abc' }] }))
  await ecs.send(new UntagResourceCommand({ resourceArn: serviceArn, tagKeys: ['app'] }))
  expect((await ecs.send(new ListTagsForResourceCommand({ resourceArn: serviceArn }))).tags).toEqual([{ key: 'sha', value: 'abc' }])
  expect((await ecs.send(new DescribeClustersCommand({ clusters: ['main', 'none'] }))).clusters).toMatchObject([{ runningTasksCount: 2, activeServicesCount: 1 }])
})

test('changes and removes target groups and listeners, but not a group in use', async () => {
  const aws = await start()
  const elb = new ElasticLoadBalancingV2Client(clientConfig(aws))
  const balancer = (await elb.send(new CreateLoadBalancerCommand({ Name: 'edge', Subnets: ['s'] }))).LoadBalancers![0]!.LoadBalancerArn
  const group = (await elb.send(new CreateTargetGroupCommand({ Name: 'web', Protocol: 'HTTP', Port: 80, TargetType: 'ip' }))).TargetGroups![0]!.TargetGroupArn!
  const listener = (await elb.send(new CreateListenerCommand({ LoadBalancerArn: balancer, Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'forward', TargetGroupArn: group }] }))).Listeners![0]!.ListenerArn
  const changed = await elb.send(new ModifyTargetGroupCommand({ TargetGroupArn: group, HealthCheckPath: '/up', HealthCheckIntervalSeconds: 7, Matcher: { HttpCode: '200-204' } }))
  expect(changed.TargetGroups![0]).toMatchObject({ HealthCheckPath: '/up', HealthCheckIntervalSeconds: 7, Matcher: { HttpCode: '200-204' }, UnhealthyThresholdCount: 2 })
  const { Attributes } = await elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: group }))
  expect(Attributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '300' })
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: '10.0.0.1' }] }))
  await elb.send(new DeregisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: '10.0.0.1' }] }))
  expect((await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: group }))).TargetHealthDescriptions![0]!.TargetHealth!.State).toBe('draining')
  await aws.control.advance(301)
  expect((await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: group }))).TargetHealthDescriptions).toEqual([])
  await expect(elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: group }))).rejects.toMatchObject({ name: 'ResourceInUseException' })
  await elb.send(new DeleteListenerCommand({ ListenerArn: listener }))
  await elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: group }))
})

test('points aliases of a function at its versions', async () => {
  const aws = await start()
  aws.control.seed({ repositories: [{ name: 'fn', images: [{ tags: ['v1'] }] }] })
  const lambda = new LambdaClient(clientConfig(aws))
  const FunctionName = 'fn'
  const { FunctionArn } = await lambda.send(new CreateFunctionCommand({ FunctionName, Role: `arn:aws:iam::${ACCOUNT}:role/r`, PackageType: 'Image', Code: { ImageUri: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/fn:v1` } }))
  await aws.control.settle()
  await lambda.send(new PublishVersionCommand({ FunctionName }))
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 60, Environment: { Variables: { A: 'b' } } }))
  await aws.control.settle()
  expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject({ Timeout: 60, Environment: { Variables: { A: 'b' } } })
  expect((await lambda.send(new PublishVersionCommand({ FunctionName }))).Version).toBe('2')
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }))
  await lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '2' }))
  expect((await lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }))).FunctionVersion).toBe('2')
  expect((await lambda.send(new ListAliasesCommand({ FunctionName }))).Aliases!.map((alias) => alias.AliasArn)).toEqual([`${FunctionArn}:live`])
  await lambda.send(new TagFunctionCommand({ Resource: FunctionArn, Tags: { app: 'x' } }))
  expect((await lambda.send(new ListTagsCommand({ Resource: FunctionArn }))).Tags).toEqual({ app: 'x' })
  await lambda.send(new DeleteFunctionCommand({ FunctionName }))
  await expect(lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('makes what a release reads', async () => {
  const aws = await start()
  const config = clientConfig(aws)
  await new CloudWatchLogsClient(config).send(new CreateLogGroupCommand({ logGroupName: '/a' }))
  await expect(new CloudWatchLogsClient(config).send(new CreateLogGroupCommand({ logGroupName: '/a' }))).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' })
  const role = await new IAMClient(config).send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: '{"Version":"2012-10-17"}' }))
  expect(decodeURIComponent(role.Role!.AssumeRolePolicyDocument!)).toBe('{"Version":"2012-10-17"}')
  const ssm = new SSMClient(config)
  await ssm.send(new PutParameterCommand({ Name: '/p', Value: 'v', Type: 'SecureString' }))
  const read = async (WithDecryption: boolean) => (await ssm.send(new GetParameterCommand({ Name: '/p', WithDecryption }))).Parameter!.Value
  expect([await read(true), (await read(false)) === 'v']).toEqual(['v', false])
  const secrets = new SecretsManagerClient(config)
  await secrets.send(new CreateSecretCommand({ Name: 's', SecretString: 'x' }))
  expect((await secrets.send(new GetSecretValueCommand({ SecretId: 's' }))).SecretString).toBe('x')
  const db = new DynamoDBClient(config)
  await db.send(new CreateTableCommand({ TableName: 't', KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'k', AttributeType: 'S' }], BillingMode: 'PAY_PER_REQUEST' }))
  await db.send(new DeleteTableCommand({ TableName: 't' }))
})

test('finds parameters by filter, page by page, and never gives their values', async () => {
  const aws = await start()
  const ssm = new SSMClient(clientConfig(aws))
  for (const Name of ['/app/db/url', '/app/key', 'plain']) await ssm.send(new PutParameterCommand({ Name, Value: 'v', Type: Name === 'plain' ? 'String' : 'SecureString' }))
  const find = async (Key: string, Option: string | undefined, ...Values: string[]) => (await ssm.send(new DescribeParametersCommand({ ParameterFilters: [{ Key, Option, Values }] }))).Parameters!.map((one) => one.Name)
  expect(await find('Name', 'Equals', '/app/key', 'plain', 'none')).toEqual(['/app/key', 'plain'])
  expect(await find('Name', undefined, '/app')).toEqual([])
  expect(await find('Name', 'BeginsWith', '/app')).toEqual(['/app/db/url', '/app/key'])
  expect(await find('Name', 'Contains', 'db')).toEqual(['/app/db/url'])
  expect(await find('Path', 'OneLevel', '/app')).toEqual(['/app/key'])
  expect(await find('Path', 'Recursive', '/app')).toEqual(['/app/db/url', '/app/key'])
  expect(await find('Type', 'Equals', 'String')).toEqual(['plain'])
  const first = await ssm.send(new DescribeParametersCommand({ MaxResults: 2 }))
  expect(first.Parameters![1]).toMatchObject({ Name: '/app/key', Type: 'SecureString', Version: 1 })
  expect(first.Parameters![1]).not.toHaveProperty('Value')
  expect((await ssm.send(new DescribeParametersCommand({ NextToken: first.NextToken }))).Parameters!.map((one) => one.Name)).toEqual(['plain'])
  await expect(find('Label', 'Equals', 'x')).rejects.toMatchObject({ name: 'InvalidFilterKey' })
  await expect(find('Type', 'Contains', 'x')).rejects.toMatchObject({ name: 'InvalidFilterOption' })
  await expect(find('tag:team', 'Equals', 'x')).rejects.toThrow('does not model the filter tag:team of ssm:DescribeParameters')
})
