import { describe, expect, it } from 'vitest'
import { checkFolders } from '../../../../src/checks/assemble.ts'
import { assertBase, chooseBenchmarks } from '../../../../src/checks/performance/choose.ts'
import { benchmarkFolders, benchmarkSteps } from '../../../../src/checks/performance/steps.ts'
import { changedTo, config, plan } from '../../plan/fixture.ts'

const shop = config(`
project: shop
components:
  api: { path: backend, language: python, commands: { benchmark: make bench } }
  worker: { path: backend, language: python, commands: { benchmark: make bench } }
  cron: { path: backend, language: python, commands: { benchmark: make slow } }
  web: { path: web, language: node }
`)

describe('chooseBenchmarks', () => {
  it('takes what the plan calls affected, or one component by name whether changed or not', () => {
    const names = (component?: string) => {
      const chosen = chooseBenchmarks(shop, { ...(component ? { component } : {}), plan: plan(changedTo('web/a.ts'), { config: shop }) })
      return chosen.kind === 'some' ? chosen.components.map(({ name }) => name) : chosen.why
    }
    expect(names()).toBe('no component that it concerns is affected')
    expect(names('cron')).toEqual(['cron'])
    expect(() => names('web')).toThrow('component web: has no benchmark')
  })

  it('asks for a base by its option, or says why it cannot be had', () => {
    expect(() => assertBase(undefined)).toThrow(/^--base: is not given/)
    expect(() => assertBase(undefined, 'the clone is shallow')).toThrow('the clone is shallow')
    expect(assertBase('main')).toBe('main')
  })
})

describe('benchmarkFolders', () => {
  it('measures components that share folder and command once, others apart, and none without a command', () => {
    const folders = benchmarkFolders(checkFolders(shop.components))
    expect(folders.map(({ components }) => components.map(({ name }) => name))).toEqual([['api', 'worker'], ['cron']])
    expect(folders.map(({ components }) => benchmarkSteps(components))).toEqual([[{ tool: 'benchmark', command: 'make bench' }], [{ tool: 'benchmark', command: 'make slow' }]])
  })
})
