import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedPaths } from '../../../src/change/changed-paths.ts'
import type { Git, GitResult } from '../../../src/change/git.ts'
import { parseHunks } from '../../../src/change/hunks.ts'
import { parseRawDiff } from '../../../src/change/raw-diff.ts'
import { parseStatus } from '../../../src/change/status.ts'

const sha = 'a'.repeat(40)
const path = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0'))

describe('parseRawDiff', () => {
  it('reads every path as it is', () => {
    fc.assert(
      fc.property(fc.array(path), (paths) => {
        const text = paths.map((one) => `:100644 100644 ${sha} ${sha} M\0${one}\0`).join('')
        expect(parseRawDiff(text)?.map((change) => change.path)).toEqual(paths)
      }),
    )
  })

  it.each(['x', ':100644 100644 a b M\0', `:100644 100644 ${sha} ${sha} M\0path`, 'warning: something\0path\0', `:100644 100644 ${sha} ${sha} M\0\0`])('refuses %j', (text) => {
    expect(parseRawDiff(text)).toBeUndefined()
  })
})

describe('parseStatus', () => {
  const line = (state: string, name: string) => `1 ${state} N... 100644 100644 100644 ${sha} ${sha} ${name}\0`

  it('reads every path as it is, below the prefix', () => {
    fc.assert(
      fc.property(path, (one) => {
        expect(parseStatus(line('.M', `app/${one}`), 'app/')).toEqual([{ path: one, change: 'modified', submodule: false }])
      }),
    )
  })

  it.each([
    ['.D', 'deleted'],
    ['D.', 'deleted'],
    ['A.', 'added'],
    ['.T', 'modified'],
  ])('takes %s for %s', (state, change) => {
    expect(parseStatus(line(state, 'a'), '')).toMatchObject([{ change }])
  })

  it('refuses what is not below the prefix, so that it is not lost', () => {
    expect(parseStatus(line('.M', 'app'), 'app/')).toBeUndefined()
  })

  it.each(['x\0', '2 R. N... 100644 100644 100644 a b R100 new\0old\0'])('refuses %j', (text) => {
    expect(parseStatus(text, '')).toBeUndefined()
  })
})

describe('parseHunks', () => {
  it('reads names that git quotes, byte by byte', () => {
    const diff = 'diff --git "a/x" "b/x"\n--- "a/x"\n+++ "b/caf\\303\\251 \\"q\\" \\\\ \\t日本😀"\n@@ -1 +1,2 @@\n-a\n+b\n+c\n'
    expect([...parseHunks(diff)]).toEqual([['café "q" \\ \t日本😀', [{ start: 1, end: 2 }]]])
  })

  it('gives a deleted or binary file no lines', () => {
    const diff = 'diff --git a/x b/x\n--- a/x\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\ndiff --git a/y.png b/y.png\nBinary files a/y.png and b/y.png differ\n'
    expect(parseHunks(diff).size).toBe(0)
  })

  it('finds exactly the added lines of any text', () => {
    const lines = fc.array(fc.constantFrom('+++ b/x', '@@ -1 +1 @@', 'diff --git a/x b/x', '', '\\', '-- a/x'), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(lines, lines, (one, two) => {
        const file = (name: string, added: readonly string[]) => `diff --git a/${name} b/${name}\n--- /dev/null\n+++ b/${name}\n@@ -0,0 +1,${added.length} @@\n${added.map((text) => `+${text}\n`).join('')}`
        expect([...parseHunks(file('one', one) + file('two', two))]).toEqual([
          ['one', [{ start: 1, end: one.length }]],
          ['two', [{ start: 1, end: two.length }]],
        ])
      }),
    )
  })
})

describe('changedPaths', () => {
  const answers: Readonly<Record<string, string>> = { 'rev-parse': `false\n\n${sha}\n${'b'.repeat(40)}\n`, 'merge-base': `${'c'.repeat(40)}\n`, diff: '', status: '', 'ls-files': '' }
  const gitThat = (answer: (command: string) => Partial<GitResult>): Git => ({
    run: ([command = '']) => Promise.resolve({ exitCode: 0, stdout: answers[command] ?? '', stderr: '', ...answer(command) }),
  })

  it.each(['merge-base', 'diff', 'status', 'ls-files'])('says everything when git %s fails', async (failing) => {
    const git = gitThat((command) => (command === failing ? { exitCode: 128, stderr: 'fatal: bad object\nmore' } : {}))
    expect(await changedPaths({ git, base: 'main' })).toEqual({ kind: 'everything', why: 'the history cannot be read: bad object' })
  })

  it.each(['diff', 'status'])('says everything when git %s prints what cannot be read', async (strange) => {
    const git = gitThat((command) => (command === strange ? { stdout: 'who knows\0' } : {}))
    expect(await changedPaths({ git, base: 'main' })).toMatchObject({ kind: 'everything' })
  })

  it('finds nothing when git finds nothing', async () => {
    expect(await changedPaths({ git: gitThat(() => ({})), base: 'main' })).toEqual({ kind: 'paths', base: 'main', mergeBase: 'c'.repeat(40), paths: [] })
  })
})
