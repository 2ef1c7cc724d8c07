import * as z from 'zod'
import { environment, name, percent, port, relativePath, seconds, shellLine } from './scalars.ts'

export const coverage = z.union([
  percent,
  z.strictObject({
    minimum: percent.optional().describe('Percent of lines that tests must run; 80 by default.'),
    changedLines: percent.optional().describe('Percent of changed lines that tests must run; 80 by default.'),
  }),
])

export const image = z.strictObject({
  dockerfile: relativePath.default('Dockerfile').describe('Dockerfile, relative to the context.'),
  target: z.string().min(1).optional().describe('Stage of the Dockerfile to build; the last one by default.'),
  context: relativePath.optional().describe("Build context, relative to hatchery.yaml; the component's path by default."),
  args: environment.default({}).describe('Build arguments; never a secret.'),
  port: port.optional().describe('Container port that answers requests, where there is one.'),
  env: environment.default({}).describe('Environment of the running container in dev and on the stage local; other components are reached by name: http://api:8000.'),
})

const migrations = z.strictObject({
  tool: z.enum(['alembic']).describe('Tool that brings the schema up to date.'),
  path: relativePath.optional().describe('Folder with the revisions, relative to the component; alembic/versions or migrations/versions by default, whichever is there.'),
  command: shellLine.default('python -m alembic upgrade head').describe("Shell line that migrates inside the component's image, in dev."),
})

const contract = z.strictObject({
  command: shellLine.describe('Shell line that writes the generated files, run in the component: npm run types:generate.'),
  files: z.array(relativePath).min(1, 'expected at least one generated file').describe('Generated files, relative to the component.'),
})

const commands = z.strictObject({
  lint: shellLine.optional().describe('Replaces the linters that Hatchery finds.'),
  typecheck: shellLine.optional().describe('Replaces the type checker that Hatchery finds.'),
  test: shellLine.optional().describe('Replaces the test runner that Hatchery finds.'),
  benchmark: shellLine.optional().describe('Prints benchmark results as JSON; compared with those of the base.'),
})

export const component = z.strictObject({
  path: relativePath.describe('Folder of the component, relative to hatchery.yaml; . is the root.'),
  language: z.enum(['node', 'python']).optional().describe('Language of its checks; without one only what it names itself is run.'),
  image: image.optional().describe('How its container image is built; {} means the Dockerfile in its path, as does being in the order of a stage.'),
  services: z.array(name).default([]).describe('Services that its tests need.'),
  dependsOn: z.array(name).default([]).describe('Components whose sources this one is built from: it is affected when they change.'),
  affectedBy: z.array(z.string().min(1)).default([]).describe('Globs, relative to hatchery.yaml, of files outside its path that affect it.'),
  coverage: coverage.optional().describe('Coverage floor of this component: a percentage, or minimum and changedLines.'),
  migrations: migrations.optional().describe('How the database schema of this component is brought up to date.'),
  contract: contract.optional().describe('Generated files that must be up to date.'),
  commands: commands.default({}).describe('Shell lines that replace the commands Hatchery finds, run in its path.'),
  env: environment.default({}).describe('Environment of its tests; never a secret.'),
  testTimeoutSeconds: seconds.default(600).describe('Bound on one test run, in seconds.'),
})

export type WrittenComponent = z.output<typeof component>
export type WrittenImage = z.output<typeof image>
