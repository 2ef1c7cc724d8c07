import { parseConfig } from '../../../src/config/parse.ts'
import type { Config } from '../../../src/config/model.ts'
import { isHatcheryError } from '../../../src/shared/errors.ts'

/** Parse with every path there, unless some are named as missing. */
export function parse(text: string, missing: readonly string[] = []): Config {
  return parseConfig({ text, fileName: 'hatchery.yaml', pathExists: (path) => !missing.includes(path) })
}

/** The issues of a text that must be refused. */
export function issuesOf(text: string, missing: readonly string[] = []): readonly string[] {
  try {
    parse(text, missing)
  } catch (error) {
    if (isHatcheryError(error) && error.code === 'CONFIG_INVALID') return error.facts.details ?? []
    throw error
  }
  throw new Error('expected the text to be refused')
}

/** The smallest application, with more lines under it. */
export function withMinimum(more: string): string {
  return `project: shop\ncomponents:\n  api: { path: backend, language: python }\n${more}`
}
