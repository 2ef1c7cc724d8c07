import { parseConfig } from '../../../src/config/parse.ts'
import type { Config } from '../../../src/config/model.ts'
import type { Changed } from '../../../src/change/changed-paths.ts'
import { assemblePlan } from '../../../src/plan/assemble.ts'
import type { PlanEvent, RunPlan } from '../../../src/plan/model.ts'
import type { Import, WorkspaceFacts } from '../../../src/plan/workspace-facts.ts'

export const shop = config(`
project: shop
components:
  web: { path: apps/web, language: node, image: {}, affectedBy: ["backend/openapi.json"], contract: { command: npm run types, files: [src/api.ts] } }
  api: { path: backend, language: python, image: {} }
  worker: { path: worker, language: python, image: {}, dependsOn: [api] }
  migrator: { path: services/migrator, image: {}, migrations: { tool: alembic }, dependsOn: [api] }
ignore: ["notes/**"]
`)

export const shopFiles = ['hatchery.yaml', 'README.md', 'package.json', 'package-lock.json', 'apps/web/package.json', 'backend/app.py', 'backend/openapi.json', 'worker/main.py', 'services/migrator/Dockerfile', 'notes/a.txt']

export function config(text: string): Config {
  return parseConfig({ text, fileName: 'hatchery.yaml', pathExists: () => true })
}

export function facts(more: { files?: readonly string[]; imports?: readonly Import[]; unreadable?: readonly string[] } = {}): WorkspaceFacts {
  return { files: more.files ?? shopFiles, imports: more.imports ?? [], unreadable: more.unreadable ?? [] }
}

export function changedTo(...paths: string[]): Changed {
  return { kind: 'paths', base: 'main', mergeBase: 'a'.repeat(40), paths: paths.map((path) => ({ path, change: path.endsWith('/') ? 'untracked' : 'modified', submodule: false })) }
}

/** The plan of a pull request on the shop. */
export function plan(changed: Changed | undefined, more: { event?: PlanEvent; config?: Config; facts?: WorkspaceFacts } = {}): RunPlan {
  return assemblePlan({ config: more.config ?? shop, changed, event: more.event ?? 'pull-request', workspaceFacts: more.facts ?? facts() })
}

export function affected(made: RunPlan): string[] {
  return made.components.filter((component) => component.affected).map(({ name }) => name)
}

export function running(made: RunPlan): Record<string, readonly string[]> {
  return Object.fromEntries(made.functions.filter(({ run }) => run).map(({ name, components }) => [name, components]))
}
