import { LineCounter, parseDocument, visit, type Document } from 'yaml'
import { HatcheryError } from '../shared/errors.ts'
import { pathText, type ConfigIssue } from './issue.ts'
import { describeIssue } from './messages.ts'
import type { Config } from './model.ts'
import { normalize } from './normalize.ts'
import { positionOf } from './positions.ts'
import { prune } from './prune.ts'
import { rules } from './rules.ts'
import { writtenConfig } from './schema.ts'
import { keepTextAsWritten } from './text-values.ts'

/** hatchery.yaml and where it lies. */
export interface ConfigSource {
  readonly text: string
  /** As the reader knows it: `hatchery.yaml`, `services/hatchery.yaml`. */
  readonly fileName: string
  /** Tell whether a folder or file is there, relative to hatchery.yaml; `.` always is. */
  readonly pathExists: (path: string) => boolean
}

interface Place {
  readonly line: number
  readonly column: number
  readonly text: string
}

/**
 * Read hatchery.yaml into its full form.
 *
 * @throws {HatcheryError} `CONFIG_INVALID` with every issue at once: `hatchery.yaml:4:7: components.api.covrage: unknown key; …`.
 */
export function parseConfig({ text, fileName, pathExists }: ConfigSource): Config {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const broken = document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0])
    return { line, column: col, text: error.code === 'DUPLICATE_KEY' ? 'this key is already there above' : error.message }
  })
  broken.push(...danglingAliases(document, lines))
  if (broken.length > document.errors.length || document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) throw invalid(fileName, broken)
  keepTextAsWritten(document)
  const { config, issues } = check(toPlain(document, { fileName, broken }), pathExists)
  const places = issues.map((issue) => ({
    ...positionOf(issue, { document, lines }),
    text: issue.path.length > 0 ? `${pathText(issue.path)}: ${issue.message}` : issue.message,
  }))
  if (!config || broken.length > 0) throw invalid(fileName, [...broken, ...places])
  return config
}

/** What the schema refused is left out before the rules run, so that one typo hides nothing else. */
function check(written: unknown, pathExists: ConfigSource['pathExists']): { config?: Config; issues: ConfigIssue[] } {
  const parsed = writtenConfig.safeParse(written)
  const schemaIssues = parsed.error?.issues.flatMap((issue) => describeIssue(issue, written)) ?? []
  const usable = parsed.success ? parsed.data : prune(written)
  const names = { components: keysOf(written, 'components'), services: keysOf(written, 'services'), stages: [...new Set([...keysOf(written, 'stages'), 'local'])] }
  const refused = new Set(schemaIssues.map(({ path }) => pathText(path)))
  const ruleIssues = usable ? rules.flatMap((rule) => rule({ written: usable, names, pathExists })) : []
  const issues = [...schemaIssues, ...ruleIssues.filter(({ path }) => !refused.has(pathText(path)))]
  return issues.length === 0 && parsed.success ? { config: normalize(parsed.data, pathExists), issues } : { issues }
}

function keysOf(written: unknown, field: string): string[] {
  const value = (written as Record<string, unknown> | null)?.[field]
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : []
}

function danglingAliases(document: Document, lines: LineCounter): Place[] {
  const places: Place[] = []
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return
      const { line, col } = lines.linePos(alias.range?.[0] ?? 0)
      places.push({ line, column: col, text: `no anchor &${alias.source} before this alias` })
    },
  })
  return places
}

function toPlain(document: Document, { fileName, broken }: { fileName: string; broken: readonly Place[] }): unknown {
  try {
    return document.toJS()
  } catch (error) {
    // The yaml package throws on aliases that multiply without end.
    const text = error instanceof Error ? error.message : String(error)
    throw invalid(fileName, [...broken, { line: 1, column: 1, text }])
  }
}

function invalid(fileName: string, places: readonly Place[]): HatcheryError {
  const sorted = [...places].sort((a, b) => a.line - b.line || a.column - b.column)
  const details = [...new Set(sorted.map(({ line, column, text }) => `${fileName}:${line}:${column}: ${text}`))]
  return new HatcheryError('CONFIG_INVALID', {
    where: fileName,
    what: details.length === 1 ? 'one thing is wrong' : `${details.length} things are wrong`,
    details,
    next: 'correct what is listed; docs/config.md describes every field and schema/hatchery.schema.json lets editors check them',
  })
}
