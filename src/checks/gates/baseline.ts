import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Finding } from '../outcome.ts'
import { parseJson } from '../parse/json.ts'

/** Findings that were there before: fingerprint to how often. */
export type Baseline = ReadonlyMap<string, number>

/**
 * Identify a finding over commits: tool, rule, file and message.
 *
 * The line is left out, so that code moving up or down makes no finding new.
 */
export function fingerprint(finding: Finding): string {
  const parts = [finding.tool, finding.rule, finding.file ?? '', finding.message.replace(/\s+/g, ' ').trim()]
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 32)
}

/** Count findings into a baseline. */
export function toBaseline(findings: readonly Finding[]): Baseline {
  const counts = new Map<string, number>()
  for (const finding of findings) counts.set(fingerprint(finding), (counts.get(fingerprint(finding)) ?? 0) + 1)
  return counts
}

/** Write a baseline as JSON, in a fixed order. */
export function renderBaseline(baseline: Baseline): string {
  const findings = Object.fromEntries([...baseline].sort(([a], [b]) => (a < b ? -1 : 1)))
  return `${JSON.stringify({ version: 1, findings }, undefined, 2)}\n`
}

const schema = z.object({ version: z.literal(1), findings: z.record(z.string(), z.int().positive()) })

/**
 * Read a baseline.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`: a broken baseline would make every finding look old or new.
 */
export function parseBaseline(text: string, file = 'baseline.json'): Baseline {
  return new Map(Object.entries(parseJson(text, { file, schema }).findings))
}
