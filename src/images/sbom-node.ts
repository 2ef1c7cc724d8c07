import * as z from 'zod'
import { parseJson } from '../checks/parse/json.ts'
import type { SbomPart, SbomParts, SbomSource } from './sbom.ts'

const dependencies = z.record(z.string(), z.string()).optional()
const entry = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.unknown().optional(),
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  optional: z.boolean().optional(),
  dependencies,
  devDependencies: dependencies,
  optionalDependencies: dependencies,
})
const schema = z.object({ lockfileVersion: z.number().min(2), packages: z.record(z.string(), entry) })
type Packages = z.infer<typeof schema>['packages']

/** Read the libraries of a component from its package-lock.json; in a workspace those that its own folder leads to. */
export function nodeParts(source: Extract<SbomSource, { kind: 'node' }>): SbomParts {
  const { packages } = parseJson(source.lock, { file: source.file, schema })
  const purls = new Map(Object.entries(packages).flatMap(([path, one]) => (isLibrary(path, one) ? [[path, purlOf(path, one)] as const] : [])))
  const leads = (from: string): string[] => {
    const { dependencies: own = {}, optionalDependencies = {}, devDependencies = {} } = packages[from] ?? {}
    const names = Object.keys({ ...own, ...optionalDependencies, ...(from.includes('node_modules/') ? {} : devDependencies) })
    return names.flatMap((name) => resolve(packages, { from, name }) ?? [])
  }
  const reached = reach(source.workspace, leads)
  const parts = [...purls].filter(([path]) => source.workspace === '' || reached.has(path)).map(([path, purl]): SbomPart => {
    const one = packages[path] ?? {}
    const hash = hashOf(one.integrity)
    return {
      name: nameOf(path, one),
      version: one.version ?? '',
      purl,
      scope: one.dev || one.devOptional ? 'excluded' : one.optional ? 'optional' : 'required',
      dependsOn: leads(path).flatMap((to) => purls.get(to) ?? []),
      ...(typeof one.license === 'string' ? { license: one.license } : {}),
      ...(hash ? { hash } : {}),
    }
  })
  return { parts, direct: leads(source.workspace).flatMap((to) => purls.get(to) ?? []) }
}

const isLibrary = (path: string, one: Packages[string]) => path.includes('node_modules/') && !one.link && one.version !== undefined
const nameOf = (path: string, one: Packages[string]) => one.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** Find a package as Node does: beside the one that asks, then in each folder above. */
function resolve(packages: Packages, asked: { from: string; name: string }): string | undefined {
  for (let folder = asked.from; ; ) {
    const path = folder ? `${folder}/node_modules/${asked.name}` : `node_modules/${asked.name}`
    const found = packages[path]
    if (found) return found.link ? found.resolved : path
    if (folder === '') return undefined
    const at = folder.lastIndexOf('/node_modules/')
    folder = at >= 0 ? folder.slice(0, at) : folder.startsWith('node_modules/') ? '' : folder.split('/').slice(0, -1).join('/')
  }
}

function reach(from: string, leads: (path: string) => string[]): ReadonlySet<string> {
  const seen = new Set([from])
  for (const path of seen) for (const next of leads(path)) seen.add(next)
  return seen
}

function purlOf(path: string, one: Packages[string]): string {
  const name = nameOf(path, one).split('/').map(encodeURIComponent).join('/')
  return `pkg:npm/${name}@${encodeURIComponent(one.version ?? '')}`
}

const algorithms = { sha512: 'SHA-512', sha384: 'SHA-384', sha256: 'SHA-256', sha1: 'SHA-1' } as const

function hashOf(integrity: string | undefined): SbomPart['hash'] {
  const [, name, value] = /^(sha\d+)-([A-Za-z0-9+/=]+)/.exec(integrity ?? '') ?? []
  const alg = algorithms[name as keyof typeof algorithms]
  return alg && value ? { alg, content: Buffer.from(value, 'base64').toString('hex') } : undefined
}
