import type { Finding } from '../outcome.ts'
import { unreadable } from '../parse/readable.ts'
import { readSarif, ruleOf, scoreBand } from '../parse/sarif.ts'
import { vulnerable } from './match.ts'

type Run = ReturnType<typeof readSarif>['runs'][number]
type Result = NonNullable<Run['results']>[number]

const words: Readonly<Record<string, Finding['severity']>> = { critical: 'critical', high: 'high', medium: 'medium', low: 'low', negligible: 'low' }
const levels: Readonly<Record<string, Finding['severity']>> = { error: 'high', warning: 'medium', note: 'low', none: 'low' }

/**
 * Read the SARIF that trivy or grype wrote about an image; each pair of package and advisory is one finding.
 *
 * Findings stand at the Dockerfile, since the image's own paths are no files of the repository. The rule is the advisory alone,
 * so that one waiver serves both scanners.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`, also for a log without a list of results.
 */
export function parseImageScan(text: string, about: { readonly id: string; readonly tool: string; readonly dockerfile: string; readonly report: string }): readonly Finding[] {
  const file = `${about.id} ${about.report}`
  const { runs } = readSarif(text, file)
  if (runs.length === 0 || runs.some(({ results }) => !results)) throw unreadable(file, 'there is no list of results in it')
  const findings = runs.flatMap((run) => (run.results ?? []).map((result) => toFinding(result, { run, about, file })))
  return [...new Map(findings.map((finding) => [`${finding.rule} ${finding.message}`, finding])).values()]
}

function toFinding(result: Result, options: { run: Run; about: { readonly tool: string; readonly dockerfile: string }; file: string }): Finding {
  const { run, about, file } = options
  const rule = ruleOf(run, result)
  const [message, help] = [result.message.text ?? '', rule?.help?.text ?? '']
  // trivy's message has every field; grype tells the fix and the advisory in the rule alone.
  const fields = { ...readFields(help), ...readFields(message) }
  const grype = /package: (.+), version (\S+) was found/.exec(message)
  const name = grype?.[1] ?? fields['Package']
  const advisory = /^Vulnerability (\S+)/m.exec(message)?.[1] ?? /^Vulnerability (\S+)/m.exec(help)?.[1] ?? result.ruleId
  if (!name || !advisory) throw unreadable(file, `a result names no ${name ? 'advisory' : 'package'}: ${message.slice(0, 100)}`)
  const version = grype?.[2] ?? fields['Installed Version'] ?? fields['Version'] ?? ''
  const fixes = (fields['Fixed Version'] ?? fields['Fix Version'] ?? '').split(',').map((one) => one.trim()).filter(Boolean)
  return {
    tool: about.tool,
    rule: advisory,
    severity: severityOf(result, { rule, word: fields['Severity'] }),
    // grype's short description only says again what the finding says.
    message: vulnerable({ name, version, what: grype ? '' : (rule?.shortDescription?.text ?? ''), ids: [advisory], fixes }),
    file: about.dockerfile,
  }
}

function severityOf(result: Result, about: { rule: ReturnType<typeof ruleOf>; word: string | undefined }): Finding['severity'] {
  const { rule, word } = about
  const scored = scoreBand(result.properties?.['security-severity'] ?? rule?.properties?.['security-severity'])
  const level = result.level ?? rule?.defaultConfiguration?.level
  return scored ?? words[word?.toLowerCase() ?? ''] ?? levels[level ?? ''] ?? 'high'
}

/** Read lines such as `Installed Version: 1.2.3`; a field without a value counts as one. */
function readFields(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/^(Package|Installed Version|Version|Fixed Version|Fix Version|Severity): ?(.*)$/gm)].map(([, key = '', value = '']) => [key, value.trim()]))
}
