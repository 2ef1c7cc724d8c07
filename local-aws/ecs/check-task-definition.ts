import { AwsError, notModelled } from '../aws-error.ts'
import type { ContainerDefinition } from './state.ts'

interface Checked {
  family: string
  containerDefinitions: ContainerDefinition[]
  executionRoleArn?: string
  networkMode?: string
  cpu?: string
  memory?: string
  requiresCompatibilities?: string[]
}

/** Memory in MiB that Fargate has for a number of CPU units. */
const FARGATE_MEMORY: Readonly<Record<string, { least: number; most: number; step: number; also?: number }>> = {
  '256': { least: 1024, most: 2048, step: 1024, also: 512 },
  '512': { least: 1024, most: 4096, step: 1024 },
  '1024': { least: 2048, most: 8192, step: 1024 },
  '2048': { least: 4096, most: 16384, step: 1024 },
  '4096': { least: 8192, most: 30720, step: 1024 },
  '8192': { least: 16384, most: 61440, step: 4096 },
  '16384': { least: 32768, most: 122880, step: 8192 },
}

/**
 * Refuse a task definition that AWS would refuse.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html (sizes, network mode, execution role)
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export function checkTaskDefinition(input: Checked): void {
  const refuse = (message: string) => new AwsError('ClientException', message)
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(input.family)) throw refuse('Invalid family name.')
  if (input.containerDefinitions.length === 0) throw refuse('Container list cannot be empty.')
  const names = input.containerDefinitions.map((container) => container.name)
  for (const container of input.containerDefinitions) {
    if (!container.name) throw refuse('Container.name should not be null or empty.')
    if (!container.image) throw refuse('Container.image should not be null or empty.')
    if (names.filter((name) => name === container.name).length > 1) throw refuse(`Duplicate container name: ${container.name}`)
    if (container.stopTimeout !== undefined && isFargate(input) && container.stopTimeout > 120) {
      throw refuse('StopTimeout must be between 2 and 120 seconds on Fargate.')
    }
    if (container['restartPolicy'] !== undefined) throw notModelled('restartPolicy of a container definition')
    if (container['environmentFiles'] !== undefined) throw notModelled('environmentFiles of a container definition')
  }
  if (!input.containerDefinitions.some((container) => container.essential ?? true)) throw refuse('At least one container must be essential.')
  if (isFargate(input)) checkFargate(input)
}

function isFargate(input: Checked): boolean {
  return input.requiresCompatibilities?.includes('FARGATE') ?? false
}

function checkFargate(input: Checked): void {
  const refuse = (message: string) => new AwsError('ClientException', message)
  if (input.networkMode !== 'awsvpc') throw refuse('Fargate only supports network mode ‘awsvpc’.')
  if (input.cpu === undefined) throw refuse("Fargate requires that 'cpu' be defined at the task level.")
  if (input.memory === undefined) throw refuse("Fargate requires that 'memory' be defined at the task level.")
  const sizes = FARGATE_MEMORY[input.cpu]
  const memory = Number(input.memory)
  const fits = sizes !== undefined && (memory === sizes.also || (memory >= sizes.least && memory <= sizes.most && memory % sizes.step === 0))
  if (!fits) throw refuse('No Fargate configuration exists for given values.')
  if (input.executionRoleArn !== undefined) return
  if (input.containerDefinitions.some((container) => container.image.includes('.dkr.ecr.'))) {
    throw refuse('Fargate requires task definition to have execution role ARN to support ECR images.')
  }
  if (input.containerDefinitions.some((container) => container.logConfiguration?.logDriver === 'awslogs')) {
    throw refuse('Fargate requires task definition to have execution role ARN to support log driver awslogs.')
  }
}
