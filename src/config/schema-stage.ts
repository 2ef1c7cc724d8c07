import * as z from 'zod'
import { environment, name, seconds } from './scalars.ts'

/** ECS service, cluster, task definition, container and Lambda function names. */
const awsName = z.string().regex(/^[A-Za-z0-9_-]{1,255}$/, 'expected a name of letters, digits, _ and - (at most 255)')

const region = z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d$/, 'expected an AWS region, such as us-east-1')

const lambda = z.strictObject({
  kind: z.literal('lambda').describe('A Lambda function made of the migrator image.'),
  component: name.optional().describe('Component whose image it runs; the one with migrations by default.'),
  function: z.string().min(1).optional().describe('Name of the function; <project>-<stage>-<component> by default.'),
  pattern: z.string().min(1).optional().describe('Glob that exactly one function name matches: reggie-staging-*Migrator*.'),
  tag: z
    .strictObject({ key: z.string().min(1).describe('Key of the tag.'), value: z.string().describe('Value of the tag.') })
    .optional()
    .describe('Tag that exactly one function carries.'),
  timeoutSeconds: seconds.default(900).describe('Bound on one migration, in seconds.'),
})

const ecsTask = z.strictObject({
  kind: z.literal('ecs-task').describe('One ECS task of the migrator image.'),
  component: name.optional().describe('Component whose image it runs; the one with migrations by default.'),
  taskDefinition: awsName.optional().describe('Family of the task definition; <project>-<component> by default.'),
  container: awsName.optional().describe("Container that runs the migration; the component's name by default."),
  timeoutSeconds: seconds.default(900).describe('Bound on one migration, in seconds.'),
})

const deploy = z.strictObject({
  strategy: z.enum(['rolling', 'blue-green', 'canary']).default('rolling').describe('How traffic moves to the new version.'),
  order: z
    .array(name)
    .min(1, 'expected at least one component')
    .optional()
    .describe('Components and the word migrate, in the order of the rollout; code first, migrate last by default.'),
  timeoutSeconds: seconds.default(1800).describe('Bound on the deployment of one component, in seconds.'),
  services: z.record(name, awsName).default({}).describe('Component to ECS service; <project>-<component> by default.'),
  containers: z.record(name, awsName).default({}).describe("Component to the container that carries its image; the component's name by default."),
  env: environment
    .default({})
    .describe('Environment set on every container; {revision} stands for the git SHA, and HATCHERY_REVISION is set to it. Never a secret.'),
  maxParallelRegions: z.int('expected a whole number').min(1, 'expected at least 1 region').default(1).describe('Regions released at a time.'),
})

export const stage = z.strictObject({
  regions: z.array(region).optional().describe("AWS regions; the registry's region by default, else the one given with the credentials."),
  cluster: awsName.optional().describe('ECS cluster; <project>-<stage> by default.'),
  approval: z.enum(['none', 'required']).default('none').describe('Whether a person approves a release; then it names them with --approved-by.'),
  window: z.string().optional().describe('When releases may start: Sun 02:00-05:00 UTC, Mon-Fri 09:00-17:00 Europe/Berlin.'),
  baseUrl: z.url({ protocol: /^https?$/, error: 'expected an address that starts with http:// or https://' }).optional().describe('Address of the running application, for smoke tests.'),
  deploy: deploy.prefault({}).describe('How new versions go out.'),
  migrate: z.discriminatedUnion('kind', [lambda, ecsTask]).optional().describe('What runs the migrations.'),
})

export type WrittenStage = z.output<typeof stage>
