import { describe, expect, it } from 'vitest'
import { findDoor } from '../../../src/github/find-door.ts'

const commit = '0123456789012345678901234567890123456789'
const adopted = (toolchain: Record<string, string>) => JSON.stringify({ name: 'shop', toolchains: [{ name: 'hatchery', ...toolchain }] })

describe('the door of jobs', () => {
  it("is the root in Hatchery's own repository", () => {
    expect(findDoor('{ "name": "hatchery" }', '.')).toEqual({ uses: './', toolchain: '' })
  })

  it('is the pinned commit of a toolchain on GitHub', () => {
    expect(findDoor(adopted({ source: 'github.com/acme/hatchery@v1.2.3', pin: commit }), '.')).toEqual({ uses: `acme/hatchery@${commit}`, version: 'v1.2.3', toolchain: 'hatchery' })
    expect(findDoor(adopted({ source: 'https://github.com/acme/tools.git/ci/hatchery@main', pin: commit }), '.')).toMatchObject({ uses: `acme/tools/ci/hatchery@${commit}` })
  })

  it('is a folder of the same repository', () => {
    expect(findDoor(adopted({ source: '../..' }), 'examples/shop')).toEqual({ uses: './', toolchain: 'hatchery' })
    expect(findDoor(adopted({ source: './ci/hatchery' }), '.')).toEqual({ uses: './ci/hatchery', toolchain: 'hatchery' })
  })

  it.each([
    ['no toolchain', '{}'],
    ['a toolchain without a pin', adopted({ source: 'github.com/acme/hatchery@v1' })],
    ['a toolchain of another host', adopted({ source: 'gitlab.com/acme/hatchery' })],
    ['a folder outside the repository', adopted({ source: '../hatchery' })],
  ])('is refused for %s', (_, text) => {
    expect(() => findDoor(text, '.')).toThrow(expect.objectContaining({ code: 'NOT_ADOPTED' }) as Error)
  })
})
