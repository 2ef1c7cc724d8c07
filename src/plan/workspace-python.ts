import { parse, TomlError } from 'smol-toml'
import { baseName, folderOf, joinPath } from '../config/paths.ts'
import type { Import, ManifestImports, ManifestSource } from './workspace-facts.ts'

const requirementsFile = /^(requirements|constraints)[^/]*\.(txt|in)$/

/** Read who imports whom from path dependencies in pyproject.toml and requirements files. */
export async function pythonImports({ files, readText }: ManifestSource): Promise<ManifestImports> {
  const projects = new Map<string, unknown>()
  const unreadable: string[] = []
  const imports: Import[] = []
  for (const path of files) {
    const name = baseName(path)
    if (name === 'pyproject.toml') {
      const project = parseToml(await readText(path))
      if (project === undefined) unreadable.push(path)
      else projects.set(path, project)
    } else if (requirementsFile.test(name)) {
      for (const written of requirementPaths(await readText(path))) imports.push(...importOf(path, written))
    }
  }
  const names = new Map([...projects].flatMap(([path, project]) => projectName(project).map((name) => [name, folderOf(path)] as const)))
  for (const [path, project] of projects) imports.push(...projectImports(path, { project, names }))
  return { imports, unreadable }
}

/** Path dependencies of Poetry, uv and PEP 621, wherever in the file their tables stand. */
function projectImports(path: string, { project, names }: { project: unknown; names: ReadonlyMap<string, string> }): Import[] {
  const found: Import[] = []
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      const [, written] = /@\s*file:(?:\/\/)?(?:\$\{PROJECT_ROOT\}\/|\/\/\/)?(\.{0,2}[^/\s;][^\s;]*)/.exec(value) ?? []
      if (written !== undefined) found.push(...importOf(path, written))
      return
    }
    if (Array.isArray(value)) value.forEach((item) => visit(item, key))
    if (!isTable(value)) return
    const { path: written, workspace } = value
    if (typeof written === 'string' && written !== '') found.push(...importOf(path, written))
    const member = workspace === true ? names.get(canonical(key)) : undefined
    if (member !== undefined && member !== folderOf(path)) found.push({ from: folderOf(path), to: member, manifest: path })
    for (const [inner, child] of Object.entries(value)) visit(child, inner)
  }
  if (isTable(project)) {
    const tool = isTable(project['tool']) ? project['tool'] : {}
    for (const part of [project['project'], project['dependency-groups'], tool['poetry'], tool['uv'], tool['pdm'], tool['hatch']]) visit(part, '')
  }
  return found
}

/** `-e ../lib`, `../lib[extra]`, `lib @ file:../lib`, `-r ../base.txt`. */
function requirementPaths(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const requirement = line.replace(/(^|\s)#.*$/, '').trim()
    const [, option] = /^(?:-[ercE]|--editable|--requirement|--constraint)[=\s]*(\S+)/.exec(requirement) ?? []
    const [, file] = /^(?:\S+\s*@\s*)?file:(?:\/\/)?(\.\S+)/.exec(requirement) ?? []
    const written = file ?? option ?? (/^\.{1,2}(\/|$)/.test(requirement) ? requirement.split(/[\s;]/)[0] : undefined)
    return written === undefined || /^(https?|git\+|ssh|hg\+|svn\+|bzr\+|\/)/.test(written) ? [] : [written.replace(/\[.*$/, '')]
  })
}

function importOf(manifest: string, written: string): Import[] {
  const from = folderOf(manifest)
  const to = joinPath(from, written)
  // What lies in the folder itself belongs to it anyway.
  return to === undefined || to === from || (from !== '.' && to.startsWith(`${from}/`)) ? [] : [{ from, to, manifest }]
}

function projectName(project: unknown): string[] {
  if (!isTable(project)) return []
  const tool = isTable(project['tool']) && isTable(project['tool']['poetry']) ? project['tool']['poetry'] : {}
  const name = isTable(project['project']) ? project['project']['name'] : tool['name']
  return typeof name === 'string' ? [canonical(name)] : []
}

function canonical(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

function parseToml(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof TomlError) return undefined
    throw error
  }
}

function isTable(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date)
}
