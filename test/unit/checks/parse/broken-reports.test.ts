import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCobertura } from '../../../../src/checks/parse/cobertura.ts'
import { parseEslint } from '../../../../src/checks/parse/eslint.ts'
import { parseJunit } from '../../../../src/checks/parse/junit.ts'
import { parseLcov } from '../../../../src/checks/parse/lcov.ts'
import type { ReportPlace } from '../../../../src/checks/parse/locate.ts'
import { parseRuff } from '../../../../src/checks/parse/ruff.ts'
import { parseSarif } from '../../../../src/checks/parse/sarif.ts'
import { isHatcheryError } from '../../../../src/shared/errors.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
const sarif = JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 's' } }, results: [{ message: { text: 'm' }, locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b' } } }] }] }] })
const readers: readonly (readonly [string, string, (text: string, place: ReportPlace) => unknown])[] = [
  ['JUnit of pytest', fixture('pytest.xml'), parseJunit],
  ['JUnit of vitest', fixture('vitest.xml'), parseJunit],
  ['lcov', fixture('vitest.lcov'), parseLcov],
  ['Cobertura', fixture('pytest-cobertura.xml'), parseCobertura],
  ['ESLint', fixture('eslint.json'), parseEslint],
  ['ruff', fixture('ruff.json'), parseRuff],
  ['SARIF', sarif, parseSarif],
]

/** A report with a part cut out, doubled, or replaced by something hostile. */
const damaged = (text: string) =>
  fc.tuple(fc.nat(text.length), fc.nat(text.length), fc.constantFrom('', '<', '>', '&', '"', '&#0;', '&#x110000;', '<!DOCTYPE x [<!ENTITY a "b">]>', '__proto__', '{', ']', 'null', '-1', '1e999', '\u0000', '\n', '%', '</testsuite>', '<testsuites/>')).map(([a, b, filling]) => text.slice(0, Math.min(a, b)) + filling + text.slice(Math.max(a, b)))

describe.each(readers)('a damaged %s report', (_, text, read) => {
  it('is read or refused by name, and never breaks the reader', () => {
    fc.assert(fc.property(damaged(text), (broken) => {
      try {
        read(broken, { path: 'backend', file: 'the-report' })
      } catch (error) {
        if (!isHatcheryError(error)) throw error
        expect(error.code).toBe('REPORT_UNREADABLE')
        expect(error.message).toMatch(/^the-report/)
      }
    }), { numRuns: 300 })
  })
})

describe('a hostile XML report', () => {
  it('cannot expand entities without end', () => {
    const bomb = `<!DOCTYPE t [<!ENTITY a "aaaaaaaaaa">${'bcdefghi'.split('').map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(10)}">`).join('')}]><testsuite><testcase name="x">&i;</testcase></testsuite>`
    const begun = process.memoryUsage().heapUsed
    try {
      parseJunit(bomb, { path: '.' })
    } catch (error) {
      expect(isHatcheryError(error)).toBe(true)
    }
    expect(process.memoryUsage().heapUsed - begun).toBeLessThan(200_000_000)
  })
})
