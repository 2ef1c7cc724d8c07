import { given } from './given.ts'
import type { Component, Config, CoverageGate, Image, ImageScan, Registry, Smoke } from './model.ts'
import { normalizeService } from './normalize-service.ts'
import { normalizeStages } from './normalize-stages.ts'
import type { WrittenComponent, WrittenImage } from './schema-component.ts'
import type { WrittenConfig } from './schema.ts'
import { cleanPath, revisionsPath, textRecord, writtenImage } from './written-values.ts'

/** Make the full form of a written configuration that passed the schema and the rules. */
export function normalize(written: WrittenConfig, pathExists: (path: string) => boolean): Config {
  const coverage = coverageGate(written.gates.coverage, { minimumPercent: 80, changedLinesPercent: 80 })
  const components = Object.entries(written.components).map(([name, component]) => normalizeComponent(name, { component, pathExists, image: writtenImage(written, name), coverage }))
  const registry = normalizeRegistry(written)
  const { vulnerabilities, quarantine, performance } = written.gates
  return {
    project: written.project,
    components,
    services: Object.entries(written.services).map(([name, service]) => normalizeService(name, service)),
    matrix: { node: versions(written.matrix.node, '24'), python: versions(written.matrix.python, '3.13') },
    gates: {
      coverage,
      vulnerabilities: { failOn: vulnerabilities.failOn, waivers: vulnerabilities.waivers, ...given({ advisories: vulnerabilities.advisories, imageScan: normalizeImageScan(vulnerabilities.imageScan) }) },
      quarantine,
      performance,
    },
    platforms: written.platforms,
    ignore: written.ignore,
    registry,
    smoke: normalizeSmoke(written, components),
    stages: normalizeStages(written, { components, registry }),
    github: { ...written.github, ...given({ developmentBranch: written.github.developmentBranch }) } as Config['github'],
  }
}

/** The public scanners, each in a version that is known to exist. */
const scannerImages = { trivy: 'aquasec/trivy:0.69.3', grype: 'anchore/grype:v0.110.0' } as const

function normalizeImageScan(written: WrittenConfig['gates']['vulnerabilities']['imageScan']): ImageScan | undefined {
  if (written === undefined) return undefined
  const { scanner, image } = typeof written === 'string' ? { scanner: written } : { image: undefined, ...written }
  return { scanner, image: image ?? scannerImages[scanner] }
}

interface ComponentParts {
  readonly component: WrittenComponent
  readonly pathExists: (path: string) => boolean
  readonly image: WrittenImage | undefined
  readonly coverage: CoverageGate
}

function normalizeComponent(name: string, { component, pathExists, image, coverage }: ComponentParts): Component {
  const path = cleanPath(component.path)
  const { language, migrations, contract } = component
  return {
    name,
    path,
    ...given({ language, contract }),
    ...(image && { image: normalizeImage(image, path) }),
    services: component.services,
    dependsOn: component.dependsOn,
    affectedBy: component.affectedBy,
    coverage: coverageGate(component.coverage, coverage),
    ...(migrations && { migrations: { tool: migrations.tool, command: migrations.command, path: revisionsPath(component, pathExists) } }),
    commands: given(component.commands),
    env: textRecord(component.env),
    testTimeoutSeconds: component.testTimeoutSeconds,
  }
}

function normalizeImage(image: WrittenImage, path: string): Image {
  return {
    dockerfile: cleanPath(image.dockerfile),
    context: image.context === undefined ? path : cleanPath(image.context),
    args: textRecord(image.args),
    env: textRecord(image.env),
    ...given({ target: image.target, port: image.port }),
  }
}

function coverageGate(written: WrittenConfig['gates']['coverage'], fallback: CoverageGate): CoverageGate {
  if (written === undefined) return fallback
  if (typeof written === 'number') return { ...fallback, minimumPercent: written }
  return { minimumPercent: written.minimum ?? fallback.minimumPercent, changedLinesPercent: written.changedLines ?? fallback.changedLinesPercent }
}

function versions(written: WrittenConfig['matrix']['node'], fallback: string): string[] {
  if (written === undefined) return [fallback]
  return (Array.isArray(written) ? written : [written]).map(String)
}

function normalizeRegistry({ registry, project }: WrittenConfig): Registry {
  if (typeof registry === 'string') {
    const [address = '', ...rest] = registry.split('/')
    const prefix = rest.join('/') || project
    const [, account, region] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(address) ?? []
    return account && region ? { kind: 'ecr', account, region, prefix } : { kind: 'oci', address, prefix }
  }
  const prefix = registry.prefix ?? project
  if (registry.kind === 'oci') return { kind: 'oci', address: registry.address, prefix }
  return { kind: 'ecr', ...given({ account: registry.account === undefined ? undefined : String(registry.account), region: registry.region }), prefix }
}

function normalizeSmoke({ smoke }: WrittenConfig, components: readonly Component[]): Smoke {
  const { attempts, intervalSeconds, revision, checks, suite } = smoke
  const command = typeof suite === 'string' ? suite : suite?.command
  const component = typeof suite === 'string' ? undefined : suite?.component
  return {
    attempts,
    intervalSeconds,
    ...(revision && { revision: { path: revision.path, ...given({ json: revision.json, header: revision.header }) } }),
    checks: checks.map((check) => ({
      ...check,
      name: check.name ?? `${check.method} ${check.path}`,
      headers: textRecord(check.headers),
      json: textRecord(check.json),
      header: textRecord(check.header),
    })) as Smoke['checks'],
    ...(command !== undefined && { suite: { command, component: component ?? suiteComponent(command, components) } }),
  }
}

/** The root component, else the first of the language that the command starts with, else the first. */
function suiteComponent(command: string, components: readonly Component[]): string {
  const language = /^\s*(npm|npx|node|pnpm|yarn)\b/.test(command) ? 'node' : /^\s*(python3?|pytest|uv|poetry|tox)\b/.test(command) ? 'python' : undefined
  const found = components.find(({ path }) => path === '.') ?? components.find((one) => one.language === language) ?? components[0]
  return found?.name ?? ''
}
