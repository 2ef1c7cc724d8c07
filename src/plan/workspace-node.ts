import { folderOf, joinPath } from '../config/paths.ts'
import { readGlob } from './globs.ts'
import type { Import, ManifestImports, ManifestSource } from './workspace-facts.ts'

interface PackageJson {
  readonly name?: unknown
  readonly workspaces?: unknown
  readonly [field: string]: unknown
}

const dependencyFields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

/** Read who imports whom from the package.json files that take part in npm workspaces or name a folder. */
export async function nodeImports({ files, readText }: ManifestSource): Promise<ManifestImports> {
  const manifests = new Map<string, PackageJson>()
  const unreadable: string[] = []
  for (const path of files.filter((file) => file === 'package.json' || file.endsWith('/package.json'))) {
    const manifest = parsePackage(await readText(path))
    if (manifest) manifests.set(folderOf(path), manifest)
    else unreadable.push(path)
  }
  const members = workspaceMembers(manifests)
  const imports = [...manifests].flatMap(([folder, manifest]) => importsOf(folder, { manifest, members }))
  return { imports, unreadable }
}

/** Package name to folder, over all workspace roots. */
function workspaceMembers(manifests: ReadonlyMap<string, PackageJson>): Map<string, string> {
  const members = new Map<string, string>()
  for (const [root, manifest] of manifests) {
    const globs = workspaceGlobs(manifest.workspaces).map((glob) => readGlob(joinPath(root, glob) ?? glob))
    for (const [folder, { name }] of manifests) {
      if (typeof name === 'string' && globs.some((glob) => glob.matches(folder))) members.set(name, folder)
    }
  }
  return members
}

function workspaceGlobs(workspaces: unknown): string[] {
  const list = isRecord(workspaces) ? workspaces['packages'] : workspaces
  return Array.isArray(list) ? list.filter((glob) => typeof glob === 'string').map((glob) => glob.replace(/\/+$/, '')) : []
}

function importsOf(folder: string, { manifest, members }: { manifest: PackageJson; members: ReadonlyMap<string, string> }): Import[] {
  const path = folder === '.' ? 'package.json' : `${folder}/package.json`
  return dependencyFields.flatMap((field) => {
    const dependencies = manifest[field]
    return isRecord(dependencies) ? Object.entries(dependencies) : []
  }).flatMap(([name, version]) => {
    const [, written] = typeof version === 'string' ? (/^(?:file|link|portal):(.+)$/.exec(version) ?? []) : []
    const to = written === undefined ? members.get(name) : joinPath(folder, written)
    return to !== undefined && to !== folder ? [{ from: folder, to, manifest: path }] : []
  })
}

function parsePackage(text: string): PackageJson | undefined {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return isRecord(parsed) ? parsed : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
