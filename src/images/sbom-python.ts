import { z } from 'zod'
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
 * What the runtime requirements lead to is required, the rest of the check container is excluded. Requirements for other
 * platforms or extras count only where they are installed, so that `required` may say too much and never too little.
 */
export function pythonParts(source: Extract<SbomSource, { kind: 'python' }>): SbomParts {
  const found = parseJson(source.inspect, { file: source.file, schema }).installed.filter((one) => one.direct_url?.dir_info?.editable !== true)
  const byName = new Map(found.map((one) => [normal(one.metadata.name), one]))
  const leads = (one: Installed) => (one.metadata.requires_dist ?? []).flatMap((line) => byName.get(requiredName(line)) ?? [])
  const direct = source.runtimeRequirements.flatMap((text) => text.split('\n')).flatMap((line) => byName.get(requiredName(line)) ?? [])
  const required = new Set(direct)
  for (const one of required) for (const next of leads(one)) required.add(next)
  const parts = found.map((one): SbomPart => {
    const license = one.metadata.license_expression ?? shortLicense(one.metadata.license)
    return {
      name: one.metadata.name,
      version: one.metadata.version,
      purl: purlOf(one),
      scope: required.has(one) ? 'required' : 'excluded',
      dependsOn: leads(one).map(purlOf),
      ...(license ? { license } : {}),
    }
  })
  return { parts, direct: direct.map(purlOf) }
}

const normal = (name: string) => name.toLowerCase().replace(/[-_.]+/g, '-')
const requiredName = (line: string) => normal(/^\s*([A-Za-z0-9][\w.-]*)/.exec(line)?.[1] ?? '')
const purlOf = (one: Installed) => `pkg:pypi/${normal(one.metadata.name)}@${encodeURIComponent(one.metadata.version)}`

/** Some packages put the whole text of their license where its name belongs. */
const shortLicense = (text: string | null | undefined) => (text && text.length <= 80 && !text.includes('\n') ? text : undefined)
