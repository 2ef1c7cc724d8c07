import { posix } from 'node:path'
import * as z from 'zod'
import { parseJson } from '../parse/json.ts'

/** One installed package; `version` is undefined where nothing tells it. */
export interface Package {
  readonly name: string
  readonly version?: string
  /** Where it is written down, relative to hatchery.yaml. */
  readonly file: string
  readonly line?: number
  /** It does not come from the registry: a feed knows nothing about it. */
  readonly foreign?: string
}

const entry = z.object({ name: z.string().optional(), version: z.string().optional(), resolved: z.string().optional(), link: z.boolean().optional(), inBundle: z.boolean().optional() })
const lock = z.object({ lockfileVersion: z.number().min(2, 'expected lockfileVersion 2 or 3: run `npm install` with npm 7 or newer'), packages: z.record(z.string(), entry) })

/**
 * Read every package of a package-lock.json; the project's own (the root, workspaces) are left out.
 *
 * @param file Path relative to hatchery.yaml.
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function npmPackages(text: string, file: string): readonly Package[] {
  const lines = text.split('\n')
  const { packages } = parseJson(text, { file, schema: lock })
  return Object.entries(packages).flatMap(([path, { name, version, resolved, link }]): Package[] => {
    const at = path.lastIndexOf('node_modules/')
    if (at < 0 || link) return []
    const line = lines.findIndex((one) => one.trim().startsWith(`${JSON.stringify(path)}:`)) + 1
    const foreign = resolved && !/^https?:/.test(resolved) ? resolved.split('#')[0] : undefined
    return [{ name: name ?? path.slice(at + 'node_modules/'.length), file, ...(version ? { version } : {}), ...(line > 0 ? { line } : {}), ...(foreign ? { foreign } : {}) }]
  })
}

const list = z.array(z.object({ name: z.string(), version: z.string(), editable_project_location: z.string().optional() }))

/** Write a Python name as the index compares it. */
export const pythonName = (name: string) => name.toLowerCase().replace(/[-_.]+/g, '-')

/**
 * Read every package that `pip list --format json` names; what is installed from the sources themselves is left out.
 *
 * @param manifests requirements*.txt and pyproject.toml by name, to find the line that names a package.
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
export function pythonPackages(text: string, about: { readonly path: string; readonly file: string; readonly manifests: Readonly<Record<string, string>> }): readonly Package[] {
  return parseJson(text, { file: about.file, schema: list })
    .filter((one) => one.editable_project_location === undefined)
    .map(({ name, version }) => ({ name, version, ...writtenAt(name, about) }))
}

/** Find the line of a manifest that names a package; a package that another one brings stands at the first manifest. */
export function writtenAt(name: string, about: { readonly path: string; readonly manifests: Readonly<Record<string, string>> }): { file: string; line?: number } {
  const names = Object.keys(about.manifests).filter((one) => one.endsWith('.txt') || one === 'pyproject.toml').sort()
  for (const manifest of names) {
    const at = (about.manifests[manifest] ?? '').split('\n').findIndex((line) => pythonName(/^[\s"']*([A-Za-z0-9][\w.-]*)/.exec(line)?.[1] ?? '') === pythonName(name))
    if (at >= 0) return { file: posix.join(about.path, manifest), line: at + 1 }
  }
  return { file: posix.join(about.path, names[0] ?? 'pyproject.toml') }
}
