/**
 * What `dagger run` runs for the engine test: a registry, images in it, and local-aws as a service that starts containers itself;
 * then deployments through it. Prints one JSON line of what happened.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { DescribeServicesCommand, DescribeTasksCommand, ECSClient, ListTasksCommand, RegisterTaskDefinitionCommand, CreateServiceCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { CreateFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda'
import { CreateListenerCommand, CreateLoadBalancerCommand, CreateTargetGroupCommand, ElasticLoadBalancingV2Client, ModifyTargetGroupAttributesCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { connection, dag } from '@dagger.io/dagger'
import type { Service } from '@dagger.io/dagger'

const NODE = 'node:24-bookworm-slim'
const nonce = String(Date.now())
const bundle = process.argv[2] as string
const SERVER = `require('node:http').createServer((q, s) => { if (q.url === '/crash') process.exit(9); s.end(process.env.VERSION) }).listen(8000)
process.on('SIGTERM', () => process.exit(0)); console.log('listening ' + process.env.VERSION)`
const FUNCTION = `const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
(async () => { for (;;) { const next = await fetch(base + 'next'); const event = await next.json(); console.log('migrating')
  await fetch(base + next.headers.get('lambda-runtime-aws-request-id') + '/response', { method: 'POST', body: JSON.stringify({ got: event }) }) } })()`

await connection(
  async () => {
    // A service ends when nobody uses it: what was pushed must outlive that.
    const registry = dag.container().from('registry:2').withMountedCache('/var/lib/registry', dag.cacheVolume(`local-aws-test-registry-${nonce}`)).withEnvVariable('NONCE', nonce).withExposedPort(5000).asService()
    const publish = (name: string, script: string, version: string) =>
      dag.container().from(NODE).withNewFile('/app.js', script).withEnvVariable('VERSION', version).withEntrypoint(['node', '/app.js']).publish(`localhost:5000/test/${name}:${version}-${nonce}`, { registryService: registry })
    const [one, two, broken, fn] = [await publish('web', SERVER, 'one'), await publish('web', SERVER, 'two'), await publish('web', 'process.exit(7)', 'broken'), await publish('fn', FUNCTION, 'fn')]
    const plane = await localAws(registry)
    const [api, balancer] = [await freePort(), await freePort()]
    await dag.host().tunnel(plane, { ports: [{ frontend: api, backend: 4566 }, { frontend: balancer, backend: 8080 }] }).start()
    process.stdout.write(`${JSON.stringify(await deploy({ api, balancer, one, two, broken, fn }))}\n`)
  },
  { LogOutput: process.stderr },
)

async function localAws(registry: Service): Promise<Service> {
  const volume = dag.cacheVolume(`local-aws-test-${nonce}`)
  const quick = { provisioningSeconds: 0.2, activatingSeconds: 0.2, deprovisioningSeconds: 0.2, schedulerSeconds: 0.3, countedAfterSeconds: 2, failedVisibleSeconds: 2, lambdaCreateSeconds: 0.2, launchPauseSeconds: 1 }
  return dag
    .container()
    .from(NODE)
    .withWorkdir('/w')
    .withNewFile('package.json', '{"type":"module"}')
    .withExec(['npm', 'install', '--no-audit', '--no-fund', '@dagger.io/dagger@0.21.7'])
    .withNewFile('local-aws.mjs', readFileSync(bundle, 'utf8'))
    .withMountedCache('/volume', volume)
    .withEnvVariable('NONCE', nonce)
    .withEnvVariable('LOCAL_AWS_VOLUME_ID', await volume.id())
    .withEnvVariable('LOCAL_AWS_VOLUME_PATH', '/volume')
    .withEnvVariable('LOCAL_AWS_REGISTRY_ID', await registry.id())
    .withEnvVariable('LOCAL_AWS_PLATFORM', await dag.defaultPlatform())
    .withEnvVariable('LOCAL_AWS_BALANCER_PORT', '8080')
    .withExposedPort(4566)
    .withExposedPort(8080, { experimentalSkipHealthcheck: true })
    .asService({ args: ['node', 'local-aws.mjs', '--host', '0.0.0.0', '--driver', 'dagger', '--registry', 'localhost:5000', '--timings', JSON.stringify(quick)], experimentalPrivilegedNesting: true })
}

async function deploy(at: { api: number; balancer: number; one: string; two: string; broken: string; fn: string }): Promise<unknown> {
  const config = { endpoint: `http://127.0.0.1:${at.api}`, region: 'us-east-1', credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 's' } }
  const [ecs, elb, lambda] = [new ECSClient(config), new ElasticLoadBalancingV2Client(config), new LambdaClient(config)]
  await fetch(`${config.endpoint}/_local/seed`, { method: 'POST', body: JSON.stringify({ clusters: ['main'] }) })
  const balancer = (await elb.send(new CreateLoadBalancerCommand({ Name: 'edge', Subnets: ['s'] }))).LoadBalancers![0]!.LoadBalancerArn
  const group = (await elb.send(new CreateTargetGroupCommand({ Name: 'web', Protocol: 'HTTP', Port: 8000, TargetType: 'ip', HealthCheckIntervalSeconds: 5 }))).TargetGroups![0]!.TargetGroupArn!
  await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: group, Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '1' }] }))
  await elb.send(new CreateListenerCommand({ LoadBalancerArn: balancer, Protocol: 'HTTP', Port: 80, DefaultActions: [{ Type: 'forward', TargetGroupArn: group }] }))
  const register = (image: string) =>
    ecs.send(new RegisterTaskDefinitionCommand({ family: 'web', networkMode: 'awsvpc', containerDefinitions: [{ name: 'app', image, memory: 64, portMappings: [{ containerPort: 8000 }], stopTimeout: 5 }] }))
  const primary = async () => (await ecs.send(new DescribeServicesCommand({ cluster: 'main', services: ['web'] }))).services![0]!.deployments!
  const stopped = async () => {
    const { taskArns } = await ecs.send(new ListTasksCommand({ cluster: 'main', desiredStatus: 'STOPPED' }))
    return taskArns!.length === 0 ? [] : (await ecs.send(new DescribeTasksCommand({ cluster: 'main', tasks: taskArns! }))).tasks!
  }
  const settled = async () => {
    for (const end = Date.now() + 60_000; ; ) {
      const deployments = await primary()
      if (Date.now() > end) throw new Error(`not settled: ${JSON.stringify([deployments, (await stopped()).map((task) => task.stoppedReason)])}`)
      if (deployments.length === 1 && deployments[0]!.rolloutState === 'COMPLETED') return { id: deployments[0]!.id, revision: deployments[0]!.taskDefinition!.split(':').at(-1), says: await (await fetch(`http://127.0.0.1:${at.balancer}/`)).text() }
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
  const roll = async (image: string) => {
    await register(image)
    await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: 'web' }))
    return settled()
  }
  await register(at.one)
  const loadBalancers = [{ targetGroupArn: group, containerName: 'app', containerPort: 8000 }]
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } }
  await ecs.send(new CreateServiceCommand({ cluster: 'main', serviceName: 'web', taskDefinition: 'web', desiredCount: 1, networkConfiguration: { awsvpcConfiguration: { subnets: ['s'] } }, loadBalancers, deploymentConfiguration, healthCheckGracePeriodSeconds: 30 }))
  process.stderr.write('created\n')
  const [first, second, third] = [await settled(), await roll(at.two), await roll(at.broken)]
  process.stderr.write('rolled\n')
  const tasks = await stopped()
  await lambda.send(new CreateFunctionCommand({ FunctionName: 'fn', Role: 'arn:aws:iam::123456789012:role/fn', PackageType: 'Image', Code: { ImageUri: at.fn }, Timeout: 60 }))
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30 }, { FunctionName: 'fn' })
  const invoked = await lambda.send(new InvokeCommand({ FunctionName: 'fn', Payload: '{"to":"head"}', LogType: 'Tail' }))
  return {
    first,
    second,
    third,
    exitCodes: tasks.map((task) => task.containers![0]!.exitCode),
    answer: JSON.parse(Buffer.from(invoked.Payload!).toString()) as unknown,
    log: Buffer.from(invoked.LogResult!, 'base64').toString(),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
