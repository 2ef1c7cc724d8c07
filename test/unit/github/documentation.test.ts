import { describe, expect, it } from 'vitest'
import type { Changed } from '../../../src/change/changed-paths.ts'
import { gateDocumentation } from '../../../src/github/documentation.ts'
import { config, everything } from './sample.ts'

const shop = config(everything)
const changed = (...paths: string[]): Changed => ({ kind: 'paths', base: 'main', mergeBase: 'abc', paths: paths.map((path) => ({ path })) as never })

describe('the documentation gate', () => {
  it.each(['services/api/openapi.json', 'web/src/swagger.v2.yaml', 'proto/shop.proto'])('asks for documentation when %s changes', (path) => {
    expect(() => gateDocumentation(shop, changed(path, 'services/api/app.py'))).toThrow(expect.objectContaining({ code: 'DOCUMENTATION_MISSING' }) as Error)
  })

  it('is content with a page or a README beside it', () => {
    for (const page of ['docs/orders.txt', 'services/api/README.md']) expect(gateDocumentation(shop, changed('services/api/openapi.json', page))).toContain(page)
  })

  it('asks for nothing when no API changes', () => {
    expect(gateDocumentation(shop, changed('services/api/app.py'))).toContain('touches no description')
  })

  it('says so when it is not known what changed', () => {
    expect(gateDocumentation(shop, undefined)).toContain('No base')
    expect(gateDocumentation(shop, { kind: 'everything', why: 'the clone is shallow' })).toContain('the clone is shallow')
  })
})
