import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCobertura } from '../../../../src/checks/parse/cobertura.ts'
import { parseLcov } from '../../../../src/checks/parse/lcov.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
const hitsOf = (report: { files: readonly { file: string; hits: ReadonlyMap<number, number> }[] }) => report.files.map(({ file, hits }) => [file, Object.fromEntries(hits)])

describe('parseLcov', () => {
  it('reads vitest and pytest alike', () => {
    expect(hitsOf(parseLcov(fixture('vitest.lcov'), { path: 'frontend' }))).toEqual([['frontend/src/a.ts', { 2: 2, 3: 0, 5: 2, 7: 1 }]])
    expect(hitsOf(parseLcov(fixture('pytest.lcov'), { path: 'backend' }))).toEqual([['backend/app/__init__.py', { 1: 1, 2: 1, 3: 0, 4: 0, 5: 0, 6: 1, 7: 0 }]])
  })
  it('joins the records of one file', () => {
    expect(hitsOf(parseLcov('SF:a\nDA:1,0\nDA:2,1\nend_of_record\nSF:/work/a\nDA:1,3,sum\nend_of_record\n', { path: '.' }))).toEqual([['a', { 1: 3, 2: 1 }]])
  })
  it.each([
    ['', 'lcov.info: the report is empty'],
    ['TN:\n', 'no record of any file'],
    ['SF:a\nDA:1,1\n', 'ends inside the record of a: it was cut off'],
    ['SF:a\nDA:x\nend_of_record', 'lcov.info:2: expected DA:<line>,<hits>'],
    ['SF:a\nSF:b\n', 'lcov.info:2: a new record starts before the one of a has ended'],
    ['end_of_record', 'end_of_record without a record'],
    ['DA:1,1', 'DA outside a record'],
    ['<html>', 'not a line of lcov: "<html>"'],
  ])('refuses %j', (text, message) => {
    expect(() => parseLcov(text, { path: '.' })).toThrow(message)
  })
})

describe('parseCobertura', () => {
  it('reads vitest and pytest alike, from the source folder that is named', () => {
    expect(hitsOf(parseCobertura(fixture('vitest-cobertura.xml'), { path: 'frontend' }))).toEqual([['frontend/src/a.ts', { 2: 2, 3: 0, 5: 2, 7: 1 }]])
    expect(hitsOf(parseCobertura(fixture('pytest-cobertura.xml'), { path: 'backend' }))).toEqual([['backend/app/__init__.py', { 1: 1, 2: 1, 3: 0, 4: 0, 5: 0, 6: 1, 7: 0 }]])
  })
  const xml = (inner: string) => `<coverage><sources><source>/work/b/app</source><source>/work/b/lib</source></sources><packages><package><classes>${inner}</classes></package></packages></coverage>`
  it('chooses the source folder that has the file', () => {
    const one = xml('<class name="x" filename="x.py"><lines><line number="1" hits="1"/></lines></class>')
    expect(hitsOf(parseCobertura(one, { path: 'b', known: new Set(['b/lib/x.py']) }))).toEqual([['b/lib/x.py', { 1: 1 }]])
    expect(hitsOf(parseCobertura(one, { path: 'b' }))).toEqual([['b/app/x.py', { 1: 1 }]])
  })
  it.each([
    [xml(''), 'the report has no class'],
    [xml('<class name="x"/>'), 'the class x has no filename'],
    [xml('<class name="x" filename="x.py"><lines><line number="1"/></lines></class>'), 'x.py has a line without number or hits'],
    [fixture('pytest-cobertura.xml').slice(0, 700), 'not well-formed XML in line'],
  ])('refuses a report that is not whole (%#)', (text, message) => {
    expect(() => parseCobertura(text, { path: '.' })).toThrow(message)
  })
})
