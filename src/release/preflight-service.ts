import type { AwsPorts, ContainerDefinition, EcsService, TaskDefinition } from '../aws/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { advice, branch, leaf, look, ng, ok, skip, type Finding, type PreflightNode } from './preflight-tree.ts'
import { shortArn } from '../shared/arn.ts'

export interface ServiceLook {
  readonly ports: AwsPorts
  readonly clock: Clock
  readonly component: string
  readonly container: string
  /** Reference by digest, where one is to go out. */
  readonly image: string | undefined
}

/** Look at one service and its running task definition. */
export async function lookAtService(service: EcsService, around: ServiceLook): Promise<PreflightNode> {
  const { ports, clock } = around
  const definition = await ports.ecs.describeTaskDefinition(service.taskDefinition).then((found) => found.definition)
  const children = [
    leaf('rolled out by ECS', controllerOf(service)),
    leaf('circuit breaker', breakerOf(service)),
    leaf('health-check grace', graceOf(service)),
    leaf(`container ${around.container}`, containerOf(definition, around.container)),
    leaf('stop timeout', stopTimeoutOf(service, definition, around.container)),
    await look('execution role', { clock, run: () => roleOf(ports, definition['executionRoleArn'], 'execution role') }),
    await look('task role', { clock, run: () => roleOf(ports, definition['taskRoleArn'], 'task role') }),
    await look('image', { clock, run: () => imageOf(ports, around.image, definition) }),
    ...(await Promise.all(secretsOf(definition).map(({ name, valueFrom }) => look(`secret ${name}`, { clock, run: async () => ((await ports.secrets.exists(valueFrom)) ? ok('there') : ng(`${valueFrom} is not there`, 'Create it, or correct `valueFrom` in the task definition.')) })))),
    ...(await Promise.all(logGroupsOf(definition).map((group) => look(`log group ${group}`, { clock, run: async () => ((await ports.logs.groupExists(group)) ? ok('there') : ng('is not there', 'Create it: a task without its log group does not start.')) })))),
  ]
  return branch(`service ${service.name}`, children)
}

function controllerOf(service: EcsService): Finding {
  if (service.controller !== 'ECS') return ng(`deployed by ${service.controller}`, 'Set the deployment controller to ECS.')
  return service.strategy === 'ROLLING' ? ok('rolling') : ng(`set up for ${service.strategy}, which Hatchery does not do yet`, 'Set the strategy to ROLLING.')
}

function breakerOf(service: EcsService): Finding {
  if (service.breaker.enable && service.breaker.rollback) return ok('on, with rollback')
  return advice(service.breaker.enable ? 'on, without rollback' : 'off', 'Switch deploymentCircuitBreaker on with rollback: it holds also when Hatchery is not there to look.')
}

function graceOf(service: EcsService): Finding {
  if (service.targetGroups.length === 0) return skip('no load balancer')
  return service.healthCheckGraceSeconds ? ok(`${service.healthCheckGraceSeconds} s`) : advice('none', 'Set healthCheckGracePeriodSeconds to the time that the application needs to start, or slow starts are taken for failures.')
}

function containerOf(definition: TaskDefinition, name: string): Finding {
  const names = definition.containerDefinitions.map((container) => container.name)
  return names.includes(name) ? ok('there') : ng(`is not in ${definition.family}; it has ${names.join(', ')}`, 'Name the container under `deploy.containers` of the stage.')
}

/** Fargate's cap. */
const longestStopSeconds = 120

function stopTimeoutOf(service: EcsService, definition: TaskDefinition, name: string): Finding {
  const seconds = definition.containerDefinitions.find((container) => container.name === name)?.stopTimeout
  if (seconds !== undefined && seconds > longestStopSeconds && isFargate(definition)) return ng(`${seconds} s, more than the ${longestStopSeconds} s that Fargate allows`, 'Set stopTimeout to 120 s at most and let the work end by then.')
  if (service.targetGroups.length > 0) return ok(seconds === undefined ? '30 s (default)' : `${seconds} s`)
  return seconds !== undefined && seconds >= 60 ? ok(`${seconds} s`) : advice(seconds === undefined ? '30 s (default) for a worker' : `${seconds} s for a worker`, 'Set stopTimeout to the longest piece of work (120 s at most), or a rollout kills work midway.')
}

function isFargate(definition: TaskDefinition): boolean {
  const needs = definition['requiresCompatibilities']
  return Array.isArray(needs) && needs.includes('FARGATE')
}

async function roleOf(ports: AwsPorts, arn: unknown, what: string): Promise<Finding> {
  if (typeof arn !== 'string') return skip('none set')
  return (await ports.iam.roleExists(arn)) ? ok(shortArn(arn)) : ng(`${arn} is not there`, `Create the ${what}, or correct it in the task definition.`)
}

/** Look whether an image is in ECR and runs on the architecture of the task. */
export async function imageOf(ports: AwsPorts, image: string | undefined, definition: TaskDefinition): Promise<Finding> {
  if (image === undefined) return skip('nothing to go out')
  const parts = /^(\d{12})\.dkr\.ecr\.[\w-]+\.amazonaws\.com(?:\.cn)?\/(.+)@(sha256:[0-9a-f]{64})$/.exec(image)
  if (!parts?.[2] || !parts[3]) return skip(`${image}: not looked into, since it is not in ECR`)
  const at = { registryId: parts[1], repository: parts[2], digest: parts[3] }
  if (!(await ports.ecr.findImage(at))) return ng(`${image} is not there`, 'Publish it first.')
  const wanted = architectureOf(definition)
  const platforms = platformsOf(await ports.ecr.manifest(at))
  if (platforms.length === 0) return ok('there; its platforms are not told')
  return platforms.includes(wanted) ? ok(`there, for ${wanted}`) : ng(`is for ${platforms.join(', ')}, and the task runs on ${wanted}`, 'Add the platform to `platforms` in hatchery.yaml and publish again, or change runtimePlatform.')
}

function architectureOf(definition: TaskDefinition): string {
  const platform = definition['runtimePlatform'] as { cpuArchitecture?: string } | undefined
  return platform?.cpuArchitecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64'
}

function platformsOf(manifest: string | undefined): string[] {
  const index = JSON.parse(manifest ?? '{}') as { manifests?: { platform?: { os?: string; architecture?: string } }[] }
  return (index.manifests ?? []).flatMap(({ platform }) => (platform?.os && platform.architecture && platform.os !== 'unknown' ? [`${platform.os}/${platform.architecture}`] : []))
}

function secretsOf(definition: TaskDefinition): readonly { readonly name: string; readonly valueFrom: string }[] {
  const all = definition.containerDefinitions.flatMap((container) => container.secrets ?? [])
  return [...new Map(all.map((secret) => [secret.valueFrom, secret])).values()]
}

function logGroupsOf(definition: TaskDefinition): readonly string[] {
  const groupOf = ({ logConfiguration }: ContainerDefinition): string[] => {
    const group = logConfiguration?.logDriver === 'awslogs' ? logConfiguration.options?.['awslogs-group'] : undefined
    return group && logConfiguration?.options?.['awslogs-create-group'] !== 'true' ? [group] : []
  }
  return [...new Set(definition.containerDefinitions.flatMap(groupOf))]
}
