import type { Language } from './model.ts'
import { baseName, folderOf, isWithin, joinPath } from './paths.ts'
import { knownService } from './known-services.ts'
import { readCompose, type ComposeBuild, type ComposeImage } from './suggest-compose.ts'

/** What was found in an application without hatchery.yaml. */
export interface FoundApplication {
  readonly project: string
  readonly components: readonly FoundComponent[]
  readonly services: readonly ComposeImage[]
}

export interface FoundComponent {
  readonly name: string
  readonly path: string
  readonly language?: Language
  readonly image?: { readonly dockerfile?: string; readonly target?: string; readonly context?: string }
  readonly services: readonly string[]
  /** Folder with Alembic's revisions, relative to the component. */
  readonly revisions?: string
  /** `types:generate` or the like. */
  readonly contractCommand?: string
  /** Files that led to it. */
  readonly because: readonly string[]
}

export interface SuggestSource {
  /** Every file, relative to the folder that hatchery.yaml will stand in. */
  readonly files: readonly string[]
  /** Texts of the files that {@link manifestsToRead} names. */
  readonly contents: Readonly<Record<string, string>>
  /** Name of the folder, the project's name where no manifest has one. */
  readonly folderName: string
}

const foreign = /(^|\/)(node_modules|\.venv|venv|site-packages|dist|build|\.git|fixtures|__fixtures__)\//
const pythonManifest = /^(requirements[^/]*\.txt|pyproject\.toml|setup\.py|Pipfile)$/
const dockerfile = /^(Dockerfile|Containerfile)$/
const compose = /^(docker-)?compose[^/]*\.ya?ml$/
const manifest = /^(package\.json|alembic\.ini)$/

/** What `init` looks for, as people call it. */
export const lookedFor = 'package.json, requirements*.txt, pyproject.toml, setup.py, Pipfile, Dockerfile, docker-compose*.yml'

/** The files whose text {@link suggestConfig} wants. */
export function manifestsToRead(files: readonly string[]): string[] {
  return files.filter((file) => !foreign.test(file) && [pythonManifest, dockerfile, compose, manifest].some((form) => form.test(baseName(file))))
}

/** Find the parts of an application by its manifests; compose files name them and say how they are built. */
export function findApplication({ files, contents, folderName }: SuggestSource): FoundApplication {
  const own = manifestsToRead(files)
  const composed = own.filter((file) => compose.test(baseName(file))).sort((a, b) => a.length - b.length).map((file) => readCompose(contents[file] ?? '', file))
  const builds = uniqueBy(composed.flatMap((one) => one.builds), ({ context, dockerfile: file, target }) => `${context} ${file} ${target ?? ''}`)
  const images = uniqueBy(composed.flatMap((one) => one.images.map((image) => ({ ...image, name: nameFrom(image.name) }))), ({ name }) => name).filter(({ name }) => name !== '')
  const services = images.length > 0 ? images : usualServices(own.map((file) => contents[file] ?? ''))
  const folders = [...new Set([...own.filter((file) => !compose.test(baseName(file)) && baseName(file) !== 'alembic.ini').map(folderOf), ...builds.map(({ context }) => context)])].sort()
  const names = new Set<string>()
  const components = folders
    .filter((folder) => !isWorkspaceRoot(folder, { own, contents }))
    .flatMap((folder) => componentsOf(folder, { own, contents, builds: builds.filter(({ context }) => context === folder), services }))
    .map((component) => ({ ...component, name: unused(component.name === '' ? 'app' : component.name, names) }))
  return { project: projectName({ contents, folderName }), components, services: services.filter(({ name }) => components.some((component) => component.services.includes(name))) }
}

interface FolderFacts {
  readonly own: readonly string[]
  readonly contents: Readonly<Record<string, string>>
  readonly builds: readonly ComposeBuild[]
  readonly services: readonly ComposeImage[]
}

