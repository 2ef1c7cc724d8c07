import { describe, expect, it } from 'vitest'
import { leftOut } from '../../../src/checks/left-out.ts'
import type { Component } from '../../../src/config/model.ts'

const migrator = { name: 'migrator', path: 'm', migrations: { tool: 'alembic', path: 'v', command: 'c' } } as Component

describe('leftOut', () => {
  it('says that migrations of a component without a language are not checked', () => {
    expect(leftOut([migrator], { concerns: ['lint', 'migrations'], call: 'dagger call' })).toMatchObject([{ id: 'migrations.migrator', state: 'skipped', summary: expect.stringContaining('no language') as string }])
  })

  it('says that a benchmark of a component without a language is not run', () => {
    const measured = { name: 'api', path: 'a', commands: { benchmark: 'make bench' } } as unknown as Component
    expect(leftOut([measured, { ...measured, commands: {} }], { concerns: ['performance'], call: 'dagger call --base main' })).toMatchObject([{ id: 'performance.api', reproduce: 'dagger call --base main performance --component api' }])
  })

  it('says nothing of what is checked or was not asked for', () => {
    expect(leftOut([{ ...migrator, language: 'python' }], { concerns: ['migrations'], call: '' })).toEqual([])
    expect(leftOut([migrator], { concerns: ['lint'], call: '' })).toEqual([])
  })
})
