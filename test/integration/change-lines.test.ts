import { describe, expect, it } from 'vitest'
import { changedLines } from '../../src/change/changed-lines.ts'
import { Repository } from './change-repository.ts'

const numbers = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at + 1}\n`).join('')

describe('changed lines', () => {
  it('are those added or changed in the new file', async () => {
    using repository = Repository.withCommit({ 'a.py': numbers(10), 'gone.py': '1\n', 'with space.py': '1\n' })
    const mergeBase = repository.git('rev-parse', 'HEAD')
    repository.git('rm', '--quiet', 'gone.py')
    repository.write({
      'a.py': numbers(10).replace('line 3\n', 'changed\nadded\n').replace('line 8\n', '').replace('line 10\n', 'line 10'),
      'with space.py': '1\n2\n',
      'new "q"\n.py': 'x\n',
    })
    expect(Object.fromEntries(await changedLines({ git: repository.port(), mergeBase }))).toEqual({
      'a.py': [
        { start: 3, end: 4 },
        { start: 10, end: 10 },
      ],
      'with space.py': [{ start: 2, end: 2 }],
      'new "q"\n.py': [{ start: 1, end: Number.MAX_SAFE_INTEGER }],
    })
  })

  it('are not fooled by lines that look like headers', async () => {
    using repository = Repository.withCommit({ 'a.diff': 'x\n' })
    const mergeBase = repository.git('rev-parse', 'HEAD')
    const head = repository.commit({ 'a.diff': '++ b/other\n@ -1 +1 @@\ndiff --git a/x b/x\n\\ No newline\n+++ b/evil\n@@ -1 +1,99 @@\n', 'z ü "1"\t.ts': 'a\n' })
    expect(Object.fromEntries(await changedLines({ git: repository.port(), mergeBase, head }))).toEqual({
      'a.diff': [{ start: 1, end: 6 }],
      'z ü "1"\t.ts': [{ start: 1, end: 1 }],
    })
  })

  it('of a renamed file are only those that differ', async () => {
    using repository = Repository.withCommit({ 'old.py': numbers(50) })
    const mergeBase = repository.git('rev-parse', 'HEAD')
    repository.git('mv', 'old.py', 'new.py')
    const head = repository.commit({ 'new.py': numbers(50).replace('line 20\n', 'changed\n') })
    expect(Object.fromEntries(await changedLines({ git: repository.port(), mergeBase, head }))).toEqual({ 'new.py': [{ start: 20, end: 20 }] })
  })

  it('are refused when the history cannot be read', async () => {
    using repository = Repository.withCommit({ a: '1' })
    await expect(changedLines({ git: repository.port(), mergeBase: 'a'.repeat(40) })).rejects.toMatchObject({ code: 'HISTORY_UNREADABLE' })
  })
})
