import { describe, expect, it } from 'vitest'
import { revisionTag } from '../../../src/publish/revision.ts'

describe('revisionTag', () => {
  it('is the SHA of a clean source', () => expect(revisionTag({ headSha: 'abc', changedPaths: [] })).toBe('abc'))
  it('is what the caller gave, whatever git says', () => expect(revisionTag({ given: 'v1', headSha: 'abc', changedPaths: ['x'] })).toBe('v1'))
  it.each([
    [{}, 'REVISION_UNKNOWN'],
    [{ given: 'feature/x' }, 'REVISION_INVALID'],
    [{ headSha: 'abc', changedPaths: ['src/x.ts'] }, 'SOURCE_DIRTY'],
  ])('refuses %j with %s', (facts, code) => {
    expect(() => revisionTag(facts)).toThrow(expect.objectContaining({ code }) as Error)
  })
})
