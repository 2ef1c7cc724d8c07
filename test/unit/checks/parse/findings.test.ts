import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseBlack } from '../../../../src/checks/parse/black.ts'
import { parseEslint } from '../../../../src/checks/parse/eslint.ts'
import { parseMypy } from '../../../../src/checks/parse/mypy.ts'
import { parseRuff } from '../../../../src/checks/parse/ruff.ts'
import { parseSarif } from '../../../../src/checks/parse/sarif.ts'
import { parseTsc } from '../../../../src/checks/parse/tsc.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')

describe('parseEslint', () => {
  it('gives rule, severity and place of each message, parse errors too', () => {
    expect(parseEslint(fixture('eslint.json'), { path: 'frontend' }).filter(({ file }) => file !== 'frontend/src/a.ts')).toEqual([
      { tool: 'eslint', rule: 'no-debugger', severity: 'warning', message: "Unexpected 'debugger' statement.", file: 'frontend/src/l.js', line: 1, column: 1 },
      { tool: 'eslint', rule: 'no-unused-vars', severity: 'error', message: "'x' is assigned a value but never used.", file: 'frontend/src/l.js', line: 1, column: 15 },
      { tool: 'eslint', rule: 'parse-error', severity: 'error', message: 'Parsing error: Unexpected token =', file: 'frontend/src/m.js', line: 1, column: 5 },
    ])
  })
  it('names the field of a report of another shape', () => {
    expect(() => parseEslint('[{"filePath": 1, "messages": []}]', { path: '.' })).toThrow('eslint.json: 0.filePath')
    expect(() => parseEslint('Oops! Something went wrong', { path: '.' })).toThrow('eslint.json: not JSON')
  })
})

describe('parseRuff', () => {
  it('gives rule and place', () => {
    expect(parseRuff(fixture('ruff.json'), { path: 'backend' }).at(-1)).toEqual({
      tool: 'ruff', rule: 'F401', severity: 'error', message: '`os` imported but unused', file: 'backend/app/__init__.py', line: 1, column: 8,
    })
  })
  it('reads a syntax error, which has no code', () => {
    const text = JSON.stringify([{ code: null, filename: '/work/backend/a.py', message: 'SyntaxError: Expected a parameter', location: { row: 1, column: 7 } }])
    expect(parseRuff(text, { path: 'backend' })[0]).toMatchObject({ rule: 'invalid-syntax', file: 'backend/a.py', line: 1 })
  })
})

describe('parseBlack', () => {
  it('tells files to reformat from files it cannot parse', () => {
    expect(parseBlack(fixture('black.txt'), { path: 'backend' }).map(({ rule, file, line }) => [rule, file, line])).toEqual([
      ['parse-error', 'backend/broken.py', 1],
      ['format', 'backend/app/__init__.py', undefined],
      ['format', 'backend/tests/test_a.py', undefined],
    ])
  })
  it('reads what older versions print', () => {
    expect(parseBlack('error: cannot format a.py: Cannot parse: 1:6: def x(:', { path: '.' })[0]).toMatchObject({ rule: 'parse-error', file: 'a.py', line: 1, column: 6 })
    expect(parseBlack('error: cannot format a.py: INTERNAL ERROR: different code', { path: '.' })[0]).toMatchObject({ rule: 'format-error', message: 'INTERNAL ERROR: different code' })
  })
})

describe('parseMypy', () => {
  it('reads lines with and without columns and leaves notes out', () => {
    const text = ['app/a.py:5:16: error: Unsupported operand types for + ("int" and "str")  [operator]', 'app/a.py:9: error: Bad [odd] thing', 'app/a.py:9: note: See docs'].join('\n')
    expect(parseMypy(text, { path: 'backend' })).toEqual([
      { tool: 'mypy', rule: 'operator', severity: 'error', message: 'Unsupported operand types for + ("int" and "str")', file: 'backend/app/a.py', line: 5, column: 16 },
      { tool: 'mypy', rule: 'error', severity: 'error', message: 'Bad [odd] thing', file: 'backend/app/a.py', line: 9 },
    ])
  })
})

describe('parseMypy on a whole file', () => {
  it('reads an error without a line, and none about the call', () => {
    const text = 'app/a.py: error: Source file found twice under different module names: "a" and "app.a"\nmypy: error: unrecognized arguments: --x'
    expect(parseMypy(text, { path: 'backend' })).toEqual([{ tool: 'mypy', rule: 'error', severity: 'error', message: 'Source file found twice under different module names: "a" and "app.a"', file: 'backend/app/a.py' }])
  })
})

describe('parseTsc', () => {
  it('reads located errors, pretty ones and errors of the project', () => {
    const text = ["src/a.ts(7,7): error TS2322: Type 'string' is not assignable.", '  continued', '\u001b[96msrc/b.ts\u001b[0m:1:2 - \u001b[91merror\u001b[0m\u001b[90m TS1: \u001b[0mno', "error TS2688: Cannot find 'x'."].join('\n')
    expect(parseTsc(text, { path: 'frontend' })).toMatchObject([
      { rule: 'TS2322', file: 'frontend/src/a.ts', line: 7, column: 7 },
      { rule: 'TS1', file: 'frontend/src/b.ts', line: 1, column: 2, message: 'no' },
      { rule: 'TS2688', message: "Cannot find 'x'." },
    ])
  })
})

describe('parseSarif', () => {
  const log = (results: unknown) => JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'scan', rules: [{ id: 'R1', properties: { 'security-severity': '7.5' } }] } }, results }] })
  it('takes the severity from the CVSS score of the rule, else from the level', () => {
    const at = [{ physicalLocation: { artifactLocation: { uri: 'src/a%20b.ts' }, region: { startLine: 3 } } }]
    expect(parseSarif(log([{ ruleId: 'R1', message: { text: 'm' }, locations: at }, { ruleId: 'R2', level: 'error', message: { text: 'n' } }]), { path: '.' })).toEqual([
      { tool: 'scan', rule: 'R1', severity: 'high', message: 'm', file: 'src/a b.ts', line: 3 },
      { tool: 'scan', rule: 'R2', severity: 'error', message: 'n' },
    ])
  })
  it('leaves suppressed results out', () => {
    expect(parseSarif(log([{ ruleId: 'R1', message: { text: 'm' }, suppressions: [{ kind: 'inSource' }] }]), { path: '.' })).toEqual([])
  })
  it('refuses another version', () => {
    expect(() => parseSarif('{"version":"1.0.0","runs":[]}', { path: '.', file: 'x.sarif' })).toThrow('x.sarif: version')
  })
})
