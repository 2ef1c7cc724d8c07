import * as z from 'zod'
import { parseJson } from '../checks/parse/json.ts'
import type { SbomPart, SbomParts, SbomSource } from './sbom.ts'

const installed = z.object({
  metadata: z.object({
    name: z.string(),
    version: z.string(),
    license: z.string().nullish(),
    license_expression: z.string().nullish(),
    requires_dist: z.array(z.string()).nullish(),
  }),
  direct_url: z.object({ url: z.string(), dir_info: z.object({ editable: z.boolean().optional() }).optional() }).optional(),
})
const schema = z.object({ version: z.string(), installed: z.array(installed) })
type Installed = z.infer<typeof installed>

/**
 * Read the libraries of a component from what `pip inspect` printed.
 *
 * What the runtime requirements lead to is required, the rest of the check container is excluded. Markers other than
 * extras are not evaluated: `required` may say too much where a package is there for another reason, never too little.
 */
export function pythonParts(source: Extract<SbomSource, { kind: 'python' }>): SbomParts {
  const found = parseJson(source.inspect, { file: source.file, schema }).installed.filter((one) => one.direct_url?.dir_info?.editable !== true)
  const byName = new Map(found.map((one) => [normal(one.metadata.name), one]))
  const direct = source.runtimeRequirements.flatMap((text) => text.split('\n')).map(readRequirement)
  const extras = reach(byName, direct)
  const purls = (needs: readonly Requirement[]) => needs.flatMap(({ name }) => byName.get(name) ?? []).map(purlOf)
  const parts = found.map((one): SbomPart => {
    const license = one.metadata.license_expression ?? shortLicense(one.metadata.license)
    return {
      name: one.metadata.name,
      version: one.metadata.version,
      purl: purlOf(one),
      scope: extras.has(normal(one.metadata.name)) ? 'required' : 'excluded',
      dependsOn: purls(needsOf(one, extras.get(normal(one.metadata.name)) ?? new Set())),
      ...(license ? { license } : {}),
    }
  })
  return { parts, direct: purls(direct) }
}

interface Requirement {
  readonly name: string
  /** Extras that it asks for: `binary` in `psycopg[binary]`. */
  readonly extras: readonly string[]
}

function readRequirement(line: string): Requirement {
  const [, name = '', extras = ''] = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?/.exec(line) ?? []
  return { name: normal(name), extras: extras.split(',').map((extra) => normal(extra.trim())).filter(Boolean) }
}

/** What a package needs with some of its extras. */
function needsOf(one: Installed, extras: ReadonlySet<string>): readonly Requirement[] {
  return (one.metadata.requires_dist ?? [])
    .filter((line) => [...line.matchAll(/extra\s*==\s*["']([^"']+)["']/g)].every(([, extra = '']) => extras.has(normal(extra))))
    .map(readRequirement)
}

/** Follow requirements to every package that they lead to, each with the extras that somebody asks for. */
function reach(byName: ReadonlyMap<string, Installed>, direct: readonly Requirement[]): ReadonlyMap<string, ReadonlySet<string>> {
  const reached = new Map<string, Set<string>>()
  const queue = [...direct]
  for (let next = queue.pop(); next; next = queue.pop()) {
    const one = byName.get(next.name)
    if (!one) continue
    const known = reached.get(next.name)
    const extras = new Set([...(known ?? []), ...next.extras])
    if (known && extras.size === known.size) continue
    reached.set(next.name, extras)
    queue.push(...needsOf(one, extras))
  }
  return reached
}

const normal = (name: string) => name.toLowerCase().replace(/[-_.]+/g, '-')
const purlOf = (one: Installed) => `pkg:pypi/${normal(one.metadata.name)}@${encodeURIComponent(one.metadata.version)}`

/** Some packages put the whole text of their license where its name belongs. */
const shortLicense = (text: string | null | undefined) => (text && text.length <= 80 && !text.includes('\n') ? text : undefined)
