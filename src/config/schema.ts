import * as z from 'zod'
import { component } from './schema-component.ts'
import { gates } from './schema-gates.ts'
import { service } from './schema-service.ts'
import { smoke } from './schema-smoke.ts'
import { stage } from './schema-stage.ts'
import { name, text } from './scalars.ts'

const versions = z.union([text, z.array(text).min(1, 'expected at least one version')])

const matrix = z.strictObject({
  node: versions.optional().describe('Node.js versions that node components are checked with; "24" by default.'),
  python: versions.optional().describe('Python versions that python components are checked with; "3.13" by default.'),
})

const ecr = z.strictObject({
  kind: z.literal('ecr').describe('Amazon ECR.'),
  account: text.optional().describe("AWS account, 12 digits in quotes; the credentials' account by default."),
  region: z.string().optional().describe("AWS region of the registry; the first region of the stages by default."),
  prefix: z.string().optional().describe('Start of every repository name; the project by default.'),
})

const oci = z.strictObject({
  kind: z.literal('oci').describe('Any OCI registry.'),
  address: z.string().describe('Host, and port where needed: ghcr.io, localhost:5000.'),
  prefix: z.string().optional().describe('Start of every repository name; the project by default.'),
})

const github = z.strictObject({
  mainBranch: z.string().min(1).default('main').describe('Branch with production-ready code.'),
  developmentBranch: z.string().min(1).optional().describe('Branch where features are integrated, where there is one.'),
  hotfixBranches: z.string().min(1).default('hotfix/**').describe('Glob of branches with critical fixes.'),
  mainStage: name.optional().describe('Stage that a push to the main branch releases to.'),
  pullRequestStage: name.optional().describe('Stage that a pull request is deployed to, where asked.'),
  shards: z.int('expected a whole number').min(1, 'expected at least 1 shard').max(64, 'expected at most 64 shards').default(1).describe('Runners that share the tests.'),
  schedule: z.string().default('23 3 * * 1').describe('Cron line of the scheduled workflow, in UTC.'),
})

/** The form people write: short, with defaults left out. {@link normalize} makes the full form of it. */
export const writtenConfig = z
  .strictObject({
    project: name.describe('Name of the application; the start of its images, services and clusters.'),
    components: z.record(name, component).describe('Parts of the application, by name.'),
    services: z.record(name, service).default({}).describe('Containers that tests and the local stage talk to, by host name: postgres:15 or an object.'),
    matrix: matrix.prefault({}).describe('Versions that checks run with.'),
    gates: gates.prefault({}).describe('What must hold before anything is merged or released.'),
    platforms: z
      .array(z.enum(['linux/arm64', 'linux/amd64']))
      .min(1, 'expected at least one platform')
      .default(['linux/arm64'])
      .describe('Platforms of every image; linux/arm64 by default.'),
    ignore: z.array(z.string().min(1)).default([]).describe('Globs of files that affect nothing, unless they lie in the folder of a component other than the root.'),
    registry: z
      .union([z.string(), z.discriminatedUnion('kind', [ecr, oci])])
      .default({ kind: 'ecr' })
      .describe('Where images are published: an address with prefix such as ghcr.io/acme, or an object.'),
    smoke: smoke.prefault({}).describe('How the running application is tried after a release.'),
    stages: z.record(name, stage).default({}).describe('Where the application is released to, by name; local is always there.'),
    github: github.prefault({}).describe('What the generated GitHub workflows do.'),
  })
  .describe('What an application is, for Hatchery.')

export type WrittenConfig = z.output<typeof writtenConfig>

/** JSON Schema of hatchery.yaml, for editors. */
export function configJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(writtenConfig, { io: 'input', target: 'draft-7', reused: 'inline' }),
    title: 'hatchery.yaml',
  }
}
