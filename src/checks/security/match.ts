import type { Finding } from '../outcome.ts'
import { isAffected, UnknownVersion } from './affected.ts'
import { type Advisory, advisoryRule, advisorySeverity, type Affected, type Ecosystem } from './osv.ts'
import { type Package, pythonName } from './packages.ts'

/** Findings, and what could not be judged. */
export interface Audited {
  readonly findings: readonly Finding[]
  /** `lodash 4.17.20: why`; one of them leaves the audit undecided. */
  readonly skipped: readonly string[]
}

/** Look up packages in advisories; each pair of package and advisory is one finding. */
export function matchAdvisories(packages: readonly Package[], options: { readonly advisories: readonly Advisory[]; readonly ecosystem: Ecosystem }): Audited {
  const { ecosystem } = options
  const key = (name: string) => (ecosystem === 'PyPI' ? pythonName(name) : name)
  const byName = Map.groupBy(
    options.advisories.flatMap((advisory) => (advisory.affected ?? []).filter((about) => about.package?.ecosystem === ecosystem).map((about) => ({ advisory, about }))),
    ({ about }) => key(about.package?.name ?? ''),
  )
  const findings: Finding[] = []
  const skipped = new Set<string>()
  for (const one of packages) {
    if (one.foreign) skipped.add(`${one.name} comes from ${withoutLogin(one.foreign)}, which no advisory covers`)
    else if (one.version === undefined) skipped.add(`${one.name} has no version`)
    else {
      const version = one.version
      for (const { advisory, about } of byName.get(key(one.name)) ?? []) {
        try {
          if (isAffected(version, { about, ecosystem })) findings.push(toFinding(one, { advisory, about }))
        } catch (error) {
          if (!(error instanceof UnknownVersion)) throw error
          skipped.add(`${one.name} ${version} cannot be compared with ${advisory.id} (${error.message})`)
        }
      }
    }
  }
  return { findings: distinct(findings), skipped: [...skipped] }
}

function toFinding(one: Package, match: { advisory: Advisory; about: Affected }): Finding {
  const { advisory, about } = match
  const ids = [advisory.id, ...(advisory.aliases ?? [])]
  const fixes = [...new Set((about.ranges ?? []).flatMap(({ type, events }) => (type === 'GIT' ? [] : events.flatMap(({ fixed }) => fixed ?? []))))]
  return {
    tool: 'advisories',
    rule: advisoryRule(ids),
    severity: advisorySeverity(advisory, about),
    message: vulnerable({ name: one.name, version: one.version ?? '', what: advisory.summary ?? advisory.details ?? '', ids, fixes }),
    file: one.file,
    ...(one.line ? { line: one.line } : {}),
  }
}

/** Say what is wrong with a package and which versions mend it. */
export function vulnerable(about: { name: string; version: string; what: string; ids: readonly string[]; fixes: readonly string[] }): string {
  const what = about.what.split('\n')[0]?.slice(0, 200)
  const fix = about.fixes.length > 0 ? `fixed in ${about.fixes.join(', ')}` : 'no fixed version is known'
  return `${[about.name, about.version].filter(Boolean).join(' ')}${what ? `: ${what}` : ''} (${[...new Set(about.ids)].join(', ')}; ${fix})`
}

/** A package that is installed twice in the same version is one finding. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.rule} ${finding.message}`, finding])).values()]
}

const withoutLogin = (url: string) => url.replace(/\/\/[^/@]*@/, '//')
