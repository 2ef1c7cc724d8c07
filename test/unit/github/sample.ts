import { parseConfig } from '../../../src/config/parse.ts'
import type { Config } from '../../../src/config/model.ts'
import { generateGitHubFiles } from '../../../src/github/generate.ts'
import type { GitHubRequest, Workflow } from '../../../src/github/model.ts'
import { parse } from 'yaml'

/** A configuration that asks for everything the generator knows. */
export const everything = `
project: shop
components:
  web: { path: web, language: node, image: { port: 80 }, affectedBy: [docs/openapi.json, "shared/{a,b}/*.ts"] }
  api: { path: services/api, language: python, image: {}, contract: { command: make openapi, files: [openapi.json] }, commands: { benchmark: python bench.py } }
  migrator: { path: services/migrator, language: python, image: {}, migrations: { tool: alembic, path: versions } }
platforms: [linux/arm64, linux/amd64]
ignore: ["notes/**", "*.drawio"]
registry: { kind: ecr, region: us-east-1 }
github: { developmentBranch: development, mainStage: staging, pullRequestStage: staging, shards: 3 }
stages:
  staging: { regions: [us-east-1] }
  production: { regions: [us-east-1], approval: required }
`

export const config = (text: string): Config => parseConfig({ text, fileName: 'hatchery.yaml', pathExists: () => true })

export const adopted: GitHubRequest['door'] = { uses: 'acme/hatchery@0123456789012345678901234567890123456789', version: 'v1.2.3', toolchain: 'hatchery' }

export function generate(text = everything, request: Partial<GitHubRequest> = {}): Readonly<Record<string, string>> {
  return generateGitHubFiles({ config: config(text), folder: '.', door: adopted, ...request })
}

export function workflow(name: string, files = generate()): Workflow {
  return parse(files[`.github/workflows/hatchery-${name}.yml`] ?? '') as Workflow
}

export function workflows(files = generate()): [string, Workflow][] {
  return Object.entries(files)
    .filter(([path]) => path.startsWith('.github/workflows/'))
    .map(([path, text]) => [path, parse(text) as Workflow])
}
