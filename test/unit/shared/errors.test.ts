import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorCodes } from '../../../src/shared/error-codes.ts'
import { HatcheryError } from '../../../src/shared/errors.ts'
import { renderError } from '../../../src/shared/render-error.ts'

describe('errors', () => {
  it('each code has its section in docs/errors.md, and no section is left over', () => {
    const documented = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^## (\w+)$/gm)].map(([, code]) => code)
    expect(documented).toEqual(Object.keys(errorCodes).sort())
  })

  it('are rendered with code, place, details, next step and, last, the reproduce line', () => {
    const error = new HatcheryError('TOOL_MISSING', { where: 'backend', what: 'there is no mypy', details: ['requirements.txt'], next: 'add it', reproduce: 'dagger call typecheck', cause: new Error('why') })
    expect(renderError(error)).toBe('[TOOL_MISSING] backend: there is no mypy\n  requirements.txt\nCaused by: why\nNext: add it\nReproduce: dagger call typecheck\n')
  })
})