function componentsOf(folder: string, { own, contents, builds, services }: FolderFacts): FoundComponent[] {
  const here = own.filter((file) => folderOf(file) === folder)
  const texts = here.map((file) => contents[file] ?? '').join('\n')
  const language: Language | undefined = here.some((file) => baseName(file) === 'package.json') ? 'node' : here.some((file) => pythonManifest.test(baseName(file))) ? 'python' : undefined
  const hasDockerfile = here.some((file) => dockerfile.test(baseName(file)))
  const used = services.filter((service) => language !== undefined && uses(texts, service)).map(({ name }) => name)
  const revisions = here.some((file) => baseName(file) === 'alembic.ini') ? revisionsOf(contents[joinPath(folder, 'alembic.ini') ?? ''] ?? '') : undefined
  const common = { path: folder, ...(language && { language }), because: here.filter((file) => !compose.test(baseName(file))) }
  const [, contractCommand] = /"(types:generate|generate:types|codegen)"\s*:/.exec(texts) ?? []
  const extra = { ...(revisions !== undefined && { revisions }), ...(contractCommand !== undefined && { contractCommand: `npm run ${contractCommand}` }) }
  if (builds.length === 0) {
    if (!language && !hasDockerfile) return []
    return [{ ...common, ...extra, name: nameFrom(folder), ...(hasDockerfile && { image: {} }), services: used }]
  }
  return builds.map(({ name, dockerfile: file, target, dependsOn }, at) => ({
    ...common,
    ...(at === 0 && extra),
    name: nameFrom(name),
    image: { ...(file !== 'Dockerfile' && { dockerfile: file }), ...(target !== undefined && { target }) },
    services: services.map((service) => service.name).filter((service) => dependsOn.map(nameFrom).includes(service) || used.includes(service)),
  }))
}

/** A package.json that only holds workspaces together is no component. */
function isWorkspaceRoot(folder: string, { own, contents }: Pick<FolderFacts, 'own' | 'contents'>): boolean {
  const here = own.filter((file) => folderOf(file) === folder)
  const text = contents[joinPath(folder, 'package.json') ?? ''] ?? ''
  const members = own.some((file) => baseName(file) === 'package.json' && folderOf(file) !== folder && isWithin(file, folder))
  return /"workspaces"\s*:/.test(text) && members && !here.some((file) => dockerfile.test(baseName(file)) || pythonManifest.test(baseName(file)))
}

const clients: Readonly<Record<string, RegExp>> = {
  postgres: /psycopg|asyncpg|pg8000|"pg"\s*:|"postgres"\s*:/i,
  redis: /^\s*"?(redis|celery)\b|"(ioredis|redis|bullmq)"\s*:|celery\[/im,
}

function uses(texts: string, { image }: ComposeImage): boolean {
  return Object.entries(clients).some(([known, form]) => knownService(image) !== undefined && knownService(image) === knownService(known) && form.test(texts))
}

/** What the clients in the manifests talk to, where no compose file says it. */
function usualServices(texts: readonly string[]): ComposeImage[] {
  const usual: Readonly<Record<string, string>> = { postgres: 'postgres:17', redis: 'redis:7' }
  return Object.entries(usual).filter(([name]) => texts.some((text) => clients[name]?.test(text))).map(([name, image]) => ({ name, image }))
}

function revisionsOf(ini: string): string {
  const [, location = 'alembic'] = /^\s*script_location\s*=\s*(?:%\(here\)s\/)?(\S+)/m.exec(ini) ?? []
  return `${location.replace(/^\.\//, '').replace(/\/$/, '')}/versions`
}

function projectName({ contents, folderName }: Omit<SuggestSource, 'files'>): string {
  const [, name] = /"name"\s*:\s*"(?:@[^/"]+\/)?([^"]+)"/.exec(contents['package.json'] ?? '') ?? []
  return nameFrom(name ?? folderName) || 'application'
}

/** A name as hatchery.yaml accepts it; empty when nothing of the text can stay. */
function nameFrom(text: string): string {
  const last = text.split('/').at(-1) ?? ''
  const plain = last.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+/, '').slice(0, 40).replace(/-+$/, '')
  return plain === 'migrate' ? 'migrator' : plain
}

function unused(name: string, names: Set<string>): string {
  let free = name
  for (let at = 2; names.has(free); at++) free = `${name.slice(0, 36)}-${at}`
  names.add(free)
  return free
}

function uniqueBy<T>(values: readonly T[], key: (value: T) => string): T[] {
  return [...new Map([...values].reverse().map((value) => [key(value), value])).values()].reverse()
}
